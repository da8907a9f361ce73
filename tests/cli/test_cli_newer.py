"""Devices of all families, also those that only V4 has, in `devices`, `now`, `history`, ..."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from growattServer import OpenApiV4, connect
from growattServer.cli.inventory import Device
from growattServer.cli.listing import Listed, completed
from growattServer.cli.verbs import devices, energy, history, now
from growattServer.open_api_v1.devices import FAMILIES, SETTABLE
from growattServer.open_api_v4.families import FAMILY_NAMES, family_of
from growattServer.simulator import Simulator
from growattServer.simulator.families import FAMILIES as SIMULATED

from .cli_world import START, User, assert_shape
from .rogue_cloud import RogueCloud

SERIALS = {family: f"SIM{family.upper().replace('-', '')}01" for family in SIMULATED}
V4_WORDS = {family_of(name).common_name: name for name in FAMILY_NAMES}
OF_V4 = [name for name in SIMULATED if name in V4_WORDS and name.upper() not in FAMILIES]
ALL, BALCONY = 11, 12
WORLD: dict[str, Any] = {
    "title": "One of each family",
    "plants": [
        {
            "name": "All",
            "plant_id": ALL,
            "latitude": 48.14,
            "longitude": 11.58,
            "timezone": "Europe/Berlin",
            "devices": [
                {"family": family, "serial_number": serial}
                for family, serial in SERIALS.items()
                if family != "noah"
            ],
        },
        {
            "name": "Balcony",
            "plant_id": BALCONY,
            "devices": [{"family": "noah", "serial_number": SERIALS["noah"]}],
        },
    ],
}
NOAH = SERIALS["noah"]
DAYS = ("--from", "2026-06-13", "--to", "2026-06-14")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, speed=0, history_days=5, world=WORLD) as simulator:
        yield simulator


def asked(cloud: Simulator, since: int = 0) -> Counter[str]:
    """How often each call was made, by its path without what is before the last two parts."""
    paths = [request["path"] for request in cloud.requests()[since:]]
    return Counter("/".join(path.split("/")[-2:]) for path in paths)


def refuse_v4(cloud: Simulator, fault: dict[str, Any]) -> None:
    cloud.add_fault({**fault, "match": "*new-api*", "times": 0})


@contextmanager
def closing_rogue(cloud: Simulator) -> Iterator[RogueCloud]:
    server = RogueCloud(cloud)
    try:
        yield server
    finally:
        server.stop()


# --- devices and now -----------------------------------------------------------------------------


def test_devices_of_every_family_are_listed(known: User) -> None:
    done = known.run("devices", "--json").well()
    assert_shape(done, devices.SHAPE)
    found = {row["device_sn"]: row for row in done["devices"]}
    for family, serial in SERIALS.items():
        row = found[serial]
        assert row["family"] == ("NOAH" if family == "nexa" else family.upper())
        assert row["settable"] is (family.upper() in SETTABLE or family in (*OF_V4, "nexa"))
        if family in OF_V4:
            assert row["v4_family"] == V4_WORDS[family]
    # the one is beside a datalogger that V1 lists, the other is not
    assert (found[SERIALS["min"]]["plant_id"], found[SERIALS["min"]]["plant"]) == ("11", "All")
    assert (found[NOAH]["plant_id"], found[NOAH]["plant"]) == (None, None)
    table = known.run("devices").out
    assert all(serial in table for serial in SERIALS.values())


def test_now_shows_every_family_as_the_library_reads_it(known: User, cloud: Simulator) -> None:
    done = known.run("now", "--json").well()
    assert_shape(done, now.SHAPE)
    found = {row["device_sn"]: row for row in done["devices"]}
    assert found.keys() == set(SERIALS.values())
    with connect(token=cloud.token, server_url=cloud.url, etiquette=False) as api:
        for family, serial in SERIALS.items():
            row, latest = found[serial], api.device(serial).latest()
            assert row["error"] is None
            assert row["values"], family
            for name, value in row["values"].items():
                assert value == getattr(latest, name), (family, name)
            clock = "2026-06-15T10:00:00+00:00" if serial == NOAH else "2026-06-15T12:00:00"
            assert row["measured"] == clock, family
    for family in OF_V4:
        power = cloud.device(SERIALS[family])["power_w"]
        values = found[SERIALS[family]]["values"]
        assert values["pv_power"] == pytest.approx(power["pv1"] + power["pv2"], abs=10), family
    assert {"pv_power", "load_power", "battery_power", "battery_soc"} <= found[NOAH][
        "values"
    ].keys()
    assert "battery_power" not in found[SERIALS["min"]]["values"]
    table = known.run("now", NOAH).out
    assert "10:00:00 UTC" in table
    assert "battery_power" in table


def test_a_time_in_utc_has_an_age_wherever_one_is(stranger: User) -> None:
    begin = datetime.now(UTC).replace(microsecond=0)
    world = {"title": "one", "plants": [{"devices": [{"family": "noah"}]}]}
    with Simulator(start=begin.isoformat(), speed=0, history_days=0, world=world) as cloud:
        stranger.log_in(cloud.token, cloud.url)
        for zone in ("America/New_York", "Asia/Tokyo"):
            (row,) = stranger.run("now", "--json", TZ=zone).well()["devices"]
            old = datetime.now(UTC).timestamp() - begin.timestamp() // 300 * 300
            assert old - 60 <= row["age_s"] <= old + 5, zone


def test_v4_is_asked_once_and_v1_as_often_as_before(user: User, cloud: Simulator) -> None:
    before = len(cloud.requests())
    assert user.run("devices", "--fresh").code == 0
    lists = {"plant/list": 1, "plant/data": 2, "device/list": 2}
    assert asked(cloud, before) == lists | {"new-api/queryDeviceList": 1}
    before = len(cloud.requests())
    assert user.run("devices").code == 0
    assert user.run("now", SERIALS["min"], NOAH).code == 0
    assert asked(cloud, before) == {"tlx/tlx_last_data": 1, "new-api/queryLastData": 1}


# --- where V4 is not -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "http_status", "status": 404},
        {"fault": "html_login"},
        {"fault": "error_code", "error_code": 101, "error_msg": "PERMISSION_DENIED"},
    ],
    ids=lambda fault: fault["fault"],
)
def test_without_v4_there_is_v1(user: User, cloud: Simulator, fault: dict[str, Any]) -> None:
    refuse_v4(cloud, fault)
    done = user.run("devices", "--fresh", "--json")
    found = {row["family"] for row in done.well()["devices"]}
    assert found >= set(FAMILIES)
    assert "NOAH" not in found
    assert done.err == ""
    assert {row["family"] for row in user.run("now", "--json").well()["devices"]} == set(FAMILIES)
    lines = user.run("doctor", "--json").well()["lines"]
    (line,) = [line for line in lines if line["about"] == "V4"]
    assert line["verdict"] == "look"
    assert "NOAH" in line["said"]


def test_a_server_in_trouble_leaves_what_is_remembered(user: User, cloud: Simulator) -> None:
    before = user.run("devices", "--fresh", "--json").well()
    refuse_v4(cloud, {"fault": "http_status", "status": 503})
    done = user.run("devices", "--fresh", "--json")
    assert done.well() == before
    assert "only V4 has may be missing" in done.err
    assert "growatt devices --fresh" in done.err
    cloud.clear_faults()
    assert "may be missing" not in user.run("devices", "--fresh").err


def test_without_a_datalogger_the_plant_is_not_known(stranger: User, cloud: Simulator) -> None:
    def alter(found: dict[str, Any]) -> None:
        found.update((key, None) for key in ("datalogger_sn", "datalogSn") if key in found)

    with closing_rogue(cloud) as rogue:
        rogue.alter = alter
        stranger.log_in(cloud.token, rogue.url)
        found = stranger.run("devices", "--json").well()["devices"]
    plants = {row["device_sn"]: row["plant"] for row in found}
    assert plants[NOAH] is None
    assert plants[SERIALS["min"]] == "All"


def test_a_row_of_v4_that_says_nothing_hides_no_other(stranger: User, cloud: Simulator) -> None:
    def alter(found: dict[str, Any]) -> None:
        if found.get("deviceSn") == SERIALS["min"]:
            del found["deviceSn"]
        elif found.get("deviceSn") == NOAH:
            found["deviceType"] = None

    with closing_rogue(cloud) as rogue:
        rogue.alter = alter
        stranger.log_in(cloud.token, rogue.url)
        found = stranger.run("devices", "--json").well()["devices"]
    families = {row["device_sn"]: row["family"] for row in found}
    assert families.keys() >= set(SERIALS.values())
    assert families[NOAH] == "?"


def one(serial: str, family: str, v4_family: str | None = None) -> Device:
    return Device(serial, family, "1", "House", v4_family=v4_family)


def test_v4_completes_what_v1_lists() -> None:
    listed = [one("A", "OTHER"), one("A", "MIN"), one("B", "TYPE 99"), one("C", "INVERTER")]
    words = {"A": "min", "B": "wit", "C": "inv", "D": "sph-s", "E": "toaster"}
    found = completed(listed, [Listed(serial, word) for serial, word in words.items()])
    assert found == (
        # a datalogger may have the serial number of its inverter
        one("A", "OTHER"),
        one("A", "MIN", "min"),
        one("B", "WIT", "wit"),
        one("C", "INVERTER", "inv"),
        Device("D", "SPH-S", None, None, v4_family="sph-s"),
        Device("E", "TOASTER", None, None),
    )
    assert [device.is_of_v4 for device in found] == [False, False, True, False, True, False]


# --- history -------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", OF_V4)
def test_the_history_of_what_only_v4_has(known: User, cloud: Simulator, family: str) -> None:
    import pyarrow.parquet  # not above: it takes a while, and every run of tests collects this file

    serial = SERIALS[family]
    api = OpenApiV4(cloud.token, server_url=cloud.url)
    device = api.get_device(serial, V4_WORDS[family])
    real = list(device.history(date(2026, 6, 13), date(2026, 6, 14)))
    before = len(cloud.requests())
    columns = "time,pv_power"
    done, _, lines = known.run_many(
        [
            (["history", serial, *DAYS, "--out", f"{family}.csv", "--json"], {}),
            (["history", serial, *DAYS, "--out", f"{family}.parquet"], {}),
            (["history", serial, *DAYS, "--columns", columns, "--out", f"{family}.jsonl"], {}),
        ]
    )
    assert asked(cloud, before) == {"new-api/queryHistoricalData": 6}
    assert_shape(done.well(), history.SHAPE)
    assert done.json["rows"] == len(real) == 576
    with open(known.home / f"{family}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, record in zip(rows, real, strict=True):
        for name, text in row.items():
            value = getattr(record, name)
            assert text == ("" if value is None else str(value)), name
    assert {"time", "pv_power"} <= set(rows[0])
    assert rows[0]["time"].endswith("+00:00")
    table = pyarrow.parquet.read_table(known.home / f"{family}.parquet")
    assert table.column("time").to_pylist() == [record.time for record in real]
    assert table.schema.field("pv_power").metadata[b"unit"] == b"W"
    assert lines.code == 0
    last = json.loads((known.home / f"{family}.jsonl").read_text().splitlines()[-1])
    assert last == {"time": str(real[-1].time), "pv_power": real[-1].pv_power}


def test_a_zone_is_not_for_what_is_in_utc(known: User, cloud: Simulator) -> None:
    before = len(cloud.requests())
    words = ("history", NOAH, *DAYS, "--zone", "Europe/Berlin", "--out", "zone.csv")
    known.run(*words).failed(2, "UTC", "without --zone")
    assert len(cloud.requests()) == before
    assert not list(known.home.glob("zone.csv*"))


def test_what_has_no_readings_has_no_history(known: User) -> None:
    words = ("history", "AMMETER", *DAYS, "--out", "x.csv")
    known.run(*words).failed(7, "AMMETER is not a device with readings", "growatt devices")


def test_the_limits_of_v4_are_kept(stranger: User) -> None:
    world = {"title": "one", "plants": [{"devices": [{"family": "noah", "serial_number": NOAH}]}]}
    options: dict[str, Any] = {"limits": "strict", "history_days": 5, "world": world}
    with Simulator(start=START, speed=0, **options) as cloud:
        stranger.log_in(cloud.token, cloud.url)
        first, second = (stranger.run("now", "--json").well()["devices"] for _ in range(2))
        assert first[0]["values"] == second[0]["values"]
        words = ("history", NOAH, *DAYS, "--out", "x.csv")
        stranger.run(*words, "--no-wait").failed(6, "the same command again from ")
        with stranger.sit(*words) as sitting:
            sitting.see("1 of 2")
            sitting.see("waiting [0-9]+ s for the server's rate limit")
            sitting.interrupt()
            assert sitting.end() == 130
        assert "continues after 1 of 2 days" in sitting.plain
        cloud.set_clock(now="2026-06-15T12:06:00+02:00")
        assert stranger.later().run(*words, "--no-wait").code == 0
        assert len((stranger.home / "x.csv").read_text().splitlines()) == 1 + 576
        assert cloud.violations()["count"] == 0


# --- what there is not ---------------------------------------------------------------------------


def test_energy_says_what_it_does_not_know(known: User, cloud: Simulator) -> None:
    words = ("energy", "day", "2026-06-15", "--plant")
    done = known.run(*words, str(BALCONY), "--json")
    assert_shape(done.well(), energy.SHAPE)
    assert f"Only the newer API (V4) has NOAH {NOAH}" in done.err
    assert f"growatt history {NOAH} --last 7d" in done.err
    assert NOAH not in known.run(*words, str(ALL)).err
    said = known.run("energy", "day", NOAH.lower(), "--plant", str(BALCONY))
    said.failed(2, f"{NOAH} is a device", f"growatt now {NOAH}")


def test_without_plants_there_are_the_devices(stranger: User, cloud: Simulator) -> None:
    with closing_rogue(cloud) as rogue:
        rogue.alter = _without_plants
        stranger.log_in(cloud.token, rogue.url)
        found = stranger.run("devices", "--json").well()["devices"]
        assert {SERIALS[family] for family in OF_V4} <= {row["device_sn"] for row in found}
        assert {row["plant_id"] for row in found} == {None}
        said = stranger.run("energy", "day")
        said.failed(7, "this account sees none", f"NOAH {NOAH}", "growatt history SIM")


def _without_plants(found: dict[str, Any]) -> None:
    if "plants" in found:
        found.update(count=0, plants=[])
