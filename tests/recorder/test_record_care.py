"""Long life: check, mend, retention, settings, events, days; and how much memory it takes."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from growattServer import OpenApiV1
from growattServer.recorder import Retention, Store, check, compact
from growattServer.recorder.derive.cleaning import (
    REFUTED,
    clean_all,
    clean_window,
    next_to_clean,
)
from growattServer.recorder.events import SettingsRead
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.columns import columns_of
from growattServer.recorder.keep.readings import Reading, put_readings
from growattServer.recorder.keep.store import StoredDevice
from growattServer.recorder.keep.windows import known_windows, save_window
from growattServer.simulator import Simulator

from .recorder_world import (
    MIN_SN,
    SPH_SN,
    assert_rows,
    client_of,
    fill,
    new_cloud,
    now_of,
    recorder_of,
    stored_rows,
)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_cloud(history_days=1) as simulator:
        yield simulator


@pytest.fixture
def store(cloud: Simulator, new_store: Callable[[], str]) -> Iterator[Store]:
    where = new_store()
    cloud.reset()
    fill(cloud, where, keep_raw=True)
    with Store(where) as place:
        yield place


def spoil(store: Store, sql: str) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql(sql)


def middle(store: Store, device: StoredDevice) -> int:
    moments = sorted(stored_rows(store, device))
    return moments[len(moments) // 2]


def test_a_store_that_is_closed_leaves_nothing_in_memory(cloud: Simulator, tmp_path: Path) -> None:
    where = str(tmp_path / "home.db")

    def opened_and_closed() -> tuple[weakref.ref[Any], weakref.ref[Any]]:
        cloud.reset()
        fill(cloud, where)
        with Store(where) as store:
            assert check(store, mend=True) == []
            return weakref.ref(store.engine), weakref.ref(store.engine.dialect)

    engines = [opened_and_closed() for _ in range(3)]
    gc.collect()
    # of the first one what has been prepared may be kept
    assert [(engine(), dialect()) for engine, dialect in engines[1:]] == [(None, None)] * 2


def test_a_healthy_store_has_no_findings(store: Store) -> None:
    assert check(store) == []


def test_what_is_broken_is_found_and_mended(store: Store, cloud: Simulator) -> None:
    device = store.device(MIN_SN)
    noon = middle(store, device)
    number = device.device_id
    spoil(
        store,
        f"DELETE FROM readings_min WHERE device_id = {number} "  # noqa: S608  # our own
        f"AND time BETWEEN {noon} AND {noon + 7200}",
    )
    spoil(
        store,
        f"UPDATE readings_min SET energy_total = 1 "  # noqa: S608  # our own
        f"WHERE device_id = {number} AND time = {noon + 9000}",
    )
    spoil(store, "UPDATE rollups_sph SET pv_energy = 77 WHERE span = 'hour' AND pv_energy > 0")
    kinds = {(finding.kind, finding.device_sn) for finding in check(store)}
    assert {
        ("silence", MIN_SN),
        ("falling", MIN_SN),
        ("roll-up", MIN_SN),
        ("roll-up", SPH_SN),
    } <= kinds
    assert "energy_total falls by" in "\n".join(map(str, check(store)))
    assert check(store, mend=True) == []
    assert_rows(store, cloud)


@pytest.mark.breaks("rows", "it puts one in twice, for the check of a store to find")
def test_doubles_and_rows_that_nobody_else_has(store: Store) -> None:
    device = store.device(MIN_SN)
    moment = middle(store, device)
    names = [column.name for column in schema.readings(device.family).columns][2:]
    columns = ", ".join(f'"{name}"' for name in names)
    spoil(
        store,
        f"INSERT INTO readings_min (device_id, time, {columns}) "  # noqa: S608  # our own
        f"SELECT device_id, time + 7, {columns} FROM readings_min WHERE time = {moment}",
    )
    spoil(
        store,
        f"UPDATE readings_min SET confirmed = (1 = 0) WHERE time = {moment + 7}",  # noqa: S608
    )
    spoil(store, f"UPDATE windows SET read_at = read_at + {30 * 86_400}")  # noqa: S608  # our own
    kinds = [finding.kind for finding in check(store)]
    assert kinds.count("double") == 1
    assert kinds.count("unconfirmed") == 1


def test_unread_weeks_are_found(store: Store) -> None:
    device = store.device(SPH_SN)
    with store.reading() as connection:
        oldest = min(known_windows(connection, device.device_id))
    spoil(
        store,
        f"UPDATE windows SET number = number - 1, read_at = NULL "  # noqa: S608  # our own
        f"WHERE device_id = {device.device_id} AND number = {oldest}",
    )
    found = [finding for finding in check(store) if finding.kind == "unread"]
    assert [finding.device_sn for finding in found] == [SPH_SN, SPH_SN]


def test_retention_keeps_roll_ups_for_ever(store: Store, cloud: Simulator) -> None:
    with store.reading() as connection:
        before = connection.execute(schema.rollups(store.devices()[0].family).select()).all()
        replies = connection.exec_driver_sql("SELECT count(*) FROM raw_replies").scalar_one()
    assert replies > 10
    # one device goes on for long, so that all else is old
    device, much_later = store.device(MIN_SN), now_of(cloud) + timedelta(days=800)
    last = Reading(int(much_later.timestamp()), (None,) * len(columns_of(device.family.record)))
    with store.writing() as connection:
        put_readings(connection, device.family, device.device_id, [last], confirmed=True)
    keep = Retention(raw_replies=timedelta(days=30), readings=timedelta(days=2 * 365))
    dropped = compact(store, keep, now=much_later)
    assert dropped.raw_replies == replies
    assert dropped.readings > 500
    assert compact(store, keep, now=much_later) == (0, 0)
    spoil(store, f"DELETE FROM readings_min WHERE time = {last.time}")  # noqa: S608  # our own
    with store.reading() as connection:
        after = connection.execute(schema.rollups(store.devices()[0].family).select()).all()
        for name in ("readings_min", "readings_sph", "raw_replies"):
            left = connection.exec_driver_sql(f"SELECT count(*) FROM {name}")  # noqa: S608
            # what the next ones rise from
            assert left.scalar_one() <= 2
    assert sorted(after) == sorted(before)
    assert check(store) == []
    # what was dropped is not asked for again
    with client_of(cloud) as api:
        recorder = recorder_of(cloud, api, store, daily=False)
        assert not recorder.plan()
        assert [str(event) for event in recorder.backfill()] == ["all of the past is recorded"]


def test_retention_while_recording(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()
    keep = Retention(raw_replies=timedelta(hours=2))
    with client_of(cloud) as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(
            cloud,
            api,
            store,
            devices=[MIN_SN],
            interval=timedelta(hours=1),
            keep_raw=True,
            retention=keep,
            daily=False,
        )
        for _ in recorder.run(now_of(cloud) + timedelta(hours=30)):
            pass
        with store.reading() as connection:
            ages = connection.exec_driver_sql("SELECT min(asked_at) FROM raw_replies").scalar_one()
        assert now_of(cloud).timestamp() - ages < 27 * 3600


# --- beside the readings -------------------------------------------------------------------------


def test_settings_that_change(cloud: Simulator, tmp_path: Path) -> None:
    cloud.reset()
    with client_of(cloud) as api, Store(tmp_path / "home.db") as store:
        recorder = recorder_of(
            cloud, api, store, devices=[MIN_SN], settings_every=timedelta(hours=3), daily=False
        )
        assert settings_of(recorder.run(now_of(cloud) + timedelta(hours=1)))
        assert settings_of(recorder.run(now_of(cloud) + timedelta(hours=3))) == []
        api.min_write_parameter(MIN_SN, "charge_power", 42)
        assert settings_of(recorder.run(now_of(cloud) + timedelta(hours=4))) == ["charge_power"]
        wanted = "SELECT before, after FROM settings_changes WHERE name = 'charge_power'"
        with store.reading() as connection:
            rows = connection.exec_driver_sql(f"{wanted} ORDER BY time").all()
        assert [tuple(map(json.loads, row)) for row in rows[1:]] == [(json.loads(rows[0][1]), 42)]


def settings_of(events: Iterator[Any]) -> list[str]:
    return [name for each in events if isinstance(each, SettingsRead) for name in each.changed]


def test_events_are_changes_of_state(store: Store) -> None:
    """An SPH says 5 on sun and battery, 6 on the battery alone: twice a day that is an event."""
    device = store.device(SPH_SN)
    rows = stored_rows(store, device)
    moments = sorted(rows)
    expected = [
        (two, str(rows[one].status), str(rows[two].status))
        for one, two in pairwise(moments)
        if rows[one].status != rows[two].status
    ]
    with store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT time, before, after FROM events WHERE name = 'status' "  # noqa: S608  # our own
            f"AND device_id = {device.device_id} ORDER BY time"
        ).all()
    assert [tuple(row) for row in found] == expected
    assert expected


def test_a_rated_power_that_the_counters_refute_is_an_event(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(schema.devices.update().values(rated_power=8.0))
        forgotten = dict.fromkeys(("cleaned_to", "cleaned_from", "cleaner"))
        connection.execute(schema.windows.update().values(**forgotten))
    clean_all(store)
    for device in store.devices():
        told = schema.events.c
        wanted = schema.events.select().where(
            told.device_id == device.device_id, told.name == "rated_power"
        )
        with store.reading() as connection:
            (event,) = connection.execute(wanted).all()
        assert (event.before, event.after) == ("8.0", REFUTED)
        after = [row for row in stored_rows(store, device).values() if row.time >= event.time]
        assert len(after) > 200
        for row in after:
            changed = json.loads(row.corrections or "{}")
            assert not {"pv_power", "ac_power", "energy_total"} & changed.keys(), changed


@pytest.mark.parametrize("is_cleaned", [True, False])
@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_cleaning_ends_beside_a_week_that_is_half_read(
    store: Store, is_cleaned: bool, memory: str
) -> None:
    device = store.devices()[0]
    with store.writing() as connection:
        last = max(known_windows(connection, device.device_id))
        for number in range(last + 1, last + 4):
            save_window(connection, device.device_id, number, server_rows=1)
    clean_all(store)
    half_read: dict[str, Any] = {"next_page": 2, "started_at": 1}
    half_read |= {} if is_cleaned else {"cleaned_to": None}
    half_read |= {"cleaner": None} if memory == "lost" else {}
    for number in (last + 1, last + 2):
        with store.writing() as connection:
            save_window(connection, device.device_id, number, **half_read)
        cleaned = []
        while (wanted := next_of(store, device)) is not None:
            assert wanted not in cleaned, "a week is cleaned again and again"
            cleaned.append(wanted)
            with store.writing() as connection:
                clean_window(connection, device, wanted)


def next_of(store: Store, device: StoredDevice) -> int | None:
    with store.reading() as connection:
        return next_to_clean(connection, device, all_of_it=True)


def test_the_servers_own_days(store: Store, cloud: Simulator) -> None:
    with client_of(cloud) as api, store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT plant_id, day, energy FROM daily_energy ORDER BY day"
        ).all()
        days = {(plant, day): energy for plant, day, energy in rows}
        # the limits of the cloud are those of the past
        cloud.set_clock(now=(now_of(cloud) + timedelta(hours=1)).isoformat())
        answer = api.plant_energy_history(1000001, date(2026, 6, 13), date(2026, 6, 14))
    for row in answer.energys or []:
        assert days[1000001, str(row.date)] == row.energy
    assert min(day for _, day in days) == "2026-06-08"


# --- size ----------------------------------------------------------------------------------------

MEMORY = """
import sys
from datetime import UTC, datetime
from growattServer.recorder import Store
from growattServer.recorder.derive.cleaning import clean_window
from growattServer.recorder.receive.history import put_page
from growattServer.open_api_v1.records import MinEnergyHistory, MinEnergy
import orjson

