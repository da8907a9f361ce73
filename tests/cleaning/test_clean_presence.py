"""Records without a time: what the reply says of its device, and an age that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from growattServer import GrowattApi
from growattServer.cleaning import Cleaner, CleanRecord, Reason, says_offline
from growattServer.fields import Kind, Record
from growattServer.open_api_v1.records import DeviceRow, MinEnergy, Plant
from growattServer.shinephone import records
from growattServer.shinephone.records import plant_info
from growattServer.simulator import Simulator

START = "2026-06-15T12:00:00+02:00"
MUNICH, CHICAGO = "1000001", "1000002"

Ask = Callable[[GrowattApi], Any]
# what the app's API answers without a time, and says of its device itself
CALLS: dict[str, tuple[str, Ask]] = {
    "noah": ("SIMNOA0001", lambda api: api.noah_system_status("SIMNOA0001").latest),
    "mix": ("SIMSPH0001", lambda api: api.mix_system_status("SIMSPH0001", CHICAGO)),
    "tlx": ("SIMMIN0001", lambda api: api.tlx_system_status(MUNICH, "SIMMIN0001")),
    "list": (
        "SIMMIN0001",
        lambda api: next(row for row in api.device_list(MUNICH) if row.device_sn == "SIMMIN0001"),
    ),
}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=3, speed=0) as simulator:
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> GrowattApi:
    cloud.reset()
    client = GrowattApi()
    client.server_url = f"{cloud.url}/"
    return client


def at(cloud: Simulator, api: GrowattApi, hours: float) -> datetime:
    """Let the clock of the cloud be so many hours after noon: no session lasts as long."""
    moment = datetime.fromisoformat(START) + timedelta(hours=hours)
    cloud.set_clock(now=moment)
    api.login(cloud.user, "demo")
    return moment


def shown(clean: CleanRecord, unit: str) -> list[Any]:
    """The clean measurements of this unit."""
    fields = clean.record.fields
    return [
        clean[name].value
        for name in clean
        if fields[name].unit == unit and fields[name].kind is Kind.MEASUREMENT
    ]


@pytest.mark.parametrize("name", CALLS)
def test_what_says_that_it_is_offline_is_not_the_present(
    name: str, cloud: Simulator, api: GrowattApi
) -> None:
    serial_number, ask = CALLS[name]
    cleaner = Cleaner("Europe/Berlin", 6000)
    moment = at(cloud, api, 0)
    before = cleaner.clean(ask(api), moment)
    assert before.online is True
    assert before.reason is Reason.OK
    assert before.age is None
    assert any(shown(before, "W"))
    cloud.change_device(serial_number, online=False)
    moment = at(cloud, api, 9)
    clean = cleaner.clean(ask(api), moment)
    assert clean.online is False
    assert clean.reason is Reason.STALE
    assert clean.age is None
    assert set(shown(clean, "W")) == {None}
    for value in clean.values():
        assert value.age is None
    totals = [key for key, row in clean.record.fields.items() if row.kind is Kind.LIFETIME]
    for key in totals:
        assert clean[key].value == clean[key].raw
    # on the next day, nothing has been counted today that is known of
    moment = at(cloud, api, 20)
    clean = cleaner.clean(ask(api), moment)
    for key, row in clean.record.fields.items():
        if row.kind is Kind.DAILY and clean[key].raw:
            assert clean[key][1:3] == (0.0, Reason.YESTERDAY)
    # and whoever looks for the first time does not even know of which day they are
    first = Cleaner("Europe/Berlin").clean(ask(api), moment)
    for key, row in first.record.fields.items():
        if row.kind is Kind.DAILY and first[key].raw is not None:
            assert first[key][1:3] == (None, Reason.STALE)
    cloud.change_device(serial_number, online=True)
    moment = at(cloud, api, 24)
    back = cleaner.clean(ask(api), moment)
    assert back.online is True
    assert None not in shown(back, "W")


SIGNS: list[tuple[Record, bool | None]] = [
    (records.NoahStatus({"status": "-1"}), True),
    (records.NoahStatus({"status": -1}), True),
    (records.NoahStatus({"status": "1"}), False),
    (records.NoahStatus({"status": "6"}), False),
    (records.NoahStatus({"ppv": "733"}), None),
    (records.MixSystemStatus({"lost": "mix.status.lost", "status": "5"}), True),
    (records.MixSystemStatus({"lost": "mix.status.normal", "status": "5"}), False),
    (records.MixSystemStatus({"lost": "mix.status.normal", "status": "-1"}), True),
    (records.MixSystemStatus({"lost": "true"}), True),
    (records.MixSystemStatus({"lost": True}), True),
    (records.MixInfo({"pCharge1": "733"}), None),
    (records.TlxSystemStatus({"lost": "tlx.status.lost"}), True),
    (records.TlxSystemStatus({"lost": "tlx.status.checking"}), False),
    (records.TlxBattery({"lost": True}), True),
    (records.TlxBattery({"lost": "1"}), True),
    (plant_info.Device({"lost": False, "deviceStatus": "-1"}), True),
    (plant_info.Device({"lost": True, "deviceStatus": "1"}), True),
    (plant_info.Device({"lost": False, "deviceStatus": "1"}), False),
    (DeviceRow({"lost": False, "status": 1}), False),
    (DeviceRow({"lost": None, "status": -1}), True),
    (Plant({"status": 4, "current_power": "3.1"}), True),
    (Plant({"status": 0}), True),
    (Plant({"status": 1}), False),
    # in all samples of devices that send this flag is true
    (MinEnergy({"lost": True, "ppv": 733}), None),
    (MinEnergy({"lost": True, "status": -1}), True),
]


@pytest.mark.parametrize(("record", "expected"), SIGNS)
def test_every_sign_counts(record: Record, expected: bool | None) -> None:
    assert says_offline(record) is expected
    clean = Cleaner().clean(record, datetime(2026, 6, 15, 12, tzinfo=UTC))
    assert clean.online is (None if expected is None else not expected)
    assert clean.age is None
    for name in clean:
        row = record.fields[name]
        if row.unit == "W" and row.kind is Kind.MEASUREMENT:
            assert (clean[name].value is None) == (expected is True)


def test_what_has_a_time_is_judged_by_it() -> None:
    record = MinEnergy({"time": "2026-06-15 12:00:00", "status": -1, "lost": True, "ppv": 733})
    clean = Cleaner().clean(record, datetime(2026, 6, 15, 12, 2, tzinfo=UTC))
    assert clean.online is True
    assert clean.age == timedelta(minutes=2)
    assert clean["pv_power"].value == 733


def test_a_record_without_a_time_moves_no_clock() -> None:
    cleaner = Cleaner()
    begin = datetime(2026, 6, 15, 12, tzinfo=UTC)
    for minutes in range(0, 60, 5):
        moment = begin + timedelta(minutes=minutes)
        ahead = moment + timedelta(hours=1)
        record = MinEnergy({"time": f"{ahead:%Y-%m-%d %H:%M:%S}", "ppv": minutes})
        assert cleaner.clean(record, moment).clock_error == timedelta(hours=1)
    moment = begin + timedelta(hours=1)
    clean = cleaner.clean(MinEnergy({"time": None, "ppv": 1}), moment + timedelta(hours=1))
    assert clean.moment == moment + timedelta(hours=1)
    assert not clean.clock_error
