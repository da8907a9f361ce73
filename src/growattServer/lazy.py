"""Packages whose names are imported when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(
    package: str, modules: Mapping[str, str | Iterable[str]]
) -> tuple[Callable[[str], Any], list[str]]:
    """`__getattr__` and `__all__` of a package: `modules` says which names lie in which module,
    in a text or one by one.

    Nobody pays for the rows of a family that they do not have.
    """
    homes = {
        name: module
        for module, names in modules.items()
        for name in (names.split() if isinstance(names, str) else names)
    }

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f".{homes[name]}", package), name)
        setattr(sys.modules[package], name, value)
        return value

    return find, sorted(homes)
