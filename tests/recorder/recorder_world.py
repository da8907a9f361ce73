"""What the tests of the recorder share: a clock to turn, and the simulator's truth."""

from __future__ import annotations

import json
from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import isclose
from typing import Any
from zoneinfo import ZoneInfo

from growattServer import OpenApiV1
from growattServer.cleaning import Cleaner
from growattServer.open_api_v1.devices import FAMILIES as KINDS
from growattServer.recorder.ask.recorder import Recorder
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.columns import (
    columns_of,
    kept_levels,
    rollup_columns,
    summed_of,
)
from growattServer.recorder.keep.rows import FAR_AHEAD, LONG_AGO, rows_between
from growattServer.recorder.keep.store import Store, StoredDevice
from growattServer.recorder.keep.windows import known_windows
from growattServer.recorder.receive.values import values_of
from growattServer.simulator import Simulator
from growattServer.simulator.families import FAMILIES
from growattServer.simulator.open_api_v4 import beans
from growattServer.wire import Reply, Request

START = "2026-06-15T12:00:00+02:00"
MIN_SN, SPH_SN, SPA_SN = "SIMMIN0001", "SIMSPH0001", "SIMSPA0001"
RECORDED = {MIN_SN: "min", SPH_SN: "sph", SPA_SN: "spa"}
"""The devices of the two houses, with their families, as the server lists them."""
HOUSES = {
    "plants": [
        {
            "plant_id": 1_000_001,
            "name": "House in Munich",
            "city": "Munich",
            "country": "Germany",
            "latitude": 48.14,
            "longitude": 11.58,
            "timezone": "Europe/Berlin",
            "devices": [{"family": "min", "serial_number": MIN_SN}],
        },
        {
            "plant_id": 1_000_002,
            "name": "House in Boston",
            "city": "Boston",
            "country": "United States",
            "latitude": 42.36,
            "longitude": -71.06,
            "timezone": "America/New_York",
            "devices": [
                {"family": "sph", "serial_number": SPH_SN},
                {"family": "spa", "serial_number": SPA_SN},
            ],
        },
    ]
}
"""Two houses with other clocks: what a family does alone is tried in a world with all of them."""
SINCE = date(2026, 6, 8)


def new_cloud(start: str = START, *, history_days: int = 3, **more: Any) -> Simulator:
    """A cloud whose clock stands still, with the vendor's limits in force."""
    more.setdefault("limits", "documented")
    more.setdefault("seed", 3)
    more.setdefault("world", HOUSES)
    return Simulator(start=start, speed=0, history_days=history_days, **more)


SINCE_VERSION = {
    "frozen": 8,
    "frozen_hours": 9,
    "exporters": 10,
    "arrivals": 10,
    "fleet_accounts": 11,
}
"""The tables that versions of the store have added, by the version."""
FLEET_OF_10 = (
    "DROP INDEX ix_devices_plant_id",
    "ALTER TABLE fleet_plants ADD COLUMN account TEXT",
    *(
        f"ALTER TABLE fleet_plants DROP COLUMN {name}"
        for name in ("account_id", "device_page", "seen_at", "missed")
    ),
)


def put_back(store: Store, version: int) -> None:
    """Let a store have the tables of an earlier version, and say that it is of it."""
    with store.writing() as connection:
        for table, since in SINCE_VERSION.items():
            if since > version:
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        if version < 11 and not store.is_sqlite:
            for statement in FLEET_OF_10:
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version:04}'")  # noqa: S608  # our own number


def now_of(cloud: Simulator) -> datetime:
    return datetime.fromisoformat(cloud.clock()["now"])


