"""Kinds of arguments that several verbs take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from .errors import WrongUse
from .tables import day_of, minute_of, span_of

OfToday = Callable[[date], date]
"""A day that is said, given the day it is at the plant: which plant that is comes out later."""

if TYPE_CHECKING:
    DayType = click.ParamType[OfToday]
    SpanType = click.ParamType[timedelta]
    ClockType = click.ParamType[int]
else:  # not every click that will do has it generic
    DayType = SpanType = ClockType = click.ParamType


class Day(DayType):
    """A day, as a function of the day it is."""

    name = "DAY"

    def convert(self, value: Any, param: Any, ctx: Any) -> OfToday:
        if callable(value):
            return value  # type: ignore[no-any-return]  # click gives back what came from here
        try:
            day_of(value, date.max)
        except ValueError:
            self.fail(f"{value!r} is not a day; write YYYY-MM-DD, today or yesterday", param, ctx)
        return partial(day_of, value)


def check_days(first: OfToday | None, span: timedelta | None) -> None:
    """Refuse days that are said twice."""
    if span is not None and first is not None:
        raise WrongUse("use either --from or --last")


def days_between(
    first: OfToday | None, last: OfToday | None, span: timedelta | None, today: date
) -> tuple[date, date]:
    """The first and the last day of what is said; the last alone where that is all."""
    end = last(today) if last else today
    back = timedelta(days=max(1, span.days) - 1) if span else timedelta(0)
    begin = first(today) if first else end - back
    if begin > end:
        raise WrongUse(f"the last day, {end}, is before the first one, {begin}")
    return begin, end


class Clock(ClockType):
    """A time of day, as minutes since midnight."""

    name = "HH:MM"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        try:
            return value if isinstance(value, int) else minute_of(value)
        except ValueError:
            self.fail(f"{value!r} is not a time of day; write HH:MM", param, ctx)


class Span(SpanType):
    """A span of time."""

    name = "SPAN"

    def convert(self, value: Any, param: Any, ctx: Any) -> timedelta:
        try:
            return value if isinstance(value, timedelta) else span_of(value)
        except ValueError:
            self.fail(
                f"{value!r} is not a duration; write 90s, 15min, 2h, 14d, 3w or 2y", param, ctx
            )
