"""Windows: seven UTC days, the same for everybody, in which a device's history is read.

They are numbered from 1970. As times are asked for in UTC, a window always has 7 times 24 hours,
and summer time is nobody's concern here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, null, select, update

from ...open_api_v4.records.times import SERVER_ZONE
from . import schema
from .families import Family
from .spans import DAY_S
from .store import StoredDevice
from .upsert import Prepared, cached_statement, insert_into
from .weeks import DAYS, SETTLES_S, USUAL_ROWS_PER_DAY, start_of, window_of

EPOCH = date(1970, 1, 1)

LONGEST_YEARS = 20
"""No past is longer, whenever a plant says that it began."""

PAGE_ROWS = 100
"""Rows a page of V1: as many as the server gives."""

AGAIN_S = 6 * 3600
"""How long after it was read a window that is not final is looked at again."""

EMPTY_WINDOWS = 5
"""After so many windows without a row nothing older is asked for, unless its beginning is known."""

FIRST_PAUSE_S = 60
LONGEST_PAUSE_S = DAY_S
"""A window that could not be read rests so long at first, and four times as long each time."""


def days_of(number: int, today: date) -> tuple[date, date]:
    """First and last day of a window; the future is left out."""
    first = EPOCH + timedelta(days=number * DAYS)
    return first, min(first + timedelta(days=DAYS - 1), today)


def days_asked(family: Family, number: int, now: float) -> list[date]:
    """The days to name to the server for a window; the future is left out.

    V4 is asked for days on its own clock, which is ahead of UTC: a window has something of eight.
    Were they days of another clock, the windows beside it would have what is not in these.
    """
    if family.is_newer:
        first, today = days_of(number, date.max)[0], datetime.fromtimestamp(now, SERVER_ZONE).date()
        last = min(first + timedelta(days=DAYS), today)
    else:
        first, last = days_of(number, utc_day(now))
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def utc_day(moment: float) -> date:
    """The UTC day of a moment."""
    return datetime.fromtimestamp(moment, UTC).date()


@dataclass(frozen=True, slots=True)
class Window:
    """What is known of one window of one device.

    `next_page` is where reading goes on, None where none is under way. `server_rows` is how many
    rows the server had when it was read last, `extra_rows` how many of them came twice, and
    `unplaced_rows` how many had no time that can be read. After `failures` in a row it rests until
    `retry_at`.
    """

    number: int
    next_page: int | None = None
    started_at: int | None = None
    read_at: int | None = None
    server_rows: int | None = None
    extra_rows: int | None = None
    cleaned_to: int | None = None
    cleaned_from: str | None = None
    unplaced_rows: int | None = None
    failures: int | None = None
    retry_at: int | None = None

    @property
    def is_final(self) -> bool:
        """Was it read late enough for nothing to be missing?"""
        return self.read_at is not None and self.read_at >= start_of(self.number + 1) + SETTLES_S

    def is_due(self, now: float) -> bool:
        """Is it to be read, or to be looked at again?"""
        if self.next_page is not None or self.read_at is None:
            return True
        return not self.is_final and now >= self.due_at

    def deferred_until(self, now: float) -> float:
        """When a window that could not be read is tried again; 0 for at once."""
        at = self.retry_at or 0
        # a clock that was ahead keeps nothing waiting
        return float(at) if now < at <= now + LONGEST_PAUSE_S else 0.0

    @property
    def is_empty(self) -> bool:
        """Has the server no row of it?"""
        return self.read_at is not None and self.server_rows == 0

    @property
    def due_at(self) -> float:
        """When a window that was read is to be looked at again."""
        if self.read_at is None:
            return 0.0
        settled = start_of(self.number + 1) + SETTLES_S
        # once more when it is final, and until then from time to time while it is young
        young = self.read_at < start_of(self.number + 1) + DAY_S
        return min(self.read_at + AGAIN_S, settled) if young else float(settled)

    def pages_left(self, family: Family, now: float) -> int:
        """How many calls reading it takes, as far as one can tell."""
        if family.is_newer:
            return max(1, len(days_asked(family, self.number, now)) - (self.next_page or 1) + 1)
        if self.read_at is not None and self.next_page is None:
            return 1
        rows = self.server_rows
        if rows is None:
            span = min(now, start_of(self.number + 1)) - start_of(self.number)
            rows = int(span / DAY_S * USUAL_ROWS_PER_DAY)
        pages = max(1, -(-rows // PAGE_ROWS))
        return max(1, pages - (self.next_page or 1) + 1)


class Past(NamedTuple):
    """How far back a device is read: `since`, or to the first silence where that is a guess."""

    since: float
    is_guess: bool = False


def past_of(device: StoredDevice, since: date | None, now: float) -> Past:
    """Where the past of a device begins: at `since`, else with its plant, else with the cloud."""
    today = utc_day(now)
    longest = today.replace(year=today.year - LONGEST_YEARS, day=1)
    created = date.fromisoformat(device.plant_created) if device.plant_created else None
    first = since or max(longest, created or longest)
    # V4 forgets what is older than some months, whatever is asked for
    is_guess = device.family.is_newer or (since is None and created is None)
    return Past(datetime.combine(first, time(), UTC).timestamp(), is_guess)


def pending(known: Mapping[int, Window], past: Past, now: float) -> Iterator[Window]:
    """The windows to read, the newest first, those that rest among them."""
    last = window_of(past.since)
    if past.is_guess:
        silence = silent_from(known, past, now)
        last = last if silence is None else silence
    for number in range(window_of(now), last - 1, -1):
        window = known.get(number, Window(number))
        if window.is_due(now):
            yield window


def silent_from(known: Mapping[int, Window], past: Past, now: float) -> int | None:
    """The window at which a guess ends: the last of so many without a row; None if there is none.

    Windows that could not be read so far say nothing.
    """
    if not past.is_guess:
        return None
    empty = 0
    for number in range(window_of(now), window_of(past.since) - 1, -1):
        window = known.get(number)
        if window is not None and window.read_at is not None:
            empty = empty + 1 if window.is_empty else 0
        if empty >= EMPTY_WINDOWS:
            return number
    return None


# --- in the store --------------------------------------------------------------------------------


@cached_statement
def _showing(dialect: Dialect, one: bool) -> Prepared:
    """What reads all windows of a device, or one."""
    table = schema.windows.c
    shown = [table[each.name] for each in fields(Window)]
    wanted = select(*shown).where(table.device_id == bindparam("device"))
    return Prepared(wanted.where(table.number == bindparam("one")) if one else wanted, dialect)


def known_windows(connection: Connection, device_id: int) -> dict[int, Window]:
    """All windows of a device that something is known of."""
    found = _showing(connection.dialect, False).run(connection, {"device": device_id})
    return {row[0]: Window(*row) for row in found}


def known_window(connection: Connection, device_id: int, number: int) -> Window:
    """One window."""
    asked = {"device": device_id, "one": number}
    row = _showing(connection.dialect, True).run(connection, asked).one_or_none()
    return Window(*row) if row else Window(number)


def save_window(connection: Connection, device_id: int, number: int, **values: Any) -> None:
    """Remember something of a window; what is not named stays as it is."""
    row = {"device_id": device_id, "number": number, **values}
    _saving(connection.dialect, tuple(values)).run(connection, row)


@cached_statement
def _saving(dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    """What keeps the named values of a window."""
    table = schema.windows
    row: dict[str, Any] = {name: bindparam(name) for name in ("device_id", "number", *names)}
    made = insert_into(table, dialect).values(row)
    made = made.on_conflict_do_update(
        index_elements=["device_id", "number"], set_={name: made.excluded[name] for name in names}
    )
    return Prepared(made, dialect)


def note_failure(connection: Connection, device_id: int, number: int, now: float) -> float:
    """A window could not be read: it rests, longer each time; gives until when."""
    before = known_window(connection, device_id, number)
    count = min(before.failures or 0, 10)
    retry_at = int(now + min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 4**count))
    failed = {"failures": count + 1, "retry_at": retry_at}
    save_window(connection, device_id, number, **failed)
    return float(retry_at)


def forget_cleaning(connection: Connection, device_id: int, number: int) -> None:
    """Say that a window has to be cleaned again."""
    asked = {"device": device_id, "one": number}
    _forgetting(connection.dialect).run(connection, asked)


@cached_statement
def _forgetting(dialect: Dialect) -> Prepared:
    table = schema.windows
    mine = (table.c.device_id == bindparam("device"), table.c.number == bindparam("one"))
    return Prepared(update(table).where(*mine).values(cleaned_to=null()), dialect)
