"""Reading what a caller gives: one reader for each sort of value, for all writers of both APIs.

Each gives None for what is no such value; whoever calls it says so with the name of the argument.
Numbers may be of any type, such as those of numpy and of `decimal`: what counts is that they are
whole. Texts are not taken for numbers.
"""

from __future__ import annotations

import operator
from contextlib import suppress
from datetime import date, datetime
from math import isfinite
from typing import Any

from .exceptions import GrowattParameterError

_WORDS = {
    "1": True,
    "0": False,
    "on": True,
    "off": False,
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "enabled": True,
    "disabled": False,
    "enable": True,
    "disable": False,
}
MOST_QUOTED = 100
_NOT_A_NUMBER = (ArithmeticError, TypeError, ValueError)


def whole(value: Any) -> int | None:
    """A whole number of any type, also as a float without a fraction; True and False are none."""
    if isinstance(value, bool) or _is_numpy_bool(value):
        return None
    with suppress(TypeError):
        return int(operator.index(value))
    if is_number(value):
        with suppress(*_NOT_A_NUMBER):
            anything: Any = value  # a complex one is no float either
            if isfinite(float(anything)) and (found := int(anything)) == anything:
                return found
    return None


def is_number(value: Any) -> bool:
    """Whether it is a number of any type, also of numpy and `decimal`, and also one of those."""
    from numbers import Number  # which an import of the library does not wait for

    return isinstance(value, Number)


def _is_numpy_bool(value: Any) -> bool:
    """Whether it is True or False of numpy, which are no bool; old ones pass for numbers."""
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    return kind == "b" and getattr(value, "ndim", None) == 0


def number(value: Any) -> float | None:
    """A finite number of any type; True and False are none."""
    found = whole(value)
    with suppress(*_NOT_A_NUMBER):
        if found is not None:
            return float(found)
        if is_number(value) and not isinstance(value, bool | complex):
            from numbers import Rational

            # the digits that a short float was written with, not those of its nearest double
            read = float(value if isinstance(value, float | Rational) else str(value))
            return read if isfinite(read) else None
    return None


def switch(value: Any) -> bool | None:
    """On or off: True and False, 1 and 0 (as texts too, 0001 among them), and the usual words."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip().lower()
        is_code = text.isascii() and text.isdecimal()
        return _WORDS.get((text.lstrip("0") or "0") if is_code else text)
    if _is_numpy_bool(value):
        return bool(value)
    found = whole(value)
    return bool(found) if found in (0, 1) else None


def required_switch(name: str, value: Any) -> bool:
    """The value as on or off; raises GrowattParameterError for anything else."""
    found = switch(value)
    if found is None:
        raise GrowattParameterError(
            f"{name} is True or False, 1 or 0, or a word such as on or off, not {quoted(value)}"
        )
    return found


def calendar_date(value: Any) -> date | None:
    """A day: a date, a datetime, a day of numpy, or a text YYYY-MM-DD."""
    if isinstance(value, date):
        if value != value:  # pandas' "not a time"
            return None
        return value.date() if isinstance(value, datetime) else value
    if getattr(getattr(value, "dtype", None), "kind", None) == "M":
        value = str(value)[:10]
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
    return None


def quoted(value: Any) -> str:
    """A value as it is quoted in an error: such that a text is seen to be one, and not for ever."""
    try:
        said = repr(value)
    except Exception:  # whatever a caller has given, the error is about that
        return f"a {type(value).__name__}"
    return said if len(said) <= MOST_QUOTED else f"{said[:MOST_QUOTED]}..."
