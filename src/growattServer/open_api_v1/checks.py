"""Looking at arguments before anything is sent: an error for what cannot be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from ..exceptions import GrowattParameterError
from ..parsing import parse_clock
from ..warn import warn_caller


def required(name: str, value: Any) -> Any:
    """The value, unless it is missing or empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise GrowattParameterError(f"{name} is missing")
    return value


def whole_number(name: str, value: Any, low: int, high: int) -> int:
    """The value as an int between `low` and `high`."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not low <= value <= high:
        raise GrowattParameterError(f"{name} must be between {low} and {high}, not {value!r}")
    return int(value)


def page_number(name: str, value: Any) -> int | None:
    """The number of a page or of rows a page; how many are too many is the server's to say."""
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if number < 1 or isinstance(value, bool):
        raise GrowattParameterError(f"{name} is a whole number from 1, not {value!r}")
    return number


def calendar_day(name: str, value: Any) -> date:
    """A day given as date, datetime or text YYYY-MM-DD."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise GrowattParameterError(f"{name} is a date or a text YYYY-MM-DD, not {value!r}")


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
        raise GrowattParameterError(f"{name} is a datetime.time or a text HH:MM, not {value!r}")
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


def parameter_fields(values: Any, count: int) -> dict[str, str]:
    """`param1` to `param<count>` from a single value, a list in order, or a dict by position."""
    fields = {f"param{position}": "" for position in range(1, count + 1)}
    for position, value in _positions(values).items():
        if not 1 <= position <= count:
            raise GrowattParameterError(
                f"parameter_values has a position {position}; there are 1 to {count}"
            )
        fields[f"param{position}"] = "" if value is None else str(value)
    return fields


def _positions(values: Any) -> Mapping[int, Any]:
    if values is None:
        return {}
    if isinstance(values, str | bool | int | float):
        return {1: values}
    if isinstance(values, Mapping):
        try:
            return {int(position): value for position, value in values.items()}
        except (TypeError, ValueError):
            raise GrowattParameterError(
                "the keys of parameter_values are positions: 1, 2, ..."
            ) from None
    if isinstance(values, Sequence) and not isinstance(values, bytes | bytearray):
        return dict(enumerate(values, start=1))
    raise GrowattParameterError(
        f"parameter_values is a value, a list or a dict, not a {type(values).__name__}"
    )
