"""`growattServer.connect`: all devices of an account through one door, in few calls."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import growattServer
from growattServer import (
    Cloud,
    Etiquette,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattUnknownDeviceError,
    GrowattWrongPasswordError,
    Max,
    Min,
    OpenApiV1,
    OpenApiV4,
    Record,
    Rows,
    V4Device,
)
from growattServer.cloud import AsyncPhoneDevice, PhoneDevice
from growattServer.cloud.token import TokenSource
from growattServer.open_api_v1.devices import FAMILIES
from growattServer.open_api_v1.records import DeviceList, PlantList
from growattServer.open_api_v4.families import FAMILY_NAMES, family_of
from growattServer.open_api_v4.records import DeviceRow
from growattServer.simulator import Simulator
from growattServer.simulator.families import FAMILIES as SIMULATED
from support import facts

START = datetime(2026, 6, 15, 10, tzinfo=UTC)
SERIALS = {family: f"SIM{family.replace('-', '').upper()}01" for family in SIMULATED}
# V4 takes a NEXA for a NOAH
FAMILY_OF = {**{serial: family for family, serial in SERIALS.items()}, SERIALS["nexa"]: "noah"}
# beside a MIN the app has a NOAH in no list
BALCONY = ("min", "noah")
EVERYTHING = Path(__file__).parents[1] / "simulator/everything.toml"
WORLD: dict[str, Any] = {
    "title": "One of each family",
    "plants": [
        {
            "name": "All",
            "plant_id": 11,
            "devices": [
                {"family": family, "serial_number": serial}
                for family, serial in SERIALS.items()
                if family not in BALCONY
            ],
        },
        {
            "name": "Balcony",
            "plant_id": 12,
            "devices": [{"family": one, "serial_number": SERIALS[one]} for one in BALCONY],
        },
    ],
}
V4_FAMILIES = {family_of(name).common_name for name in FAMILY_NAMES}
OF_V1 = {family for family in SERIALS if family.upper() in FAMILIES}
OF_THE_APP = {"min", "sph", "inverter", "storage", "noah"}
# their pages give no units, so that their powers and energies have no common names
WITHOUT_UNITS = {
    name for name, family in facts("v1_families")["families"].items() if not family["has_units"]
}
WAYS = pytest.mark.parametrize("way", ["blocking", "async"])


@pytest.fixture(scope="module")
def shared() -> Iterator[Simulator]:
    with Simulator(start=START.isoformat(), seed=5, speed=0, history_days=9, world=WORLD) as made:
        yield made


@pytest.fixture
def sim(shared: Simulator) -> Iterator[Simulator]:
    shared.reset()
    yield shared
    shared.reset()


def keys_of(sim: Simulator, kind: str) -> dict[str, str]:
    if kind == "token":
        return {"token": sim.token}
    return {"user": sim.user, "password": sim.password}


def asked(sim: Simulator) -> Counter[str]:
    """How often each call was made, by the last part of its path."""
    return Counter(request["path"].rpartition("/")[2] for request in sim.requests())


class Door:
    """A cloud that is asked in the same words, blocking or async."""

    def __init__(self, cloud: Any, runner: asyncio.Runner | None) -> None:
        self.cloud, self._runner = cloud, runner

    def get(self, call: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """The result of a method."""
        if self._runner is None:
            return call(*given, **more)

        async def wait() -> Any:
            found: Awaitable[Any] = call(*given, **more)
            return await found

        return self._runner.run(wait())

    def rows(self, history: Any) -> list[Any]:
        if self._runner is None:
            return list(history)

        async def all_rows() -> list[Any]:
            return [row async for row in history]

        return self._runner.run(all_rows())

    def close(self) -> None:
        self.get(self.cloud.close)
        if self._runner is not None:
            self._runner.close()


@pytest.fixture
def door(sim: Simulator) -> Iterator[Callable[..., Door]]:
    opened: list[Door] = []

    def open_door(way: str, **options: Any) -> Door:
        common: dict[str, Any] = {"server_url": sim.url, "etiquette": False} | options
        if way == "blocking":
            opened.append(Door(growattServer.connect(**common), None))
        else:
            runner = asyncio.Runner()

            async def enter() -> Any:
                return await growattServer.connect_async(**common)

            opened.append(Door(runner.run(enter()), runner))
        return opened[-1]

    yield open_door
    for each in opened:
        each.close()


# --- with a token --------------------------------------------------------------------------------


@WAYS
def test_every_device_is_found_and_read(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, token=sim.token)
    assert sim.requests() == []
    devices = here.get(here.cloud.devices)
    assert asked(sim) == {"list": 3, "queryDeviceList": 1}  # the plants, and two lists of devices
    assert {device.serial: device.family for device in devices} == FAMILY_OF
    for device in devices:
        family = FAMILIES.get(device.family.upper())
        assert isinstance(device, V4Device if family is None else family)
        latest = here.get(device.latest)
        assert latest.time is not None
    # what is known of the lists is not asked again
    assert here.get(here.cloud.device, SERIALS["min"].lower()) in devices
    assert [plant.name for plant in here.get(here.cloud.plants)] == ["All", "Balcony"]
    assert (asked(sim)["list"], asked(sim)["queryDeviceList"]) == (3, 1)
    here.get(here.cloud.devices, anew=True)
    assert (asked(sim)["list"], asked(sim)["queryDeviceList"]) == (6, 2)


@WAYS
def test_common_names_are_common_to_the_ways_of_reading(
    sim: Simulator, door: Any, way: str
) -> None:
    """A value is the truth, whether V1, V4 or the app gave it."""
    for kind in ("token", "password"):
        here = door(way, **keys_of(sim, kind))
        at_once = here.get(here.cloud.latest_of_all)
        for device in here.get(here.cloud.devices):
            if device.family in WITHOUT_UNITS:
                continue
            power = sim.device(device.serial)["power_w"]
            truth = power["pv1"] + power["pv2"]
            for reading in (here.get(device.latest), at_once[device.serial]):
                assert reading.pv_power == pytest.approx(truth, abs=10), (kind, device)


WITHOUT_BATTERY = {"inverter", "max"}


@WAYS
def test_a_world_of_every_family(door: Any, way: str) -> None:
    """All devices of three plants are found, and have the common names of what they have."""
    with Simulator(world=EVERYTHING, start=START.isoformat(), speed=0, history_days=1) as world:
        for family in set(SIMULATED) - {one.family for one in world._cloud.world.devices.values()}:
            world.add_device(family, SERIALS[family])
        here = door(way, token=world.token, server_url=world.url)
        found = {device.serial: device for device in here.get(here.cloud.devices)}
        devices = {one.serial_number: one.family for one in world._cloud.world.devices.values()}
        assert set(devices.values()) == set(SIMULATED)
        assert set(found) == set(devices)
        assert asked(world) == {"list": 1 + 3, "queryDeviceList": 1}
        latest = here.get(here.cloud.latest_of_all)
        for serial, family in devices.items():
            reading, truth = latest[serial], world.device(serial)
            assert reading.device_sn == serial
            assert isinstance(reading.status, int)
            assert reading.time is not None
            if family not in WITHOUT_BATTERY:
                assert reading.battery_soc == pytest.approx(truth["battery_soc"], abs=1)
            if family not in WITHOUT_UNITS:
                power = truth["power_w"]
                assert reading.pv_power == pytest.approx(power["pv1"] + power["pv2"], abs=10)
                if family != "storage":  # V4's example of one counts nothing there
                    assert 0 < reading.energy_today < reading.energy_total


@WAYS
def test_the_latest_of_all_takes_a_call_a_family(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, token=sim.token)
    found = here.get(here.cloud.latest_of_all)
    assert set(found) == set(SERIALS.values())
    assert all(isinstance(reading, Record) for reading in found.values())
    by_v4 = set(FAMILY_OF.values()) & V4_FAMILIES
    assert asked(sim) == {
        "list": 3,
        "queryDeviceList": 1,
        "queryLastData": len(by_v4),
        **{f"{family}_last_data": 1 for family in OF_V1 - by_v4},
    }


@pytest.mark.parametrize("has_v4", [True, False])
def test_a_hundred_devices_of_a_family_are_one_call(has_v4: bool) -> None:
    world = {"title": "many", "plants": [{"devices": [{"family": "min", "count": 130}]}]}
    with Simulator(start=START.isoformat(), history_days=0, speed=0, world=world) as sim:
        if not has_v4:
            sim.add_fault({"fault": "http_status", "status": 404, "match": "*new-api*", "times": 0})
        with growattServer.connect(token=sim.token, server_url=sim.url, etiquette=False) as cloud:
            assert len(cloud.latest_of_all()) == 130
    lists = {"list": 3, "queryDeviceList": 2 if has_v4 else 1}  # a page more of both
    assert asked(sim) == lists | ({"queryLastData": 2} if has_v4 else {"tlxs_data": 2})


@WAYS
@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "http_status", "status": 404},
        {"fault": "html_login"},
        {"fault": "error_code", "error_code": 101, "error_msg": "PERMISSION_DENIED"},
    ],
    ids=lambda fault: fault["fault"],
)
def test_an_account_without_v4_has_what_v1_knows(
    sim: Simulator, door: Any, way: str, fault: dict[str, Any]
) -> None:
    sim.add_fault({**fault, "match": "*new-api*", "times": 0})
    here = door(way, token=sim.token)
    found = {device.family for device in here.get(here.cloud.devices)}
    assert found == OF_V1
    others = {row.device_sn for row in here.get(here.cloud.other_devices)}
    assert others.isdisjoint(SERIALS[family] for family in found)
    assert set(here.get(here.cloud.latest_of_all)) == {SERIALS[family] for family in found}
    assert "queryLastData" not in asked(sim)


def test_a_server_in_trouble_is_not_one_without_v4(sim: Simulator, door: Any) -> None:
    sim.add_fault({"fault": "http_status", "status": 503, "match": "*new-api*", "times": 0})
    with pytest.raises(growattServer.GrowattHTTPError):
        door("blocking", token=sim.token).cloud.devices()


@WAYS
def test_what_no_api_can_read_is_there_as_it_was_listed(
    sim: Simulator, door: Any, way: str
) -> None:
    here = door(way, token=sim.token)
    (meter,) = here.get(here.cloud.other_devices, 11)
    assert (meter["device_sn"], meter["type"]) == ("AMMETER", 3)
    assert len(here.get(here.cloud.other_devices)) == len(WORLD["plants"])
    with pytest.raises(GrowattUnknownDeviceError, match="other_devices"):
        here.get(here.cloud.device, "AMMETER")
    row = here.get(here.cloud.row, SERIALS["min"])
    assert (row.device_sn, row.type, row.lost) == (SERIALS["min"], 7, False)


def test_devices_of_one_plant(sim: Simulator, door: Any) -> None:
    cloud = door("blocking", token=sim.token).cloud
    by_plant = {
        plant.name: {device.family for device in cloud.devices(plant.plant_id)}
        for plant in cloud.plants()
    }
    # of what V4 alone lists the plant is not known
    assert by_plant["All"] == OF_V1 - {"min"}
    assert by_plant["Balcony"] == {"min"}
    assert cloud.devices("11") == cloud.devices(11) != []


class ListedV1(OpenApiV1):
    """Two plants with rows that look alike."""

    def plant_list(self, *_: Any, **__: Any) -> Any:
        return PlantList({"count": 2, "plants": [{"plant_id": 1}, {"plant_id": 2}]})

    def device_list(self, plant_id: Any, *_: Any, **__: Any) -> Any:
        rows = [("SN", 3, "SN"), ("SN", 7, "SN"), ("AMMETER", 3, f"LOG{plant_id}")]
        keys = ("device_sn", "type", "datalogger_sn")
        devices = [dict(zip(keys, row, strict=True)) for row in rows]
        return DeviceList({"count": len(devices), "devices": devices})


class ListedV4(OpenApiV4):
    """The same inverter, one that V1 does not list, and one of a family that nobody knows."""

    def devices(self, *_: Any, **__: Any) -> Any:
        rows = [("SN", "min"), ("WIT", "wit"), ("NEW", "nexa"), ("MAX", "max")]
        return Rows(DeviceRow({"deviceSn": sn, "deviceType": family}) for sn, family in rows)


def test_rows_that_look_alike_are_kept_apart() -> None:
    cloud = Cloud(TokenSource(ListedV1("t"), ListedV4("t")))
    found = {device.serial: (type(device), device.family) for device in cloud.devices()}
    assert found == {"SN": (Min, "min"), "WIT": (V4Device, "wit"), "MAX": (Max, "max")}
    others = [(row.device_sn, row.datalogger_sn) for row in cloud.other_devices()]
    # a datalogger may have the serial number of its inverter, and meters have none
    assert others == [("SN", "SN"), ("AMMETER", "LOG1"), ("AMMETER", "LOG2"), ("NEW", None)]
    assert cloud.row("WIT")["deviceType"] == "wit"
    assert type(cloud.device("sn")) is Min


@WAYS
def test_histories_of_v1_and_v4_are_read_alike(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, token=sim.token)
    for family in ("min", "noah"):
        device = here.get(here.cloud.device, SERIALS[family])
        rows = here.rows(device.history(date(2026, 6, 7), "2026-06-14"))
        assert len(rows) == len({row.time for row in rows}) == 8 * 288
        assert [row.time for row in rows] == sorted(row.time for row in rows)
    assert asked(sim)["tlx_data"] == 24  # 2304 rows in weeks, 100 a page
    assert asked(sim)["queryHistoricalData"] == 8


# --- a whole year ---------------------------------------------------------------------------------

YEAR = (date(2025, 6, 15), date(2026, 6, 14))
DAYS_OF_V4 = 95
"""So many days, today among them, are known to V4."""
FIRST_OF_V4 = "2026-03-12 16:00:00+00:00"
"""When the first of these days began, on the clock of the server, UTC+8."""
SILENT_DAYS = 35
"""After so many days without a row there is nothing older."""
ROWS_OF_A_DAY = 288
WEEKS = 52
PAGES_OF_A_WEEK = 21
PAGES_OF_A_DAY = 3
"""Pages of 100 rows; a year is 52 weeks and a day."""
A_FEW_MEGABYTES = 12_000_000
"""A row has some 200 keys: to hold those of a month takes more than ten times as much."""


@pytest.fixture(scope="module")
def year() -> Iterator[Simulator]:
    world = {"title": "two", "plants": [{"devices": [{"family": "min"}, {"family": "noah"}]}]}
    with Simulator(start=START.isoformat(), speed=0, history_days=370, world=world) as made:
        yield made


def read_in_a_process(sim: Simulator, family: str, *days: date | str) -> dict[str, Any]:
    reader = Path(__file__).with_name("year_reader.py")
    command = [sys.executable, str(reader), sim.url, sim.token, family, *map(str, days)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1500)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.long
@pytest.mark.timeout(1600)
def test_a_year_of_a_min(year: Simulator) -> None:
    year.reset()
    told = read_in_a_process(year, "min", *YEAR)
    days = (YEAR[1] - YEAR[0]).days + 1
    assert told["rows"] == told["moments"] == days * ROWS_OF_A_DAY
    assert (told["days"], told["forward"]) == (days, True)
    # no page more than the weeks have
    assert asked(year)["tlx_data"] == WEEKS * PAGES_OF_A_WEEK + PAGES_OF_A_DAY
    assert told["grown"] < A_FEW_MEGABYTES


@pytest.mark.long
@pytest.mark.timeout(1600)
def test_a_year_of_a_noah(year: Simulator) -> None:
    """A call a day; those of the days that V4 does not know any more are in vain."""
    year.reset()
    told = read_in_a_process(year, "noah", *YEAR)
    known = DAYS_OF_V4 - 1  # without today
    assert told["rows"] == told["moments"] == known * ROWS_OF_A_DAY
    assert told["forward"]
    assert told["first"] == FIRST_OF_V4
    assert asked(year)["queryHistoricalData"] == (YEAR[1] - YEAR[0]).days + 1
    assert told["grown"] < A_FEW_MEGABYTES


@pytest.mark.long
@pytest.mark.timeout(1600)
def test_all_that_there_is_of_a_noah_takes_no_year_of_calls(year: Simulator) -> None:
    year.reset()
    told = read_in_a_process(year, "noah", "-", YEAR[1])
    known = DAYS_OF_V4 - 1
    assert told["rows"] == told["moments"] == known * ROWS_OF_A_DAY
    assert told["backward"]
    assert told["first"] == FIRST_OF_V4
    assert asked(year)["queryHistoricalData"] == known + SILENT_DAYS
    assert told["grown"] < A_FEW_MEGABYTES


@WAYS
def test_a_wrong_token_is_told_at_the_first_call(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, token="not the token")
    assert sim.requests() == []
    with pytest.raises(GrowattPermissionError) as caught:
        here.get(here.cloud.devices)
    assert "not the token" not in f"{caught.value!r} {here.cloud!r}"
    assert len(sim.requests()) == 1


# --- with a user and a password ------------------------------------------------------------------


@WAYS
def test_the_app_shows_what_it_has_calls_for(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, user=sim.user, password=sim.password)
    assert sim.requests() == []
    devices = here.get(here.cloud.devices)
    kind = PhoneDevice if way == "blocking" else AsyncPhoneDevice
    assert {type(device) for device in devices} == {kind}
    assert {device.family: device.serial for device in devices} == {
        family: SERIALS[family] for family in OF_THE_APP
    }
    others = {row.device_sn for row in here.get(here.cloud.other_devices)}
    # it does not list what only V4 has
    assert others == {SERIALS[family] for family in OF_V1 if family not in OF_THE_APP}
    assert set(here.get(here.cloud.latest_of_all)) == {device.serial for device in devices}
    with pytest.raises(GrowattParameterError, match="connect with a token"):
        devices[0].history("2026-06-01")
    assert asked(sim)["newTwoLoginAPI.do"] == 1


@WAYS
def test_a_wrong_password_is_told_at_the_first_call(sim: Simulator, door: Any, way: str) -> None:
    here = door(way, user=sim.user, password="not the password")
    with pytest.raises(GrowattWrongPasswordError):
        here.get(here.cloud.devices)
    assert "not the password" not in repr(here.cloud)


# --- before anything is asked --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "give a token, or user and password"),
        ({"token": "t", "user": "u", "password": "p"}, "not both"),
        ({"token": "t", "password": "p"}, "not both"),
        ({"user": "u"}, "password is missing"),
        ({"password": "p"}, "user is missing"),
        ({"user": " ", "password": "p"}, "user must be a text"),
        ({"user": "u", "password": ""}, "password must be a text"),
        ({"token": ""}, "token"),
        ({"token": "t", "region": "eu", "server_url": "https://example.com"}, "not both"),
        ({"token": "t", "region": "mars"}, "mars"),
        ({"token": "t", "etiquette": "wait"}, "etiquette must be"),
        ({"token": "t", "timeout": -1}, "timeout"),
    ],
)
@pytest.mark.parametrize("connect", [growattServer.connect, growattServer.connect_async])
def test_what_makes_no_sense_is_told_at_once(connect: Any, given: Any, said: str) -> None:
    with pytest.raises(GrowattParameterError, match=said):
        connect(**given)


@pytest.mark.parametrize("serial", ["", "  ", None, 7])
def test_a_serial_number_is_a_text(sim: Simulator, door: Any, serial: Any) -> None:
    with pytest.raises(GrowattParameterError, match="serial is"):
        door("blocking", token=sim.token).cloud.device(serial)
    assert sim.requests() == []


def test_a_device_that_the_account_does_not_have(sim: Simulator, door: Any) -> None:
    with pytest.raises(GrowattUnknownDeviceError, match="no such device"):
        door("blocking", token=sim.token).cloud.device("NOBODY0001")


def test_limits_are_kept_unless_it_is_said(
    sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with growattServer.connect(token=sim.token, server_url=sim.url) as cloud:
        assert list(tmp_path.iterdir()) == []  # no file before the first call
        device = cloud.device(SERIALS["sph"])
        first, second = device.latest(), device.latest()
    assert first == second
    assert second.age is not None
    assert asked(sim)["mix_last_data"] == 1
    # a program that begins anew gets the lists of before
    with growattServer.connect(token=sim.token, server_url=sim.url) as cloud:
        assert len(cloud.devices()) == len(SERIALS)
    assert asked(sim)["list"] == 3
    own = Etiquette(ledger=False)
    assert growattServer.connect(token="t", etiquette=own).api.etiquette is own
    assert growattServer.connect(token="t", etiquette=False).api.etiquette is None


def test_it_is_entered_or_awaited_and_closes_what_it_made(sim: Simulator) -> None:
    async def main() -> None:
        options: Any = {"token": sim.token, "server_url": sim.url, "etiquette": False}
        async with growattServer.connect_async(**options) as cloud:
            noah = await cloud.device(SERIALS["noah"])
            await noah.latest()
            sessions = [own.session for api in cloud._source.clients for own in api._own.values()]
            assert len(sessions) == 2
        assert all(session.closed for session in sessions)
        awaited = await growattServer.connect_async(**options)
        assert type(awaited) is type(cloud)
        await awaited.close()

    asyncio.run(main())


def test_who_does_not_connect_does_not_load_it() -> None:
    code = "import sys, growattServer; print([n for n in sys.modules if '.cloud' in n])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
