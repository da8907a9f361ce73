"""Every class of records that the library has, for tests that walk over all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import growattServer
from growattServer import Record
from growattServer.open_api_v1 import records as v1_records
from growattServer.open_api_v1 import schedules
from growattServer.open_api_v4 import records as v4_records
from growattServer.shinephone import records as app_records


def every_record() -> list[type[Record]]:
    """The classes, sorted by name."""
    for package in (v1_records, v4_records, app_records):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    assert schedules
    return sorted(filter(_is_written, set(_below(Record))), key=lambda kind: kind.__qualname__)


def _is_written(kind: type[Record]) -> bool:
    """Whether a class stands in a module of ours; the recorder makes others while it runs."""
    if not kind.__module__.startswith(growattServer.__name__):
        return False
    return getattr(import_module(kind.__module__), kind.__name__, None) is kind


def _below(kind: type[Record]) -> Iterator[type[Record]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