pages = [orjson.loads(line) for line in open(sys.argv[2], "rb")]
with Store(sys.argv[1]) as store:
    (device,) = store.devices()
    for number in range(2900, 2900 + int(sys.argv[3])):
        with store.writing() as connection:
            for page in range(1, 22):
                reply = MinEnergyHistory(orjson.loads(orjson.dumps(pages[page % len(pages)])))
                start = number * 7 * 86400 + (page - 1) * 100 * 300
                for place, row in enumerate(reply["datas"]):
                    moment = start + place * 300
                    row["time"] = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")
                put_page(connection, device, number, page, reply, 0.0)
        with store.writing() as connection:
            clean_window(connection, device, number)
status = open("/proc/self/status").read()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def grown(tmp_path: Path, cloud: Simulator, windows: int) -> int:
    """How many MiB a process takes that fills so many windows."""
    cloud.reset()
    with client_of(cloud) as api:
        today = now_of(cloud).date()
        reply = api.min_energy_history(MIN_SN, today - timedelta(days=1), today, limit=100)
    pages = tmp_path / "pages.jsonl"
    pages.write_bytes(json.dumps(reply).encode())
    path = tmp_path / f"memory{windows}.db"
    with Store(path) as store, store.writing() as connection:
        connection.execute(schema.plants.insert().values(plant_id=1, timezone="Europe/Berlin"))
        connection.execute(
            schema.devices.insert().values(device_sn=MIN_SN, family="min", plant_id=1)
        )
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path), str(pages), str(windows)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.wide
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_memory_stays_flat(cloud: Simulator, tmp_path: Path) -> None:
    little, more = grown(tmp_path, cloud, 1), grown(tmp_path, cloud, 3)
    assert more < little + 12, (little, more)
    assert more < 120


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_device_years_take_little_memory(cloud: Simulator, tmp_path: Path) -> None:
    assert grown(tmp_path, cloud, 522) < 120


def test_importing_it_needs_no_more_than_its_extra() -> None:
    program = """
import sys
for name in ("pyarrow", "polars", "pandas", "psycopg"):
    sys.modules[name] = None
import growattServer.recorder
from growattServer import GrowattMissingExtraError
from growattServer.recorder import Store, read_frame
for where, extra in (("postgresql://localhost/db", "postgres"),):
    try:
        Store(where)
    except GrowattMissingExtraError as error:
        print(error)
sys.modules["sqlalchemy"] = None
for name in [name for name in sys.modules if name.startswith("growattServer.recorder")]:
    del sys.modules[name]
try:
    import growattServer.recorder
except GrowattMissingExtraError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "pip install 'growattServer[postgres]'" in done.stdout
    assert "pip install 'growattServer[recorder]'" in done.stdout
    assert "alembic" not in done.stderr
    assert OpenApiV1 is not None
