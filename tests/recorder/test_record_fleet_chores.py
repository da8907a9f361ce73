"""What a fleet does beside readings: sums of days, settings, dropping what is old."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from growattServer.recorder import Retention
from growattServer.recorder.derive.renewing import next_to_renew
from growattServer.recorder.keep import schema
from growattServer.recorder.keep.marks import OLD_DROPPED, all_marks
from growattServer.recorder.keep.renewal import note_all
from growattServer.recorder.keep.store import Store

from .fleet_in_process import ACCOUNT, InProcessFleet, in_process_fleet, work
from .postgres import Postgres
from .recorder_world import MIN_SN, RECORDED, SINCE, client_of, fill, new_cloud, now_of

pytestmark = pytest.mark.wide

DAY = timedelta(days=1)


def rows_of(store: Store, sql: str) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(text(sql)).all())


def charge_powers(store: Store) -> list[Any]:
    """What the charge power of the MIN was seen to be, one value after the other."""
    rows = rows_of(
        store,
        "SELECT device_sn, after FROM settings_changes JOIN devices USING (device_id)"
        " WHERE name = 'charge_power' ORDER BY time",
    )
    return [json.loads(after) for device_sn, after in rows if device_sn == MIN_SN]


async def test_days_and_settings(postgres: Postgres, tmp_path: Path) -> None:
    with (
        new_cloud(limits="strict") as cloud,
        in_process_fleet(
            cloud, postgres.url("days"), since=SINCE, interval=timedelta(hours=1)
        ) as fleet,
    ):
        today = now_of(cloud).date().isoformat()
        sums = f"SELECT * FROM daily_energy WHERE day < '{today}' ORDER BY plant_id, day"  # noqa: S608  # our own
        seen = "SELECT DISTINCT device_id FROM settings_changes"
        await work(fleet, lambda: len(rows_of(fleet.store, seen)) == len(RECORDED))
        await work(fleet, lambda: len(rows_of(fleet.store, sums)) >= 2 * 7)
        found = rows_of(fleet.store, sums)
        # a recorder on its own finds the same
        cloud.set_clock(now=(now_of(cloud) + timedelta(hours=1)).isoformat())
        fill(cloud, str(tmp_path / "alone.db"))
        with Store(tmp_path / "alone.db") as alone:
            assert [row[:3] for row in rows_of(alone, sums)] == [row[:3] for row in found]
        # settings are looked at once a day
        with client_of(cloud) as api:
            api.min_write_parameter(MIN_SN, "charge_power", 42)
        cloud.set_clock(now=(now_of(cloud) + DAY).isoformat())
        await work(fleet, lambda: len(charge_powers(fleet.store)) == 2)
        assert charge_powers(fleet.store)[-1] == 42
        assert cloud.violations()["count"] == 0


async def test_roll_ups_of_before_are_renewed(postgres: Postgres) -> None:
    with (
        new_cloud(history_days=1) as cloud,
        in_process_fleet(
            cloud,
            postgres.url("renewed"),
            since=now_of(cloud).date(),
            daily=False,
            settings_every=None,
            interval=timedelta(hours=1),
        ) as fleet,
    ):

        def to_renew() -> list[int | None]:
            with fleet.store.reading() as connection:
                return [next_to_renew(connection, each) for each in fleet.store.devices()]

        begun = now_of(cloud)
        await work(fleet, lambda: now_of(cloud) > begun + timedelta(hours=2))
        assert set(to_renew()) == {None}
        with fleet.store.writing() as connection:
            note_all(connection)
        assert None not in to_renew()
        # a turn that ends in between leaves the rest to the next one
        for is_first in (True, False):
            recorder = fleet.recorder(ACCOUNT)
            recorder.load()
            devices, now = list(recorder.devices.values()), now_of(cloud).timestamp()
            for device in devices if is_first else []:
                recorder.forget_backlog(device)
            assert None not in [recorder.backlog(each, now).to_renew for each in devices]
            recorder.keep()
        await work(fleet, lambda: set(to_renew()) == {None})


@pytest.mark.parametrize("strict_days", [False, True])
async def test_the_calls_of_a_day_are_kept(postgres: Postgres, strict_days: bool) -> None:
    with (
        new_cloud(limits="strict", history_days=1) as cloud,
        in_process_fleet(
            cloud,
            postgres.url(f"budget{strict_days}"),
            since=now_of(cloud).date(),
            interval=timedelta(hours=6),
            settings_every=None,
            strict_days=strict_days,
        ) as fleet,
    ):
        for number in range(2, 12):
            plant = cloud.add_plant(name=f"House {number}", timezone="Europe/Berlin")["plant_id"]
            cloud.add_device("min", f"BUDGET{number:04d}", plant_id=plant)
        everybody = len(cloud._cloud.world.plants)
        begun = now_of(cloud)
        seen = "SELECT DISTINCT plant_id FROM daily_energy"
        await work(fleet, lambda: len(rows_of(fleet.store, seen)) == everybody)
        # ten a day of each plant, or of all together
        assert (now_of(cloud) - begun > DAY) is strict_days
        asked = [
            datetime.fromisoformat(request["simulated_time"])
            for request in cloud.requests()
            if request["path"].endswith("plant/energy")
        ]
        most = max(sum(one <= each < one + DAY for each in asked) for one in asked)
        assert most == 10 if strict_days else most >= everybody
        assert cloud.violations()["count"] == 0


# --- what is old ---------------------------------------------------------------------------------


def put_replies(fleet: InProcessFleet, ages: list[timedelta]) -> None:
    rows = [
        {
            "device_id": 1,
            "call": "min_energy",
            "part": str(age),
            "asked_at": int((fleet.now() - age).timestamp()),
            "body": b"",
        }
        for age in ages
    ]
    with fleet.store.writing() as connection:
        connection.execute(schema.raw_replies.insert(), rows)


async def do_chores(fleet: InProcessFleet) -> None:
    """Let a worker take a few turns."""
    await work(fleet, lambda: fleet.count > 3)


def replies(fleet: InProcessFleet) -> list[str]:
    return [
        row[0] for row in rows_of(fleet.store, "SELECT part FROM raw_replies ORDER BY asked_at")
    ]


async def test_what_is_old_is_dropped_once_a_day(postgres: Postgres) -> None:
    keep = Retention(raw_replies=timedelta(days=30))
    with (
        new_cloud() as cloud,
        in_process_fleet(cloud, postgres.url("old"), retention=keep) as fleet,
    ):
        put_replies(fleet, [0 * DAY, 29 * DAY, 31 * DAY])
        await do_chores(fleet)
        assert replies(fleet) == [str(29 * DAY), str(0 * DAY)]
        with fleet.store.reading() as connection:
            dropped_at = all_marks(connection)[OLD_DROPPED]
        assert 0 <= fleet.now().timestamp() - dropped_at < 60
        put_replies(fleet, [31 * DAY])
        await do_chores(fleet)
        assert str(31 * DAY) in replies(fleet)
        cloud.set_clock(now=(now_of(cloud) + 2 * DAY).isoformat())
        put_replies(fleet, [DAY / 24])
        await do_chores(fleet)
        assert replies(fleet) == [str(0 * DAY), str(DAY / 24)]


async def test_nothing_is_dropped_unless_somebody_says_so(postgres: Postgres) -> None:
    with new_cloud() as cloud, in_process_fleet(cloud, postgres.url("kept")) as fleet:
        put_replies(fleet, [4000 * DAY])
        await do_chores(fleet)
        assert replies(fleet) == [str(4000 * DAY)]