def recorder_of(cloud: Simulator, api: OpenApiV1, store: Store, **more: Any) -> Recorder:
    """A recorder that lives in the time of the cloud: its sleep turns the clock."""

    def sleep(seconds: float) -> None:
        # a clock of whole milliseconds may fall short by one
        cloud.set_clock(now=(now_of(cloud) + timedelta(seconds=seconds + 0.001)).isoformat())

    more.setdefault("since", SINCE)
    more.setdefault("settings_every", None)
    # a day of the usual five minutes would be most of what the tests do
    more.setdefault("interval", timedelta(minutes=20))
    # what only V4 knows has tests of its own
    more.setdefault("v4", False)
    return Recorder(api, store, clock=lambda: now_of(cloud), sleep=sleep, **more)


def client_of(cloud: Simulator) -> OpenApiV1:
    return OpenApiV1(cloud.token, server_url=cloud.url, timeout=20)


def fill(cloud: Simulator, where: str, **more: Any) -> None:
    """Record all of the past."""
    with client_of(cloud) as api, Store(where) as store:
        for _ in recorder_of(cloud, api, store, **more).backfill():
            pass


def one_of_each() -> dict[str, Any]:
    """A world with a device of every family that V1 reads, in two plants with other clocks."""
    devices = [{"family": name.lower(), "serial_number": f"ONE{name}"} for name in KINDS]
    half = len(devices) // 2
    here = {"name": "Here", "timezone": "Europe/Berlin", "devices": devices[:half]}
    there = {
        "name": "There",
        "country": "United States",
        "timezone": "America/New_York",
        "latitude": 42.36,
        "longitude": -71.06,
        "devices": devices[half:],
    }
    return {"plants": [here, there]}


# --- what a server might say ----------------------------------------------------------------------


class Altered(OpenApiV1):
    """A client between which and the server somebody changes the documents."""

    alter: Callable[[str, Any], None]

    def _send(self, request: Request, call: Any) -> Reply:
        reply = super()._send(request, call)
        document = json.loads(reply.body)
        self.alter(request.target(), document.get("data"))
        return reply._replace(body=json.dumps(document).encode())


