"""What only V4 knows is recorded through it, beside the families of V1."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from growattServer import OpenApiV4
from growattServer.exceptions import GrowattError
from growattServer.open_api_v1.records import Plant
from growattServer.recorder import check, export, import_file, plan, read_frame
from growattServer.recorder.ask.newer import zone_among
from growattServer.recorder.errors import GrowattDeviceNotFoundError
from growattServer.recorder.events import PastEnds, SettingsRead, Trouble, ZoneChosen
from growattServer.recorder.keep.families import FAMILIES, NEWER
from growattServer.recorder.keep.store import Store, StoredDevice
from growattServer.recorder.keep.weeks import window_of
from growattServer.recorder.keep.windows import days_asked, past_of
from growattServer.recorder.receive.latest import moment_in
from growattServer.recorder.receive.placeless import Placeless, put_placeless
from growattServer.simulator import Simulator
from growattServer.zones import ZoneChoice

from .fleet_in_process import in_process_fleet, work
from .postgres import Postgres
from .recorder_world import assert_rows, client_of, new_cloud, now_of, recorder_of, stored_rows
from .test_record_kill import Victims

SINCE = date(2026, 6, 14)
WORDS = {"SIMWIT": "wit", "SIMSPHS": "sph-s", "SIMNOAH": "noah"}
NOAH, MIN = "SIMNOAH", "SIMMIN"
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
GERMANY = {"latitude": 48.1, "longitude": 11.6, "country": "Germany"}
JAPAN = {"latitude": 35.7, "longitude": 139.7, "country": "Japan"}


def world(**families: str) -> dict[str, Any]:
    """A plant with devices of these families, by their serial numbers."""
    devices = [{"family": word, "serial_number": serial} for serial, word in families.items()]
    return {"plants": [{"name": "Here", "timezone": "Europe/Berlin", "devices": devices}]}


def small(**more: Any) -> Simulator:
    """A home with a MIN and a NOAH."""
    return new_cloud(world=world(SIMMIN="min", SIMNOAH="noah"), history_days=1, **more)


def record(cloud: Simulator, store: Store, until: datetime | None = None, **more: Any) -> list[Any]:
    """Record the past, or the past and the present until a moment; gives the events."""
    with client_of(cloud) as api:
        recorder = recorder_of(
            cloud, api, store, **{"since": SINCE, "daily": False, "v4": True, **more}
        )
        return list(recorder.backfill() if until is None else recorder.run(until))


def troubles(events: list[Any]) -> list[str]:
    return [str(event) for event in events if isinstance(event, Trouble)]


def asked(cloud: Simulator, part: str) -> list[str]:
    return [each["path"] for each in cloud.requests() if part in each["path"]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db") as opened:
        yield opened


# --- what is recorded ----------------------------------------------------------------------------


def test_the_past_and_the_present_of_what_only_v4_knows(store: Store) -> None:
    with new_cloud(world=world(SIMMIN="min", **WORDS), history_days=1) as cloud:
        assert not troubles(record(cloud, store))
        found = {device.device_sn: device.family.name for device in store.devices()}
        assert found == {MIN: "min", **WORDS}
        assert_rows(store, cloud)
        before = {device: set(stored_rows(store, device)) for device in store.devices()}

        quarter = timedelta(minutes=15)
        until = now_of(cloud) + 2 * quarter + timedelta(minutes=1)
        assert not troubles(record(cloud, store, until, interval=quarter))
        for device, known in before.items():
            new = [row for time, row in stored_rows(store, device).items() if time not in known]
            assert len([row for row in new if not row.confirmed]) >= 2, device
        assert_rows(store, cloud, complete=False)
        assert not cloud.violations()["count"]
        powers = {device.device_sn: device.rated_power for device in store.devices()}
        assert powers["SIMWIT"] == 100_000


def test_everything_that_reads_the_store_shows_it(store: Store, tmp_path: Path) -> None:
    with small() as cloud:
        record(cloud, store, keep_raw=True)
        (device,) = (each for each in store.devices() if each.device_sn == NOAH)
        rows = stored_rows(store, device)
        assert not [str(each) for each in check(store)]
        file = tmp_path / "noah.csv"
        assert export(store, file, [NOAH]) == len(rows)
        assert import_file(store, file) == 0
        frame = read_frame(store, NOAH, "2026-06-14", "2026-06-14")
        assert frame.height == sum(
            datetime.fromtimestamp(time, device.zone).date() == SINCE for time in rows
        )
        assert read_frame(store, NOAH, span="day", columns=["energy"])["energy"].sum() > 0
        assert not plan(store, [NOAH], SINCE, now=now_of(cloud))
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM readings_noah")
        # raw replies have all of them
        assert not check(store, mend=True)
        assert stored_rows(store, device) == rows


def test_a_plan_counts_days(store: Store) -> None:
    with new_cloud(world=world(SIMNOAH="noah"), history_days=0) as cloud:
        record(cloud, store)
        missing = plan(store, since=date(2026, 6, 1), now=now_of(cloud))
        # two weeks of eight days, at a call in five minutes
        assert (missing.calls, missing.duration) == (16, timedelta(minutes=80))


def test_settings_of_a_noah_are_looked_at(store: Store) -> None:
    with small() as cloud:
        until = now_of(cloud) + timedelta(minutes=20)
        events = record(cloud, store, until, devices=[NOAH], settings_every=timedelta(days=1))
        assert not troubles(events)
        assert [each.device_sn for each in events if isinstance(each, SettingsRead)] == [NOAH]
        assert not cloud.violations()["count"]


def test_a_fleet_records_it(postgres: Postgres) -> None:
    with (
        small() as cloud,
        in_process_fleet(
            cloud, postgres.url("newer"), since=SINCE, daily=True, settings_every=None, v4=True
        ) as fleet,
    ):
        read = "SELECT count(*) FROM windows WHERE read_at > 0 AND cleaned_to > 0"

        def is_over() -> bool:
            with fleet.store.reading() as connection:
                return bool(connection.exec_driver_sql(read).scalar_one() == 2)

        asyncio.run(work(fleet, is_over))
        assert {device.device_sn for device in fleet.store.devices()} == {MIN, NOAH}
        assert_rows(fleet.store, cloud)
        assert not cloud.violations()["count"]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
def test_it_is_killed_in_the_middle(store: Store) -> None:
    victims, dice = Victims(), random.Random(4)
    where = str(store.path)
    try:
        with new_cloud(world=world(SIMNOAH="noah"), history_days=1) as cloud:
            until = now_of(cloud) + timedelta(minutes=50)
            kills = [
                victims.record(cloud, where, until, kill_at=dice.randint(1, 60_000), v4=True)
                for _ in range(5)
            ]
            assert sum(each["killed"] for each in kills) >= 2
            victims.record(cloud, where, max(until, now_of(cloud)), finish=True, v4=True)
            assert_rows(store, cloud)
    finally:
        victims.end()


# --- accounts without V4 -------------------------------------------------------------------------


NO_V4 = [
    {"fault": "http_status", "status": 404},
    {"fault": "error_code", "error_code": 101, "error_msg": "PERMISSION_DENIED"},
    {"fault": "http_status", "status": 503},
]


@pytest.mark.parametrize("fault", NO_V4, ids=["404", "refused", "503"])
def test_without_v4_all_goes_on_as_before(tmp_path: Path, fault: dict[str, Any]) -> None:
    calls = []
    for v4 in (False, True):
        with small() as cloud, Store(tmp_path / f"{v4}.db") as store:
            cloud.add_fault({**fault, "match": "*new-api*", "times": 0})
            said = troubles(record(cloud, store, v4=v4))
            assert bool(said) is (v4 and fault.get("status") == 503)
            assert [device.device_sn for device in store.devices()] == [MIN]
            assert_rows(store, cloud)
            calls.append(asked(cloud, "/v1/"))
            tries = len(asked(cloud, "new-api"))
            assert tries == (0 if not v4 else 3 if said else 1)
    assert calls[0] == calls[1]


def test_v4_that_fails_for_a_while_is_asked_again(store: Store) -> None:
    with small() as cloud:
        cloud.add_fault({"fault": "http_status", "status": 503, "match": "*new-api*", "times": 2})
        events = record(cloud, store)
        assert len(troubles(events)) == 2
        assert {device.device_sn for device in store.devices()} == {MIN, NOAH}
        assert_rows(store, cloud)


def test_one_that_is_wanted_is_waited_for(store: Store) -> None:
    with small() as cloud:
        cloud.add_fault({"fault": "http_status", "status": 503, "match": "*new-api*", "times": 2})
        record(cloud, store, devices=[NOAH])
        assert [device.device_sn for device in store.devices()] == [NOAH]
        with pytest.raises(GrowattDeviceNotFoundError) as error:
            record(cloud, store, devices=["SIMNOAX"])
        assert error.value.known == [MIN, NOAH]
        assert not asked(cloud, "plant/energy")


def test_v1_stays_the_way_of_what_both_list(store: Store) -> None:
    with small() as cloud:
        record(cloud, store)
        serials = [
            each["form"].get("deviceSn") for each in cloud.requests() if "new" in each["path"]
        ]
        assert set(serials) == {None, NOAH}


# --- place and time zone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "places", "zone", "is_sure"),
    [
        ("GMT+2", [GERMANY], "Europe/Berlin", True),
        ("GMT+1", [GERMANY, JAPAN], "Europe/Berlin", True),
        ("GMT+9", [GERMANY, JAPAN], "Asia/Tokyo", True),
        ("GMT+1", [], "Etc/GMT-1", False),
        ("GMT+1", [JAPAN], "Etc/GMT-1", False),
        (None, [GERMANY], "Europe/Berlin", False),
        (None, [], "Etc/UTC", False),
    ],
)
def test_its_zone_is_that_of_the_plants_which_fits(
    hours: str | None, places: list[Any], zone: str, is_sure: bool
) -> None:
    choice = zone_among(hours, [Plant(place) for place in places], NOW)
    assert (choice.zone, choice.is_sure) == (zone, is_sure)


def test_another_zone_moves_no_reading_but_the_days(store: Store) -> None:
    with small() as cloud:
        events = record(cloud, store, now_of(cloud) + timedelta(minutes=12), devices=[NOAH])
        (chosen,) = (event for event in events if isinstance(event, ZoneChosen) and event.device_sn)
        assert (chosen.device_sn, chosen.timezone, chosen.is_sure) == (NOAH, "Europe/Berlin", True)
        assert str(chosen).startswith(f"{NOAH}  time zone Europe/Berlin")
        (device,) = store.devices()
        assert device.plant_id < 0
        before = stored_rows(store, device)
        assert not all(row.confirmed for row in before.values())
        zones = {NOAH: "Asia/Kolkata"}
        events = record(cloud, store, devices=[NOAH], timezones=zones)
        (chosen,) = (event for event in events if isinstance(event, ZoneChosen))
        assert (chosen.before, chosen.moved) == ("Europe/Berlin", 0)
        (device,) = store.devices()
        assert device.timezone == "Asia/Kolkata"
        assert set(before) <= set(stored_rows(store, device))
        assert_rows(store, cloud)
        # and it stays, whether it is said again or not
        assert not [
            each for each in record(cloud, store) if isinstance(each, ZoneChosen) and each.device_sn
        ]


def test_a_device_that_somebody_has_put_into_a_plant_stays_there(store: Store) -> None:
    listed = Placeless(NOAH, "noah", None, None, None, None)
    with store.writing() as connection:
        put_placeless(connection, listed, ZoneChoice("Europe/Berlin", "", True), NOW)
        connection.exec_driver_sql("UPDATE plants SET plant_id = 7")
        connection.exec_driver_sql("UPDATE devices SET plant_id = 7")
        assert not put_placeless(connection, listed, ZoneChoice("Asia/Tokyo", "", True), NOW)
    assert [(each.plant_id, each.timezone) for each in store.devices()] == [(7, "Europe/Berlin")]


# --- days and windows ----------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [0, 15.9, 16, 23.9])
def test_the_days_of_a_window_hold_all_of_it(hours: float) -> None:
    """Days of UTC+8, the server's; on any other clock they do with those of the windows beside."""
    now = (datetime(2026, 6, 18, tzinfo=UTC) + timedelta(hours=hours)).timestamp()
    number = window_of(now)
    # the clocks of the tables and of the server are not the same
    days = days_asked(FAMILIES["noah"], number, now)
    ends = [datetime(*day.timetuple()[:3], tzinfo=UTC) - timedelta(hours=8) for day in days]
    assert ends[0].timestamp() <= number * 7 * 86_400
    assert (ends[-1] + timedelta(days=1)).timestamp() > now
    assert ends[-1].timestamp() <= now
    assert len(days_asked(FAMILIES["noah"], number - 1, now)) == 8
    assert len(days_asked(FAMILIES["min"], number - 1, now)) == 7


