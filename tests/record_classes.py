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
    ours = (kind for kind in _below(Record) if kind.__module__.startswith(growattServer.__name__))
    return sorted(set(ours), key=lambda kind: kind.__qualname__)


def _below(kind: type[Record]) -> Iterator[type[Record]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
