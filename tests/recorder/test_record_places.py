"""The ordinary life of an account: serial numbers twice, devices that move, zones put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from growattServer.open_api_v1.records import DeviceRow, Plant
from growattServer.recorder import Store, check
from growattServer.recorder.events import DeviceMoved, Event, LatestRead, Trouble, ZoneChosen
from growattServer.recorder.keep.families import FAMILIES
from growattServer.recorder.keep.readings import Reading, put_readings
from growattServer.recorder.keep.spans import hour_of
from growattServer.recorder.keep.store import Stay, StoredDevice
from growattServer.recorder.receive.places import known_of, put_device, put_plant
from growattServer.simulator import Simulator
from growattServer.zones import ZoneChoice

from .recorder_world import (
    MIN_SN,
    RECORDED,
    Altered,
    assert_rows,
    new_cloud,
    now_of,
    recorder_of,
    rows_in,
    stored_rows,
)

pytestmark = pytest.mark.wide
Alter = Callable[[str, Any], None]
BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with new_cloud(history_days=3, limits="off") as simulator:
        yield simulator


@pytest.fixture
def cloud(running: Simulator) -> Simulator:
    running.reset()
    return running


class Account:
    """An account whose lists somebody alters, and what is recorded of it."""

    def __init__(self, cloud: Simulator, where: Path) -> None:
        self.cloud, self.where = cloud, where
        self.api = Altered(cloud.token, server_url=cloud.url, timeout=20)
        self.says()

    def says(self, *alterations: Alter) -> None:
        """From now on the server says something else."""

        def alter(url: str, data: Any) -> None:
            for each in alterations:
                each(url, data)

        self.api.alter = alter

    def record(self, hours: float, **more: Any) -> list[Event]:
        """Record past and present for some hours."""
        until = now_of(self.cloud) + timedelta(hours=hours)
        with Store(self.where) as store:
            return list(recorder_of(self.cloud, self.api, store, **more).run(until))

    def a_day_later(self) -> None:
        """Nobody records until the account is looked at again."""
        later = now_of(self.cloud) + timedelta(hours=24)
        self.cloud.set_clock(now=later.isoformat())

    def store(self) -> Store:
        return Store(self.where, read_only=True)


@pytest.fixture
def account(cloud: Simulator, tmp_path: Path) -> Iterator[Account]:
    made = Account(cloud, tmp_path / "home.db")
    yield made
    made.api.close()


def of(events: list[Event], kind: type[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


# --- serial numbers ------------------------------------------------------------------------------


def devices_listed(change: Callable[[list[dict[str, Any]]], None]) -> Alter:
    def alter(url: str, data: Any) -> None:
        if "device/list" in url:
            change(data["devices"])

    return alter


def logger_of(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "type": 3, "model": "ShineWiFi", "device_id": ""}


def inverter_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if row["device_sn"] in RECORDED)


ZONES = {sn: "Europe/Berlin" if sn == MIN_SN else "America/New_York" for sn in RECORDED}
TWICE: dict[str, Callable[[list[dict[str, Any]]], None]] = {
    "the datalogger first": lambda rows: rows.insert(0, logger_of(inverter_of(rows))),
    "the datalogger last": lambda rows: rows.append(logger_of(inverter_of(rows))),
    "each of them twice": lambda rows: rows.extend([dict(row) for row in rows]),
    "all of it": lambda rows: rows.extend([logger_of(row) for row in rows for _ in "12"]),
    "none at all": lambda rows: rows.extend([{**rows[0], "device_sn": sn} for sn in (None, "")]),
}


# the whole list, and rows without a serial number; the others are variations that take as long
@pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, marks=() if form in ("all of it", "none at all") else pytest.mark.long)
        for form in TWICE
    ],
)
def test_a_serial_number_that_is_listed_twice(account: Account, form: str) -> None:
    account.says(devices_listed(TWICE[form]))
    events = account.record(1)
    assert not of(events, Trouble)
    with account.store() as store:
        families = {device.device_sn: device.family.name for device in store.devices()}
        assert families == RECORDED
        assert_rows(store, account.cloud)


def test_an_inverter_that_is_listed_after_its_datalogger(account: Account) -> None:
    def loggers_only(rows: list[dict[str, Any]]) -> None:
        rows[:] = [logger_of(row) for row in rows]

    account.says(devices_listed(loggers_only))
    account.record(1)
    account.says()
    account.a_day_later()
    account.record(3)
    with account.store() as store:
        assert [device.device_sn for device in store.devices()] == [*RECORDED]
        assert_rows(store, account.cloud)


# --- plants --------------------------------------------------------------------------------------


def place(**told: Any) -> Alter:
    """The lists and details of plants say this of all of them."""

    def alter(url: str, data: Any) -> None:
        if "plant/" not in url or not isinstance(data, dict):
            return
        for row in (data, *(data.get("plants") or ())):
            row.update({key: value for key, value in told.items() if key in row})

    return alter


NOWHERE = {"latitude": None, "longitude": None, "country": None}


def test_a_new_plant_tells_its_zone_and_why(account: Account) -> None:
    chosen = of(account.record(0.1), ZoneChosen)[0]
    assert (chosen.timezone, chosen.before) == ("Europe/Berlin", None)
    assert "the zone at its place, which GMT+1 fits" in str(chosen)
    account.says(place(timezone="GMT+2"))
    account.a_day_later()
    assert not of(account.record(0.1), ZoneChosen), "the summer's hours fit as well"


# a server on which a plant was set up wrongly: hours behind; ahead, and to the half hour
WRONG = (
    pytest.param("GMT+8", marks=pytest.mark.long),
    "GMT-9",
    pytest.param("GMT+5:45", marks=pytest.mark.long),
)


@pytest.mark.parametrize("hours", WRONG)
def test_a_zone_that_was_wrong_is_put_right(account: Account, hours: str) -> None:
    account.says(place(timezone=hours, **NOWHERE))
    events = account.record(3)
    wrong = {each.plant_id: each.timezone for each in of(events, ZoneChosen)}
    assert not set(wrong.values()) & {"Europe/Berlin"}
    if "-" in hours:
        # such a clock is behind what is sent
        said = str(of(events, Trouble)[0])
        assert MIN_SN in said
        assert "the time zone of the plant is wrong" in said
    account.says()
    account.a_day_later()
    right = {each.plant_id: each for each in of(account.record(3), ZoneChosen)}
    assert {number: each.before for number, each in right.items()} == wrong
    assert {each.timezone for each in right.values()} == {"Europe/Berlin", "America/New_York"}
    assert_is_true(account)


def test_a_plant_whose_devices_are_gone_is_put_right(account: Account) -> None:
    account.says(place(timezone="GMT+8", **NOWHERE))
    account.record(3)
    account.says(devices_listed(list.clear))
    account.a_day_later()
    right = {each.timezone for each in of(account.record(3), ZoneChosen)}
    assert right == {"Europe/Berlin", "America/New_York"}
    assert_is_true(account)


@pytest.mark.parametrize("hours", ["GMT+5.5"])
def test_a_zone_that_its_owner_puts_right(account: Account, hours: str) -> None:
    account.says(place(timezone=hours, **NOWHERE))
    account.record(3)
    with account.store() as store:
        given = {device.plant_id: ZONES[device.device_sn] for device in store.devices()}
    right = of(account.record(0.5, timezones=given), ZoneChosen)
    assert {each.plant_id for each in right} == set(given)
    # what the server says does not change it back, and nothing is to be said twice
    account.a_day_later()
    assert not of(account.record(3), ZoneChosen)
    assert_is_true(account)


def assert_is_true(account: Account) -> None:
    """The store is that of somebody who knew the zone from the beginning."""
    with account.store() as store:
        zones = {device.device_sn: device.timezone for device in store.devices()}
        assert zones == ZONES
        assert_rows(store, account.cloud)
    with Store(account.where) as store:
        wrong = [each for each in check(store) if each.kind in ("roll-up", "unconfirmed")]
        assert not wrong


def test_a_server_that_forgets_the_place_changes_nothing(account: Account) -> None:
    account.record(0.1)
    account.says(place(timezone=None, **NOWHERE))
    for _ in range(2):
        account.a_day_later()
        assert not of(account.record(0.1), ZoneChosen)
    with account.store() as store:
        assert store.plants()[0].timezone == "Europe/Berlin"


def test_a_reading_that_no_clock_shows_is_told(account: Account) -> None:
    def ahead(url: str, data: Any) -> None:
        if "tlxs_data" in url:
            for row in rows_in(data):
                if "time" in row:
                    row["time"] = "2026-06-15 23:00:00"

    account.says(ahead)
    events = account.record(0.2)
    assert of(events, LatestRead)
    said = [str(each) for each in of(events, Trouble)]
    assert said
    assert all(MIN_SN in each and "2026-06-15 23:00:00" in each for each in said), said


# --- devices that move ---------------------------------------------------------------------------


def in_plant(number: int, zone: ZoneInfo) -> Alter:
    """The inverter is in another plant, whose clock its latest readings show."""

    def alter(url: str, data: Any) -> None:
        if "device/list" in url:
            rows = [row for row in data["devices"] if row["device_sn"] != MIN_SN]
            is_here = f"plant_id={number}" in url
            data["devices"] = [*rows, {**ROW, "device_sn": MIN_SN}] if is_here else rows
        elif "tlxs_data" in url:
            for row in rows_in(data):
                if isinstance(row.get("time"), str):
                    wall = datetime.fromisoformat(row["time"]).replace(tzinfo=BERLIN)
                    row["time"] = f"{wall.astimezone(zone):%Y-%m-%d %H:%M:%S}"

    return alter


ROW = {
    "last_update_time": "2026-06-15 12:00:00",
    "model": "S23",
    "lost": False,
    "status": 1,
    "manufacturer": "Growatt",
    "device_id": 7,
    "datalogger_sn": "LOG2",
    "type": 7,
}


def test_a_device_that_moved(account: Account, cloud: Simulator) -> None:
    number = cloud.add_plant(
        name="Far away", latitude=22.57, longitude=88.36, timezone="Asia/Kolkata", country="India"
    )["plant_id"]
    account.record(3)
    with account.store() as store:
        old = store.device(MIN_SN)
        before = stored_rows(store, old)
    # told on the clock of the new plant, before anybody knew of it
    misplaced = max(before) + 61
    with Store(account.where) as store, store.writing() as connection:
        reading = Reading(misplaced, tuple(before[max(before)])[4:])
        put_readings(connection, old.family, old.device_id, [reading], confirmed=False)
    account.says(in_plant(number, KOLKATA))
    account.a_day_later()
    events = account.record(6)
    (moved,) = of(events, DeviceMoved)
    assert (moved.device_sn, moved.before, moved.plant_id) == (MIN_SN, old.plant_id, number)
    # by which clock they were told, before the move was noticed, nobody knows
    assert f"{moved.left} latest readings left to the history" in str(moved)
    assert moved.left > 2
    with account.store() as store:
        device = store.device(MIN_SN)
        assert (device.plant_id, device.timezone) == (number, "Asia/Kolkata")
        assert [stay.plant_id for stay in device.earlier] == [old.plant_id]
        rows = stored_rows(store, device)
        # its history stays where it was true
        assert set(before) <= set(rows)
        assert misplaced not in rows
        assert device.zone_at(min(rows)) == BERLIN
        labels = labels_of(store, device)
        assert labels
        for start, label in labels.items():
            zone = device.zone_at(start)
            assert label == f"{datetime.fromtimestamp(start, zone):%Y-%m-%d %H:%M}"
        assert {device.zone_at(start) for start in labels} == {BERLIN, KOLKATA}
    with Store(account.where) as store:
        assert not [each for each in check(store) if each.kind in ("roll-up", "unconfirmed")]
    # what is polled before the account is looked at is told, and nothing after it
    assert not of(events[events.index(moved) :], Trouble)
    assert sum(event.new for event in of(events, LatestRead)) > 20


def test_a_device_that_comes_back(account: Account, cloud: Simulator) -> None:
    number = cloud.add_plant(
        name="Far away", latitude=22.57, longitude=88.36, timezone="Asia/Kolkata", country="India"
    )["plant_id"]
    account.record(0.5)
    for says in ([in_plant(number, KOLKATA)], []):
        account.says(*says)
        account.a_day_later()
        assert len(of(account.record(0.5), DeviceMoved)) == 1
    with Store(account.where) as store:
        device = store.device(MIN_SN)
        assert [stay.timezone for stay in device.earlier] == ["Europe/Berlin", "Asia/Kolkata"]
        # months and years have days of both stays in the one plant
        assert not [each for each in check(store) if each.kind == "roll-up"]


def test_hours_are_of_one_plant() -> None:
    """Hours that begin at another minute are not cut where a device moved."""
    noon = int(datetime(2026, 6, 15, 12, tzinfo=UTC).timestamp())
    device = StoredDevice(1, MIN_SN, FAMILIES["min"], 2, "Asia/Kolkata")
    device = device._replace(earlier=(Stay(noon, 1, "Europe/Berlin"),))
    for moment in range(noon - 7200, noon + 7200, 300):
        zone = device.zone_at(moment)
        assert device.zone_at(max(hour_of(moment, zone), noon - 7200)) == zone
    assert {device.zone_at(noon - 1801), device.zone_at(noon)} == {BERLIN, KOLKATA}


def labels_of(store: Store, device: Any) -> dict[int, str]:
    from growattServer.recorder.keep import schema

    table = schema.rollups(device.family)
    wanted = table.select().where(table.c.device_id == device.device_id, table.c.span == "hour")
    with store.reading() as connection:
        return {row.start: row.local for row in connection.execute(wanted)}


def test_a_device_in_two_plants_stays(account: Account, cloud: Simulator) -> None:
    cloud.add_plant(name="Shared")

    def shared(url: str, data: Any) -> None:
        if "device/list" in url and not any(row["device_sn"] == MIN_SN for row in data["devices"]):
            data["devices"] = [*data["devices"], {**ROW, "device_sn": MIN_SN}]

    account.says(shared)
    for _ in range(3):
        events = account.record(0.5)
        assert not of(events, DeviceMoved)
        assert not of(events, Trouble)
        account.a_day_later()


def test_two_accounts_that_find_one_plant_at_once(tmp_path: Path) -> None:
    plant = Plant({"plant_id": 7, "name": "Shared", "latitude": "48.1", "longitude": "11.6"})
    row, now = DeviceRow({**ROW, "device_sn": MIN_SN}), datetime.now(UTC)
    choice = ZoneChoice("Europe/Berlin", "a test", True)
    with Store(tmp_path / "home.db") as store:
        with store.reading() as connection:
            known = known_of(connection, plant, [row])
        for _ in "12":
            # what the second one knew, too, is from before the first one
            with store.writing() as connection:
                put_plant(connection, plant, known, choice, now)
                put_device(connection, plant, row, 5000.0, now)
        (device,) = store.devices()
        assert (device.plant_id, device.timezone, device.rated_power) == (7, choice.zone, 5000.0)