def test_the_past_of_v4_ends_where_it_forgets(store: Store) -> None:
    device = StoredDevice(1, NOAH, FAMILIES["noah"], -1, "UTC", None, None, "2020-01-01")
    assert past_of(device, date(2019, 1, 1), NOW.timestamp()).is_guess
    with new_cloud(world=world(SIMNOAH="noah"), history_days=0, limits="off") as cloud:
        events = record(cloud, store, since=date(2026, 1, 1))
        (end,) = (event for event in events if isinstance(event, PastEnds))
        assert end.first > date(2026, 4, 1)
        assert not check(store)


def test_a_moment_is_one_on_any_clock() -> None:
    # 2:30 comes twice in Berlin that night
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    zone = ZoneInfo("Europe/Berlin")
    assert moment_in(twice, zone, twice.timestamp() + 60) == twice.timestamp()
    assert moment_in(twice.replace(tzinfo=None), zone, twice.timestamp() + 60) is None
    assert moment_in(twice, zone, twice.timestamp() - 3600) is None


def test_a_list_of_v4_in_pages(store: Store) -> None:
    """A page a call, with the pause between two that the server wants."""
    devices = {f"NOAH{number:04d}": "noah" for number in range(101)}
    with new_cloud(world=world(**devices), history_days=0) as cloud:
        events = record(cloud, store, now_of(cloud) + timedelta(seconds=8))
        assert not troubles(events)
        assert len(store.devices()) == 101
        assert len(asked(cloud, "queryDeviceList")) == 2
        info = [
            each["form"]["deviceSn"] for each in cloud.requests() if "DeviceInfo" in each["path"]
        ]
        assert sorted(len(some.split(",")) for some in info) == [1, 100]
        assert not cloud.violations()["count"]


def test_what_only_v4_knows_is_what_v1_does_not() -> None:
    assert set(NEWER) == {"wit", "sph-s", "noah"}
    assert FAMILIES["noah"].latest.period_s == 60
    assert FAMILIES["wit"].latest.period_s == 300


class Strange(OpenApiV4):
    """A client whose server says strange things of a day."""

    def history(self, *args: Any, **more: Any) -> Any:
        raise GrowattError("no such day")


def test_days_that_are_not_given_rest(store: Store) -> None:
    with small() as cloud:
        with Strange(cloud.token, server_url=cloud.url) as v4:
            events = record(cloud, store, v4=v4, devices=[NOAH])
        assert events[-1].unread
        assert troubles(events)
        record(cloud, store, devices=[NOAH])
        assert_rows(store, cloud)