def rows_in(data: Any) -> Iterator[dict[str, Any]]:
    """All objects in the data of a reply."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    for inner in data if isinstance(data, list) else []:
        yield from rows_in(inner)


def set_all(**values: Any) -> Callable[[str, Any], None]:
    """Put values in the place of all with these keys."""

    def alter(url: str, data: Any) -> None:
        for row in rows_in(data):
            row.update({key: value for key, value in values.items() if key in row})

    return alter


# --- the truth -----------------------------------------------------------------------------------


class Truth:
    """What the simulated cloud has of a device: its history in UTC, and latest records."""

    def __init__(self, cloud: Simulator, device: StoredDevice) -> None:
        real = cloud._cloud.world.devices[device.device_sn]
        family: Any = FAMILIES[real.family]
        record = device.family.record
        now = now_of(cloud).timestamp()
        self.names = [column.name for column in columns_of(record)]
        self.records: dict[int, Any] = {}
        self.history: dict[int, tuple[Any, ...]] = {}
        readings: dict[int, Any] = {}
        for step in dict.fromkeys(real.steps_heard(0, now + 1, now)):
            reading = real.reading(step)
            moment = reading.timestamp
            readings[moment] = reading
            self.records[moment] = record(
                beans.energy(real, reading)
                if device.family.is_newer
                else family.history(real, reading, datetime.fromtimestamp(moment, UTC))
            )
            self.history[moment] = values_of(record, [self.records[moment]])[0]

        def latest(moment: int) -> tuple[Any, ...]:
            if device.family.is_newer:
                return self.history[moment]
            shown = real.plant.local(moment)
            return values_of(record, [record(family.latest(real, readings[moment], shown))])[0]

        self.latest = cache(latest)

    def keep(self, moments: set[int]) -> None:
        """Leave out all other moments."""
        for each in (self.records, self.history):
            for moment in set(each) - moments:
                del each[moment]

    def put_latest(self, moments: set[int]) -> None:
        """Have the latest record say what the history has at these moments."""
        for moment in moments:
            pairs = zip(self.history[moment], self.latest(moment), strict=True)
            self.history[moment] = tuple(old if old is None else new for old, new in pairs)


def stored_rows(store: Store, device: StoredDevice) -> dict[int, Any]:
    """All rows of a device by their time."""
    names = schema.readings(device.family).c.keys()
    named: Any = namedtuple  # type checkers would want to see the names
    row_of = named("Row", names)
    with store.reading() as connection:
        here, days = (connection, device.family, device.device_id), (LONG_AGO, FAR_AHEAD)
        rows = rows_between(*here, names[1:], *days)
        return {row[0]: row_of(device.device_id, *row) for row in rows}


def assert_row(row: Any, truth: Truth, moment: int) -> None:
    """A row has every value of the cloud, and none that the cloud has not."""
    for place, (name, value, old) in enumerate(
        zip(truth.names, row[4:], truth.history[moment], strict=True)
    ):
        if not row.confirmed:
            assert value == truth.latest(moment)[place], (moment, name)
        elif old is not None:
            assert value == old, (moment, name)
        else:
            assert value is None or value == truth.latest(moment)[place], (moment, name)


def read_until(store: Store, device: StoredDevice) -> int:
    """Up to when the history of a device was read."""
    with store.reading() as connection:
        known = known_windows(connection, device.device_id)
    return max((number, each.read_at) for number, each in known.items() if each.read_at)[1]


def assert_rows(
    store: Store, cloud: Simulator, *, complete: bool = True, since: float = 0.0
) -> None:
    """The rows are those of the cloud, one for one, with the corrections that they need."""
    for device in store.devices():
        truth = Truth(cloud, device)
        rows = stored_rows(store, device)
        assert set(rows) <= set(truth.history)
        for moment, row in rows.items():
            assert_row(row, truth, moment)
        if complete:
            until = read_until(store, device)
            assert until > 0
            wanted = {moment for moment in truth.history if since <= moment <= until}
            missing = wanted - set(rows)
            assert not missing, (device.device_sn, len(missing))
            # what came after the history was read is there where it was asked for live
            truth.keep(set(rows))
            truth.put_latest({moment for moment, row in rows.items() if not row.confirmed})
            cleaned = clean_truth(device, truth)
            for moment, row in rows.items():
                assert_corrections(row, truth.history[moment], cleaned[moment], truth.names)
            assert_rollups(store, device, truth, cleaned)


def clean_truth(device: StoredDevice, truth: Truth) -> dict[int, Mapping[str, Any]]:
    """What cleaning says of the records of the cloud, one after the other from the first one."""
    zone, memory, cleaner = None, None, Cleaner("UTC")
    found: dict[int, Mapping[str, Any]] = {}
    for moment in sorted(truth.records):
        if zone != device.zone_at(moment):
            zone, memory = device.zone_at(moment), None if zone is None else cleaner.to_dict()
            cleaner = Cleaner(zone, device.rated_power, record_timezone="UTC")
            if memory is not None:
                cleaner.from_dict(memory)
        changed = cleaner.clean(truth.records[moment]).changed
        found[moment] = {name: [each.value, each.reason.value] for name, each in changed.items()}
    return found


def assert_corrections(
    row: Any, values: tuple[Any, ...], expected: Mapping[str, Any], names: list[str]
) -> None:
    sent = {name for name, value in zip(names, values, strict=True) if value is not None}
    found = json.loads(row.corrections) if row.corrections else {}
    shown = {name: value for name, value in found.items() if name in sent}
    assert set(shown) == set(expected), (row.time, shown, expected)
    for name, (value, reason) in expected.items():
        assert found[name][1] == reason, (row.time, name)
        assert same(found[name][0], value), (row.time, name)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return isclose(one, other, rel_tol=1e-6, abs_tol=0.0021)
    return bool(one == other)


# --- roll-ups, counted in the simplest way -------------------------------------------------------


def expected_rollups(
    device: StoredDevice, truth: Truth, cleaned: Mapping[int, Mapping[str, Any]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """Roll-ups by span and start, from the records of the cloud; one reading at a time."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    levels: dict[tuple[str, int], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    # what each counter has shown last, and when
    known: dict[str, tuple[float, int]] = {}
    before: int | None = None
    for moment in sorted(truth.history):
        values = dict(zip(truth.names, truth.history[moment], strict=True))
        values |= {name: change[0] for name, change in cleaned[moment].items()}
        zone = device.zone_at(moment)
        for key, label in spans_of(moment, zone).items():
            row = made.setdefault(key, {"samples": 0, "local": label})
            row["samples"] += 1
            for energy in summed_of(device.family.record):
                rise = rise_of(energy, values, known, before, moment, zone)
                if rise is not None:
                    row[energy.name] = row.get(energy.name, 0.0) + rise
            for level in kept_levels(device.family.record):
                if values[level.name] is not None:
                    levels[key][level.name].append(values[level.name])
        known |= {
            name: (value, moment)
            for name, value in values.items()
            if isinstance(value, int | float)
        }
        before = moment
    for key, columns in levels.items():
        for name, column in columns.items():
            made[key][name] = sum(column) / len(column)
            made[key][f"{name}_min"], made[key][f"{name}_max"] = min(column), max(column)
    return made


