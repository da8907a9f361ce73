"""The store: plants, devices, readings and roll-ups in one SQLite file or PostgreSQL database."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from sqlalchemy import URL, ColumnElement, Connection, select

from ...living import Living
from ...parsing import in_message
from ..errors import GrowattStoreError, content_trouble, store_trouble
from . import schema
from .engine import name_of, new_engine, url_of
from .families import FAMILIES, Family
from .lock import file_lock, server_lock
from .migrate import check_version, migrate, version_of
from .older import has_readings, lacking, stand_in
from .spans import hour_of

# the stores that this program has open
_OPEN: Living[Store] = Living()


def is_open(path: Path) -> bool:
    """Has this program a store open at a path?"""
    return any(_is_at(store, path) for store in _OPEN)


def _is_at(store: Store, path: Path) -> bool:
    with suppress(OSError):
        return store.path is not None and store.path.samefile(path)
    return False


class Stay(NamedTuple):
    """Where a device was before, until it was last listed there."""

    until: int
    plant_id: int
    timezone: str


class Clock(NamedTuple):
    """The zone of the plant in which a device was between two moments."""

    zone: ZoneInfo
    since: float
    until: float


class StoredDevice(NamedTuple):
    """A device of the store; times of its plant are in `zone`, `earlier` is where it was before."""

    device_id: int
    device_sn: str
    family: Family
    plant_id: int
    timezone: str
    rated_power: float | None = None
    model: str | None = None
    plant_created: str | None = None
    earlier: tuple[Stay, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its plant, whose days are the days of the roll-ups."""
        return ZoneInfo(self.timezone)

    def zone_at(self, moment: float) -> ZoneInfo:
        """The zone of the plant in which it was at a moment."""
        return self.clock_at(moment).zone

    def clock_at(self, moment: float) -> Clock:
        """The clock by which it lived at a moment, and from when until when."""
        if not self.earlier:
            return Clock(self.zone, -inf, inf)
        return next(clock for clock in self.clocks() if moment < clock.until)

    def clocks(self) -> list[Clock]:
        """The clocks by which it has lived, the first one first."""
        zones = [ZoneInfo(stay.timezone) for stay in self.earlier] + [self.zone]
        # hours of the next plant, which may begin at another minute, are whole
        moves = [
            hour_of(stay.until, zone) for stay, zone in zip(self.earlier, zones[1:], strict=True)
        ]
        return [Clock(*each) for each in zip(zones, [-inf, *moves], [*moves, inf], strict=True)]


class StoredPlant(NamedTuple):
    """A plant of the store; those below 0 are of one device each, of which only V4 knows."""

    plant_id: int
    name: str | None
    timezone: str
    created: str | None

    @property
    def is_made_up(self) -> bool:
        """Is it no plant of the account, but the place of a device that has none?"""
        return self.plant_id < 0


