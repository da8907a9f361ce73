"""Looking at arguments of the writing calls before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..arguments import number, quoted, whole
from ..exceptions import GrowattParameterError


def numbered(values: Any) -> dict[str, Any]:
    """The values by name: a dict as it is, a list as `param1`, `param2`, ..."""
    if isinstance(values, Mapping):
        return dict(values)
    if isinstance(values, list | tuple):
        return {f"param{position}": value for position, value in enumerate(values, start=1)}
    raise GrowattParameterError(
        f"parameters must be a dict or a list, not a {type(values).__name__}"
    )


def whole_or_text(name: str, value: Any) -> int | str:
    """A whole number, or the text that the server is to make of it what it can."""
    if isinstance(value, str) and value.strip():
        return value
    found = whole(value)
    if found is None:
        raise GrowattParameterError(f"{name} must be a whole number, not {quoted(value)}")
    return found


def number_text(name: str, value: Any) -> str:
    """A number as it is sent; texts go as they are."""
    if not (isinstance(value, str) and value.strip()) and number(value) is None:
        raise GrowattParameterError(f"{name} must be a number, not {quoted(value)}")
    return str(value)
