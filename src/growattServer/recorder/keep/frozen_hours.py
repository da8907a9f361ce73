"""Roll-ups of hours of an earlier version whose readings are gone: what no reading tells any more.

An earlier version held more columns of roll-ups. Where their readings were dropped, a week of those
hours is packed into one row of `frozen_hours`, as `frozen_weeks.py` does it with readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from ..errors import GrowattStoreDamagedError
from . import schema
from .frozen_weeks import DamagedWeekError, freeze_columns, thaw_columns
from .upsert import upsert_rows
from .weeks import window_of


def keep_hours(
    connection: Connection, device_id: int, number: int, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Keep the columns of the hours of a week, `start` and `samples` among them."""
    row = device_id, number, freeze_columns(columns)
    upsert_rows(connection, schema.frozen_hours, [row])


def hours_kept(
    connection: Connection, device_id: int, names: Sequence[str], first: int, end: int
) -> Iterator[tuple[int, list[Any]]]:
    """The beginnings of such hours between two moments, and their samples and these columns."""
    table = schema.frozen_hours.c
    wanted = select(table.number, table.body).where(
        table.device_id == device_id, table.number.between(window_of(first), window_of(end))
    )
    for number, body in connection.execute(wanted).all():
        try:
            _, columns = thaw_columns(bytes(body), ["start", "samples", *names])
        except (DamagedWeekError, TypeError):
            raise GrowattStoreDamagedError(
                f"The frozen hours of the week {number} of device {device_id} are damaged",
                hint="go back to a backup",
            ) from None
        for start, *row in zip(*columns.values(), strict=True):
            if first <= start < end:
                yield start, row
