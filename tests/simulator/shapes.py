"""Compares two JSON values by keys, types and the look of their texts, not by values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# A whole float loses its decimals on the vendor's wire, so int and float are one type there.
_NUMBER = "number"
# Keys that are times or days: a map, whose keys differ from moment to moment.
_LABEL = re.compile(r"\d[\d:\- ]*")
# A number alone or with its unit, a day, a moment.
_AMOUNT = re.compile(r"-?\d+(\.\d+)? ?/?(%|[a-zA-Z$€]{1,3}|°C)? ?")
_MOMENT = re.compile(r"\d{4}-\d\d(-\d\d)?( \d\d:\d\d(:\d\d)?)?")
_LARGER_UNITS = (("MWh", "kWh"), ("KT", "T"), ("kW", "W"), ("$", "€"))


def _kind(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return _NUMBER if isinstance(value, int | float) else type(value).__name__


def _look(text: str) -> str:
    """The text without its digits and without the size of its unit."""
    look = re.sub(r"-?\d+(\.\d+)?", "#", text)
    for large, small in _LARGER_UNITS:
        look = look.replace(large, small)
    return look


def _is_map(value: dict[str, Any]) -> bool:
    return bool(value) and all(_LABEL.fullmatch(key) for key in value)


def differences(example: Any, ours: Any, where: str = "$", looks: bool = False) -> Iterator[str]:
    """Every place where keys or types differ; lists and maps are compared by their first row.

    With `looks`, a text that is an amount or a moment in the example must be one here as well,
    with the same unit and the same blanks.
    """
    if _kind(example) != _kind(ours):
        yield f"{where}: {_kind(example)} in the example, {_kind(ours)} here"
    elif isinstance(example, dict):
        if looks and _is_map(example):
            yield from _map_differences(example, ours, where)
            return
        for key in example.keys() - ours.keys():
            yield f"{where}.{key}: missing here"
        for key in ours.keys() - example.keys():
            yield f"{where}.{key}: not in the example"
        for key in example.keys() & ours.keys():
            yield from differences(example[key], ours[key], f"{where}.{key}", looks)
    elif isinstance(example, list) and example:
        if not ours:
            yield f"{where}: empty here"
        else:
            yield from differences(example[0], ours[0], f"{where}[0]", looks)
    elif looks and isinstance(example, str):
        yield from _text_differences(example, ours, where)


def _map_differences(example: dict[str, Any], ours: dict[str, Any], where: str) -> Iterator[str]:
    if not ours:
        yield f"{where}: empty here"
        return
    label, value = next(iter(example.items()))
    for our_label, our_value in ours.items():
        if re.sub(r"\d", "#", our_label) != re.sub(r"\d", "#", label):
            yield f"{where}: {our_label!r} where the example has {label!r}"
        yield from differences(value, our_value, f"{where}.*", looks=True)


def _text_differences(example: str, ours: str, where: str) -> Iterator[str]:
    for pattern in (_MOMENT, _AMOUNT):
        if pattern.fullmatch(example):
            if not pattern.fullmatch(ours) or _look(example) != _look(ours):
                yield f"{where}: {ours!r} where the example has {example!r}"
            return
