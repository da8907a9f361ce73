"""Looking at arguments of the writing calls before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..exceptions import GrowattParameterError


def numbered(values: Any) -> dict[str, Any]:
    """The values by name: a dict as it is, a list as `param1`, `param2`, ..."""
    if isinstance(values, Mapping):
        return dict(values)
    if isinstance(values, list | tuple):
        return {f"param{position}": value for position, value in enumerate(values, start=1)}
    raise GrowattParameterError(f"parameters is a dict or a list, not a {type(values).__name__}")
