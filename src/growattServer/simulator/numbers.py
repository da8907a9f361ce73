"""Numbers that somebody has said, which may be of any size."""

from __future__ import annotations

import math
from typing import Any


def is_number(value: Any) -> bool:
    """Can one reckon with it: no truth value, not endless, no integer past all floats?"""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
