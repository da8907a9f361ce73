"""Pictures in the terminal: a curve, bars, and the day as a strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .tables import one_line

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def curve(
    points: Sequence[tuple[float, float]],
    *,
    labels: tuple[str, str],
    limits: tuple[float, float],
    size: tuple[int, int] = (80, 12),
) -> Text:
    """A line through points (x, y), with axes; `labels` and `limits` are of x."""
    import plotille
    from rich.text import Text

    figure = plotille.Figure()
    figure.width, figure.height = size
    # it looks at standard output by itself; colours are the console's to give
    figure.with_colors = False
    figure.origin = False
    figure.x_label, figure.y_label = labels
    figure.set_x_limits(*limits)
    figure.set_y_limits(0, 1.05 * max((y for _, y in points), default=0) or 1)
    figure.register_label_formatter(float, _whole_number)
    figure.plot([x for x, _ in points], [y for _, y in points])
    text = Text(figure.show())
    text.highlight_regex("[\u2801-\u28ff]+", "yellow")
    return text


def _whole_number(val: float, chars: int, delta: float, left: bool = False) -> str:
    """A label of an axis, with the arguments that plotille gives."""
    return f"{val:<{chars}.0f}" if left else f"{val:>{chars}.0f}"


def bars(rows: Sequence[tuple[str, float | None]], unit: str, width: int = 60) -> Table:
    """A bar for each row, longest where the value is largest."""
    from rich.bar import Bar
    from rich.table import Table

    most = max((value for _, value in rows if value is not None), default=0) or 1
    made = Table.grid(padding=(0, 1))
    made.add_column()
    made.add_column(width=width)
    made.add_column(justify="right")
    for name, value in rows:
        # as a share, since a bar of 1e308 would have too many parts to count
        bar: Any = "" if value is None else Bar(1, 0, value / most, width=width, color="yellow")
        made.add_row(one_line(name), bar, "-" if value is None else f"{value:,.1f} {unit}")
    return made


MARKS = {"battery_first": ("▒", "green"), "grid_first": ("█", "yellow"), "load_first": ("-", "")}
Span = tuple[int, int, str]


def day_strip(rows: Sequence[tuple[str, Sequence[Span]]], width: int) -> Table:
    """The day of each row from left to right, 20 or 30 minutes a mark, as the width allows.

    A span is its first minute, its length in minutes and its mode; it may go over midnight.
    """
    from rich.table import Table
    from rich.text import Text

    made = Table.grid(padding=(0, 1))
    made.add_column()
    made.add_column(no_wrap=True)
    longest = max((len(name) for name, _ in rows), default=0)
    cells = 72 if width - longest >= 76 else 48
    hours = "".join(f"{hour:<{cells // 8}}" for hour in range(0, 24, 3)) + "24"
    made.add_row("", Text(hours, "dim"))
    for name, spans in rows:
        marks = [("·", "dim")] * cells
        for start, length, mode in spans:
            first = start * cells // 1440
            last = (start + length - 1) * cells // 1440
            for cell in range(first, last + 1):
                marks[cell % cells] = MARKS[mode]
        made.add_row(one_line(name), Text.assemble(*marks))
    legend = "▒ charge (battery first)   █ discharge (grid first)   · load first"
    made.add_row("", Text(legend, "dim"))
    return made
