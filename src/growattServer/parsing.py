"""Reading one value as the server sends it: the typed value, or None where there is none.

Numbers come as numbers or as texts, with or without a unit; a missing value is null, an empty text,
the text "null" (at times with its quotation marks) or NUL characters. Nothing here raises, whatever
JSON holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from math import isfinite
from typing import Any, TypeVar

from .secret import blackened

T = TypeVar("T")
Moment = TypeVar("Moment", date, datetime)
Parse = Callable[[Any], T | None]

# once taken, digits are not given back: a million of them would otherwise take minutes
_NUMBER = r"([+-]?(?:\d++\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*)?"
_DATETIME = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"
_DAY = r"\d{4}-\d\d-\d\d"
_CLOCK = r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?"

_INT64 = 2**63
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years in which a device may have been made and may still run; the ends of time are none."""

_NOTHING = frozenset({"null", '"null"', '""'})

_SAME_QUANTITY: Mapping[str, Mapping[str, float]] = {
    "W": {"W": 1, "kW": 1e3, "KW": 1e3, "MW": 1e6},
    "kWh": {"Wh": 1e-3, "kWh": 1, "KWh": 1, "KWH": 1, "MWh": 1e3, "GWh": 1e6},
    "VA": {"VA": 1, "kVA": 1e3, "KVA": 1e3},
    "V": {"V": 1, "mV": 1e-3, "kV": 1e3},
    "A": {"A": 1, "mA": 1e-3},
    "mA": {"mA": 1, "A": 1e3},
    "Hz": {"Hz": 1, "HZ": 1},
    "°C": {"°C": 1, "℃": 1, "C": 1},
    "kΩ": {"kΩ": 1, "KΩ": 1, "Ω": 1e-3, "MΩ": 1e3},
    "h": {"h": 1, "H": 1},
}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # when it is first used: an import of the library does not wait for it
    return re.compile(pattern, re.ASCII)


def _present(value: str) -> str:
    """The text without NULs and padding; empty when the server means that there is none."""
    value = value.replace("\0", "").strip()
    return "" if value in _NOTHING else value


def is_missing(value: Any) -> bool:
    """Whether the server says that there is no value, instead of an odd one."""
    return value is None or (isinstance(value, str) and not _present(value))


@cache
def number_parser(unit: str | None, scale: float, missing: tuple[float, ...]) -> Parse[float]:
    factors = _SAME_QUANTITY.get(unit or "", {unit: 1.0} if unit else {})

    def parse(value: Any) -> float | None:
        factor = scale
        if isinstance(value, str):
            match = _compiled(_NUMBER).fullmatch(_present(value))
            if match is None or (match[2] and match[2] not in factors):
                return None
            value, suffix = float(match[1]), match[2]
            if suffix:
                factor = factors[suffix]
        elif isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        if number in missing:
            return None
        if factor != 1:
            number = round(number * factor, 10)
        return number if isfinite(number) else None

    return parse


@cache
def integer_parser(missing: tuple[int, ...]) -> Parse[int]:
    def parse(value: Any) -> int | None:
        if isinstance(value, str):
            match = _compiled(_NUMBER).fullmatch(_present(value))
            if match is None or match[2]:
                return None
            # 64 bits have 19 digits; what is longer is no code and costs time to read
            is_plain = match[1].lstrip("+-").isdigit() and len(match[1]) < 21
            value = int(match[1]) if is_plain else float(match[1])
        if isinstance(value, float):
            value = int(value) if value.is_integer() else None
        if isinstance(value, bool) or not isinstance(value, int) or value in missing:
            return None
        # what has more than 64 bits is no code and no count, and nothing stores it
        return value if -_INT64 <= value < _INT64 else None

    return parse


def whole_text(text: str) -> str:
    """The text with U+FFFD in place of each half of a character, which UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def parse_text(value: Any) -> str | None:
    if isinstance(value, str):
        text = _present(value) or None
        return text if text is None or text.isascii() else whole_text(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError:  # an int of thousands of digits
            return None
    return None


def as_said(value: Any) -> str:
    """The text of whatever stands where the server says what is wrong."""
    try:
        return str(value)
    except (RecursionError, ValueError):  # nested too deep, or an int of thousands of digits
        return f"a {type(value).__name__} that cannot be shown"


MOST_SAID = 500


def in_message(said: Any) -> str:
    """What a server says as it may stand in a message: on one line, and not for ever."""
    # cut before it is searched, and again behind where a secret could be cut in two
    text = blackened(as_said(said)[: 8 * MOST_SAID])
    printable = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * MOST_SAID])
    line = " ".join(printable.split())
    return line if len(line) <= MOST_SAID else f"{line[:MOST_SAID]}..."


_FLAGS = {"true": True, "false": False, "1": True, "0": False}


def parse_flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = _present(value).lower()
        if text in _FLAGS:
            return _FLAGS[text]
        # 0001 and 1.0 are in use as well
        match = _compiled(_NUMBER).fullmatch(text)
        value = float(match[1]) if match and not match[2] else None
    return bool(value) if isinstance(value, int | float) and value in (0, 1) else None


def _within(moment: Moment) -> Moment | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def parse_datetime(value: Any) -> datetime | None:
    if not isinstance(value, str) or not _compiled(_DATETIME).fullmatch(text := _present(value)):
        return None
    try:
        return _within(datetime.fromisoformat(text))
    except ValueError:
        return None


def parse_day(value: Any) -> date | None:
    if not isinstance(value, str) or not _compiled(_DAY).fullmatch(text := _present(value)):
        return None
    try:
        return _within(date.fromisoformat(text))
    except ValueError:
        return None


def parse_clock(value: Any) -> time | None:
    match = _compiled(_CLOCK).fullmatch(_present(value)) if isinstance(value, str) else None
    if match is None:
        return None
    hour, minute, second = (int(part) for part in match.groups(default="0"))
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def parse_java_date(value: Any) -> datetime | None:
    if not isinstance(value, dict):
        return None
    try:
        moment = datetime(
            value["year"] + 1900,
            value["month"] + 1,
            value["date"],
            value["hours"],
            value["minutes"],
            value["seconds"],
        )
        return _within(moment)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def parse_java_calendar(value: Any) -> datetime | None:
    return parse_java_date(value.get("time")) if isinstance(value, dict) else None
