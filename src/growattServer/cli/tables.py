"""Tables and values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .printable import printable_line
from .redaction import redacted

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from .. import Field


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> Table:
    """A table; a column whose name begins with `>` is set to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    head = None if title is None else one_line(title, "italic")
    made = Table(title=head, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        right = column.startswith(">")
        name = one_line(column.removeprefix(">"))
        made.add_column(name, justify="right" if right else "left")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else one_line(cell) for cell in row))
    return made


def one_line(value: Any, style: str = "") -> Text:
    """A value as text for rich: names may hold what it takes for markup, or ends of lines.

    What begins a line is ours alone, so that no name can say what to type next.
    """
    from rich.text import Text

    return Text(shown(value), style)


def shown(value: Any, precision: int | None = None) -> str:
    """A value in words; a dash for what is not known."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.{1 if precision is None else precision}f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    # before a column breaks it into lines
    return printable_line(redacted(str(value)))


def measured(field: Field[Any], value: Any) -> str:
    """A value of a record with its unit, in the precision that its row has."""
    text = shown(value, field.precision)
    return f"{text} {field.unit}" if field.unit and value is not None else text


def age(span: timedelta | None) -> str:
    """How old something is, in one unit or two."""
    if span is None:
        return "-"
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if minutes < 60:
        return f"{minutes} min"
    return f"{hours} h {minutes % 60:02} min" if hours < 48 else f"{days} days"


def span_of(text: str) -> timedelta:
    """A span such as `90s`, `15min`, `2h`, `14d`, `3w` or `2y`; ValueError for anything else."""
    units = {"s": 1, "min": 60, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_557_600}
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = text[len(number) :]
    if unit not in units or not number.isdecimal():
        raise ValueError(text)
    return timedelta(seconds=int(number) * units[unit])


def day_of(text: str, today: date) -> date:
    """A day as YYYY-MM-DD, `today` or `yesterday`; ValueError for anything else."""
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    return date.fromisoformat(text)


def minute_of(text: str) -> int:
    """The minute of the day of a time such as `02:10`; ValueError for anything else."""
    moment = datetime.strptime(text.strip(), "%H:%M")
    return moment.hour * 60 + moment.minute
