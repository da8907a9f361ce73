"""Looking at arguments before anything is sent: an error for what is not valid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from ..arguments import calendar_date, is_number, number, quoted, switch, whole
from ..exceptions import GrowattParameterError
from ..parsing import parse_clock
from ..switches import switch_text
from ..warn import warn_caller

MAX_HISTORY_DAYS = 7
"""How far apart the first and the last day of a history may lie."""


def required(name: str, value: Any) -> Any:
    """The value, unless it is missing or empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise GrowattParameterError(f"{name} is missing")
    return value


def whole_number(name: str, value: Any, low: int, high: int) -> int:
    """The value as an int between `low` and `high`."""
    found = whole(value)
    if found is None or not low <= found <= high:
        kind = ", a whole number" if found is None else ""
        raise GrowattParameterError(
            f"{name} must be between {low} and {high}{kind}, not {quoted(value)}"
        )
    return found


def page_number(name: str, value: Any) -> int | None:
    """The number of a page or of rows a page; how many are too many is the server's to say."""
    if value is None or (isinstance(value, str) and not value):
        return None
    found = _whole_or_digits(value)
    if found is None or found < 1:
        raise GrowattParameterError(f"{name} must be a whole number from 1, not {quoted(value)}")
    return found


def pages(page: Any, perpage: Any) -> dict[str, int | None]:
    """The parameters of a page of a list; what is not given is left to the server."""
    return {"page": page_number("page", page), "perpage": page_number("perpage", perpage)}


def history_days(start: Any, end: Any) -> dict[str, str]:
    """The parameters of the days of a history, of which one call gives 7 days."""
    first, last = date_range(start, end)
    if (last - first).days > MAX_HISTORY_DAYS:
        raise GrowattParameterError(
            f"date interval must not exceed {MAX_HISTORY_DAYS} days; {first} to {last} has "
            f"{(last - first).days}, so ask for it in several calls"
        )
    return {"start_date": first.isoformat(), "end_date": last.isoformat()}


def _whole_or_digits(value: Any) -> int | None:
    """A whole number, also as the digits that a text holds."""
    if not isinstance(value, str):
        return whole(value)
    digits = value.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 20 else None


def calendar_day(name: str, value: Any) -> date:
    """A day given as date, datetime or text YYYY-MM-DD."""
    found = calendar_date(value)
    if found is None:
        raise GrowattParameterError(
            f"{name} must be a date or a string YYYY-MM-DD, not {quoted(value)}"
        )
    return found


def day_or_today(day: Any) -> date:
    """A day; without one it is today here, as a client does not know the zone of a plant."""
    return date.today() if day is None else calendar_day("day", day)


def date_range(start: Any, end: Any) -> tuple[date, date]:
    """First and last day; a missing one is the other, and both missing mean today here."""
    last = None if end is None else calendar_day("end_date", end)
    first = calendar_day("start_date", start) if start is not None else last or date.today()
    last = last or first
    if last < first:
        raise GrowattParameterError(f"end_date {last} is before start_date {first}")
    return first, last


def time_of_day(name: str, value: Any) -> time:
    """A `datetime.time`, or a text HH:MM as the schedules have it that are read."""
    if isinstance(value, str):
        value = parse_clock(value) or value
    if isinstance(value, datetime) or not isinstance(value, time):
        raise GrowattParameterError(
            f"{name} must be a datetime.time or a string HH:MM, not {quoted(value)}"
        )
    return value


def time_window(name: str, start: Any, end: Any, enabled: bool) -> tuple[time, time]:
    """Start and end of a window of the day; warns when an enabled one ends before it starts."""
    first, last = time_of_day(f"{name} start_time", start), time_of_day(f"{name} end_time", end)
    if enabled and last <= first:
        warn_caller(
            f"{name} ends at {last:%H:%M}, not after its start {first:%H:%M}; "
            "a window over midnight may be refused or ignored, split it in two"
        )
    return first, last


def parameter_fields(
    setting: str, values: Any, count: int, switches: Collection[int] = ()
) -> dict[str, str]:
    """`param1` to `param<count>` from a single value, a list in order, or a dict by position.

    The values at the positions of `switches` are read as such.
    """
    fields = {f"param{position}": "" for position in range(1, count + 1)}
    for position, value in _positions(values).items():
        if not 1 <= position <= count:
            raise GrowattParameterError(
                f"parameter_values has a position {position}; there are 1 to {count}"
            )
        sent = switch_text(setting, value) if position in switches else value
        fields[f"param{position}"] = _value_text(sent)
    return fields


def _value_text(value: Any) -> str:
    """A value as it is sent, in the words that release 2.2.0 had for it."""
    if value is None:
        return ""
    if not isinstance(value, bool) and is_number(value) and number(value) is None:
        raise GrowattParameterError(
            f"parameter_values has a number that is not finite: {quoted(value)}"
        )
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        raise GrowattParameterError(
            f"parameter_values has a {type(value).__name__} in it, which is not a value"
        )
    return str(value)


def _positions(values: Any) -> Mapping[int, Any]:
    if values is None:
        return {}
    if (
        isinstance(values, str)
        or is_number(values)
        or switch(values) is not None
        or whole(values) is not None
    ):
        return {1: values}
    if isinstance(values, Mapping):
        by_position = {_whole_or_digits(position): value for position, value in values.items()}
        if None in by_position:
            raise GrowattParameterError("the keys of parameter_values must be positions: 1, 2, ...")
        return {position: value for position, value in by_position.items() if position is not None}
    if isinstance(values, Sequence) and not isinstance(values, bytes | bytearray):
        return dict(enumerate(values, start=1))
    raise GrowattParameterError(
        f"parameter_values must be a value, a list or a dict, not a {type(values).__name__}"
    )
