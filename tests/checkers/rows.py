"""No row stands twice in a store, and none is lost against the truth.

Of every store that this process closes, and of every one that lies where a test may write, no
reading may come twice: not at one time, nor with the same values within a minute. When a recorder
notes that a window of a history is read, the store must have a row of each moment at which the
simulated device showed one then. A client between which and the server somebody changes what is
said hears no truth, so what it has recorded is not compared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Connection, Engine

from growattServer import OpenApiV1
from growattServer.recorder.ask import steps
from growattServer.recorder.ask.recorder import Recorder
from growattServer.recorder.keep.rows import times_between
from growattServer.recorder.keep.store import Store, StoredDevice
from growattServer.recorder.keep.weeks import WINDOW_S, start_of
from growattServer.recorder.keep.windows import known_window
from growattServer.recorder.receive.history import PageOutcome
from growattServer.simulator.clock import STEP_S
from growattServer.simulator.cloud import Cloud
from growattServer.simulator.device import Device

from .clouds import device_at
from .files import opened
from .findings import look_on, note

NAME = "rows"
_HEAD = 4
_MINUTE_S = 60

_apis: WeakKeyDictionary[Engine, OpenApiV1] = WeakKeyDictionary()
_open: WeakSet[Store] = WeakSet()


def watch() -> None:
    """Look at stores when they are closed, and at windows when they are read."""
    look_on(Recorder, "__init__", _recorder)
    look_on(steps, "put_page", _page)
    look_on(Store, "_open", _opened)
    look_on(Store, "close", _closed)


# --- none twice ----------------------------------------------------------------------------------


def _opened(open_: Any, store: Store) -> None:
    open_(store)
    _open.add(store)


def _closed(close: Any, store: Store) -> None:
    close(store)
    if store in _open:
        _open.discard(store)
        if store.path is not None and not store.read_only:
            look_at(store.path)


def look_at(path: Path) -> None:
    """Look for rows that stand twice in a store that nobody has open."""
    for text in twice_in(path):
        note(NAME, f"{path.name}: {text}")


def after(files: list[Path]) -> None:
    """Look at the stores that a test leaves behind, whichever process has written them."""
    for path in files:
        if path.suffix == ".db":
            look_at(path)


def twice_in(path: Path) -> Iterator[str]:
    """Each reading that stands twice in a file; of one that is none, or is damaged, nothing."""
    try:
        with closing(opened(path)) as db:
            names = [
                name
                for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if name.startswith("readings_")
            ]
            for name in names:
                yield from _twice(db, name)
    except sqlite3.Error:
        return


def _twice(db: sqlite3.Connection, table: str) -> Iterator[str]:
    # the tables are named by our schema
    near = db.execute(
        f"SELECT one.*, two.* FROM {table} one JOIN {table} two ON one.device_id = two.device_id"  # noqa: S608
        f" AND two.time BETWEEN one.time AND one.time + {_MINUTE_S - 1} AND one.rowid <> two.rowid"
    )
    for row in near:
        half = len(row) // 2
        one, two = row[:half], row[half:]
        if one[1] == two[1]:
            yield f"two rows of device {one[0]} at {one[1]}"
        elif one[_HEAD:] == two[_HEAD:] and any(value is not None for value in one[_HEAD:]):
            yield f"the same reading of device {one[0]} at {one[1]} and {two[1]}"


# --- none lost -----------------------------------------------------------------------------------


def _recorder(init: Any, recorder: Recorder, api: OpenApiV1, store: Store, **more: Any) -> None:
    init(recorder, api, store, **more)
    _apis[store.engine] = api


def _page(put: Any, connection: Connection, device: StoredDevice, number: int, *page: Any) -> Any:
    outcome: PageOutcome = put(connection, device, number, *page)
    api = _apis.get(connection.engine)
    if outcome.is_complete and type(api) is OpenApiV1:
        found = device_at(api.server_url, device.device_sn)
        if found is not None:
            for text in lost(connection, device, number, *found):
                note(NAME, text)
    return outcome


def lost(
    connection: Connection, stored: StoredDevice, number: int, cloud: Cloud, device: Device
) -> Iterator[str]:
    """The moments of a window that was read whose rows the store does not have."""
    read_at = float(known_window(connection, stored.device_id, number).read_at or 0)
    start = start_of(number)
    with cloud.lock:
        # a recorder whose clock is ahead must not move the world
        read_at = min(read_at, cloud.clock.timestamp())
        steps = device.steps_heard(start, start + WINDOW_S, read_at)
        if device.view is None:
            shown = {step * STEP_S for step in steps}
        else:
            shown = {device.reading(step).timestamp for step in steps}
    week = start, start + WINDOW_S
    have = set(times_between(connection, stored.family, stored.device_id, *week))
    missing = {moment for moment in shown - have if start <= moment <= read_at}
    if missing:
        yield f"{len(missing)} of {len(shown)} rows of {stored.device_sn} lost, from {min(missing)}"
