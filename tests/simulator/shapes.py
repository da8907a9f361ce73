"""Compares two JSON values by keys and types, not by values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A whole float loses its decimals on the vendor's wire, so int and float are one type there.
_NUMBER = "number"


def _kind(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return _NUMBER if isinstance(value, int | float) else type(value).__name__


def differences(example: Any, ours: Any, where: str = "$") -> Iterator[str]:
    """Every place where keys or types differ; lists are compared by their first row."""
    if _kind(example) != _kind(ours):
        yield f"{where}: {_kind(example)} in the example, {_kind(ours)} here"
    elif isinstance(example, dict):
        for key in example.keys() - ours.keys():
            yield f"{where}.{key}: missing here"
        for key in ours.keys() - example.keys():
            yield f"{where}.{key}: not in the example"
        for key in example.keys() & ours.keys():
            yield from differences(example[key], ours[key], f"{where}.{key}")
    elif isinstance(example, list) and example:
        if not ours:
            yield f"{where}: empty here"
        else:
            yield from differences(example[0], ours[0], f"{where}[0]")
