"""What came into the store, in the order in which it came: for what passes it on.

A reading of last week may come after one of today. An exporter remembers up to which arrival it has
passed everything on, so that nothing is left out, and nothing goes twice. Arrivals are noted while
there is an exporter, and kept until the last one has them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from json import dumps, loads
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from .upsert import Prepared, cached_statement

metadata = MetaData()
exporters = Table(
    "exporters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("arrival", BigInteger, nullable=False),
    Column("readings", Integer, nullable=False),
)
arrivals = Table(
    "arrivals",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("device_id", Integer, nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("times", Text, nullable=False),
    # a number is never given again, also where the newest are gone
    sqlite_autoincrement=True,
)

# any number that no other program uses
_ORDER_KEY = 0x67726F776578


class Arrival(NamedTuple):
    """Readings of a device that came in one transaction: new ones, or other values of old ones."""

    number: int
    device_id: int
    is_new: bool
    times: list[int]


class Position(NamedTuple):
    """How far an exporter is: all arrivals up to one, and so many readings of the next."""

    arrival: int
    readings: int = 0


def note_arrivals(
    connection: Connection, device_id: int, times: Collection[int], *, is_new: bool
) -> None:
    """Note that readings came, if somebody wants to know."""
    if not times:
        return
    if connection.dialect.name == "postgresql":
        # arrivals are committed in the order of their numbers: no reader passes over one
        connection.execute(
            text(f"SELECT pg_advisory_xact_lock({_ORDER_KEY}) FROM exporters LIMIT 1")  # noqa: S608  # our own number
        )
    row = {"device": device_id, "is_new": is_new, "times": dumps(sorted(times))}
    _noting(connection.dialect).run(connection, row)


@cached_statement
def _noting(dialect: Dialect) -> Prepared:
    given = (
        bindparam("device", type_=Integer),
        bindparam("is_new", type_=Boolean),
        bindparam("times", type_=Text),
    )
    source = select(*given).where(exists(select(literal(1)).select_from(exporters)))
    names = ["device_id", "is_new", "times"]
    return Prepared(insert(arrivals).from_select(names, source), dialect)


def position_of(connection: Connection, name: str) -> Position:
    """How far an exporter is; one that is new begins with what comes from now on."""
    wanted = select(exporters.c.arrival, exporters.c.readings).where(exporters.c.name == name)
    found = connection.execute(wanted).one_or_none()
    if found is not None:
        return Position(*found)
    begin = Position(newest_arrival(connection))
    connection.execute(insert(exporters).values(name=name, arrival=begin.arrival, readings=0))
    return begin


def newest_arrival(connection: Connection) -> int:
    """The number of the arrival that came last."""
    newest = connection.scalar(select(func.max(arrivals.c.number)))
    passed = connection.scalar(select(func.max(exporters.c.arrival)))
    return max(newest or 0, passed or 0)


def move_to(connection: Connection, name: str, position: Position) -> None:
    """An exporter has passed on everything up to there; what all have passed on is dropped."""
    mine = update(exporters).where(exporters.c.name == name)
    connection.execute(mine.values(arrival=position.arrival, readings=position.readings))
    least = select(func.min(exporters.c.arrival)).scalar_subquery()
    connection.execute(delete(arrivals).where(arrivals.c.number <= least))


def keep_only(connection: Connection, names: Iterable[str]) -> None:
    """Forget the exporters that are not among these: nothing is kept for them any longer."""
    connection.execute(delete(exporters).where(exporters.c.name.not_in(list(names))))


def arrivals_after(connection: Connection, number: int, most: int) -> list[Arrival]:
    """The next arrivals, in order."""
    wanted = select(arrivals).where(arrivals.c.number > number)
    rows = connection.execute(wanted.order_by(arrivals.c.number).limit(most))
    return [Arrival(row[0], row[1], bool(row[2]), loads(row[3])) for row in rows]
