"""Kinds of arguments that several verbs take."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from .tables import day_of, span_of

if TYPE_CHECKING:
    DayType = click.ParamType[date]
    SpanType = click.ParamType[timedelta]
else:  # not every click that will do has it generic
    DayType = SpanType = click.ParamType


class Day(DayType):
    """A day."""

    name = "DAY"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        try:
            return value if isinstance(value, date) else day_of(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write YYYY-MM-DD, today or yesterday", param, ctx)


class Span(SpanType):
    """A span of time."""

    name = "SPAN"

    def convert(self, value: Any, param: Any, ctx: Any) -> timedelta:
        try:
            return value if isinstance(value, timedelta) else span_of(value)
        except ValueError:
            self.fail(f"{value!r} is no span; write 90s, 15min, 2h, 14d, 3w or 2y", param, ctx)