def spans_of(moment: int, zone: ZoneInfo) -> dict[tuple[str, int], str]:
    """The spans in which a moment lies, by what they are and when they begin, with their labels."""
    local = datetime.fromtimestamp(moment, zone)
    today = datetime.combine(local.date(), time(), zone)
    # the hour that comes twice is two hours
    hour = moment - 60 * local.minute - local.second
    return {
        ("hour", hour): f"{datetime.fromtimestamp(hour, zone):%Y-%m-%d %H:%M}",
        ("day", int(today.timestamp())): f"{local:%Y-%m-%d}",
        ("month", int(today.replace(day=1).timestamp())): f"{local:%Y-%m}",
        ("year", int(today.replace(day=1, month=1).timestamp())): f"{local:%Y}",
    }


def rise_of(
    energy: Any,
    values: Mapping[str, Any],
    known: Mapping[str, tuple[float, int]],
    before: int | None,
    moment: int,
    zone: ZoneInfo,
) -> float | None:
    value = values[energy.counter]
    if value is None:
        return None
    last, since = known.get(energy.counter, (value, moment if before is None else before))
    days = [datetime.fromtimestamp(each, zone).date() for each in (since, moment)]
    if energy.is_daily and days[0] != days[1]:
        last = 0.0
    return float(value - last)


def assert_rollups(
    store: Store,
    device: StoredDevice,
    truth: Truth,
    cleaned: Mapping[int, Mapping[str, Any]],
    since: float = 0.0,
) -> None:
    """Every roll-up is what counting in the simplest way gives, and there is none too many.

    Those that begin before `since` are left out.
    """
    table = schema.rollups(device.family)
    wanted = table.select().where(table.c.device_id == device.device_id)
    with store.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    found = {(row["span"], row["start"]): row for row in rows if row["start"] >= since}
    expected = {
        key: row for key, row in expected_rollups(device, truth, cleaned).items() if key[1] >= since
    }
    assert set(found) == set(expected)
    sent = {
        name
        for values in truth.history.values()
        for name, value in zip(truth.names, values, strict=True)
        if value is not None
    }
    counters = {each.name: each.counter for each in summed_of(device.family.record)}
    for key, row in found.items():
        assert row["local"] == expected[key]["local"], key
        for name in ("samples", *rollup_columns(device.family.record)):
            base = counters.get(name, name.removesuffix("_min").removesuffix("_max"))
            # what only latest records have depends on when they were asked for
            if name == "samples" or base in sent:
                wanted_value = expected[key].get(name)
                assert same(row[name], wanted_value), (key, name, row[name], wanted_value)