class Store:
    """A store at a path (SQLite) or a `postgresql://` URL, made or brought up to date when opened.

    With `read_only` nothing is made or changed, and several may read while a recorder writes.
    """

    def __init__(
        self, where: str | os.PathLike[str] | URL = "growatt.db", *, read_only: bool = False
    ) -> None:
        self.url = url_of(where)
        self.name = name_of(self.url)
        self.read_only = read_only
        self.engine = new_engine(self.url, read_only=read_only)
        self._held: Connection | None = None
        self._open()
        _OPEN.add(self)

    def __repr__(self) -> str:
        return f"<Store {self.name}>"

    @property
    def is_sqlite(self) -> bool:
        """Is it a file?"""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite store."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    def _open(self) -> None:
        if self.read_only:
            with self.reading() as connection:
                version = version_of(connection)
                check_version(version, self.name)
                if version is None or not has_readings(connection):
                    raise GrowattStoreError(
                        f"The store {self.name} has version {version or 'none'} and is opened "
                        "read-only",
                        hint="open it once without read_only, which brings it up to date",
                    )
                made = lacking(connection)
            stand_in(self.engine, made)
            return
        with content_trouble(self.name), self.writing() as connection:
            migrate(connection, self.name)

    # --- transactions ----------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store, whatever a recorder does meanwhile."""
        with content_trouble(self.name), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is in the store afterwards, or nothing."""
        with store_trouble(self.name):
            if self._held is not None:
                with self._held.begin():
                    yield self._held
                return
            with self.engine.connect() as connection:
                connection = connection.execution_options(writes=True)
                with connection.begin():
                    yield connection

    @contextmanager
    def alone(self) -> Iterator[Self]:
        """Be the one recorder of this store; raises GrowattStoreBusyError if there is another."""
        with ExitStack() as stack:
            with store_trouble(self.name):
                if self.is_sqlite:
                    stack.enter_context(file_lock(str(self.path)))
                connection = stack.enter_context(self.engine.connect())
                connection = connection.execution_options(writes=True)
                if not self.is_sqlite:
                    stack.enter_context(server_lock(connection, self.name))
            # what holds the lock is what writes: who loses one cannot do the other
            self._held = connection
            try:
                yield self
            finally:
                self._held = None

    def close(self) -> None:
        """Let go of the file or the server."""
        _OPEN.discard(self)
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- what there is ---------------------------------------------------------------------------

    def devices(self) -> list[StoredDevice]:
        """The devices of the store, in the order in which they were found."""
        with self.reading() as connection:
            return devices_of(connection)

    def device(self, device_sn: str) -> StoredDevice:
        """One device by its serial number."""
        with self.reading() as connection:
            return self.device_in(connection, device_sn)

    def device_in(self, connection: Connection, device_sn: str) -> StoredDevice:
        """The same, on a connection that is there already: a new one reads all of the schema."""
        devices = devices_of(connection)
        for device in devices:
            if device.device_sn == device_sn:
                return device
        known = in_message(", ".join(each.device_sn for each in devices)) or "none yet"
        raise GrowattStoreError(f"The store {self.name} has no device {device_sn}; it has {known}")

    def plants(self) -> list[StoredPlant]:
        """The plants of the store."""
        with self.reading() as connection:
            return plants_of(connection)


def devices_of(connection: Connection, *which: ColumnElement[bool]) -> list[StoredDevice]:
    """The devices of a store whose families this library knows; `which` are conditions."""
    device, plant = schema.devices.c, schema.plants.c
    wanted = (
        select(
            device.device_id,
            device.device_sn,
            device.family,
            device.plant_id,
            plant.timezone,
            device.rated_power,
            device.model,
            plant.created,
        )
        .join_from(schema.devices, schema.plants, device.plant_id == plant.plant_id)
        .where(*which)
        .order_by(device.device_id)
    )
    rows: Any = connection.execute(wanted)
    earlier = _stays(connection, *which)
    return [
        StoredDevice(row[0], row[1], FAMILIES[row[2]], *row[3:])._replace(
            earlier=earlier.get(row[0], ())
        )
        for row in rows
        # in a file that is damaged the name may be none; check tells of it
        if row[2] in FAMILIES and isinstance(row[1], str)
    ]


def _stays(connection: Connection, *which: ColumnElement[bool]) -> dict[int, tuple[Stay, ...]]:
    """Where devices were before, the first stay first."""
    move, plant = schema.moves.c, schema.plants.c
    wanted = (
        select(move.device_id, move.until, move.plant_id, plant.timezone)
        .join_from(schema.moves, schema.plants, move.plant_id == plant.plant_id)
        .order_by(move.until)
    )
    if which:
        wanted = wanted.where(move.device_id.in_(select(schema.devices.c.device_id).where(*which)))
    found: dict[int, tuple[Stay, ...]] = {}
    for device_id, *stay in connection.execute(wanted):
        found[device_id] = (*found.get(device_id, ()), Stay(*stay))
    return found


def plants_of(connection: Connection, *which: ColumnElement[bool]) -> list[StoredPlant]:
    """The plants of a store; `which` are conditions."""
    table = schema.plants.c
    wanted = select(table.plant_id, table.name, table.timezone, table.created)
    return [
        StoredPlant(*row)
        for row in connection.execute(wanted.where(*which).order_by(table.plant_id))
    ]


def groups_of(devices: Iterable[StoredDevice], family: Family) -> list[list[StoredDevice]]:
    """The devices of a family in groups, one for each call; new ones come to the last group."""
    mine, most = [device for device in devices if device.family is family], family.most_devices
    return [mine[start : start + most] for start in range(0, len(mine), most)]
