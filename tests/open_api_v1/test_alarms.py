"""Alarms: what happens in the simulated world is read by every client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from v1_operations import DAY, DEVICE_CASES, MIN_SN, SPH_SN, START, mount

from growattServer import AsyncOpenApiV1, GrowattUnknownDeviceError, OpenApiV1
from growattServer.simulator import Simulator


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, speed=0, history_days=3) as simulator:
        mount(simulator)
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url) as client:
        yield client


@pytest.mark.parametrize("kind", DEVICE_CASES)
def test_an_alarm_that_happens_is_told(cloud: Simulator, api: OpenApiV1, kind: str) -> None:
    family, serial, _ = DEVICE_CASES[kind]
    assert family(api, serial).alarms(DAY).alarms == []
    cloud.add_alarm(serial, 302, message="No AC connection")
    told = family(api, serial).alarms(DAY)
    assert (told.count, told.device_sn) == (1, serial)
    (alarm,) = told.alarms
    assert (alarm.alarm_code, alarm.alarm_message) == ("302", "No AC connection")
    now = datetime.fromisoformat(cloud.clock()["now"])
    zone = datetime.fromisoformat(cloud.device(serial)["time"]).tzinfo
    assert alarm.start_time == now.astimezone(zone).replace(tzinfo=None)
    assert alarm.end_time is None
    assert getattr(api, f"{kind.lower()}_alarms")(serial, DAY) == told

    async def awaited() -> object:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url) as later:
            return await getattr(later, f"{kind.lower()}_alarms")(serial, DAY)

    assert asyncio.run(awaited()) == told


def test_alarms_come_by_days_and_in_pages(cloud: Simulator, api: OpenApiV1) -> None:
    for hour in range(5):
        start = f"2026-06-14T{hour:02d}:30:00+02:00"
        cloud.add_alarm(MIN_SN, hour, start=start, end="2026-06-15T01:00:00+02:00")
    assert api.min_alarms(MIN_SN, DAY).count == 0
    day = DAY - timedelta(days=1)
    first, second = (api.min_alarms(MIN_SN, day, page, 3) for page in (1, 2))
    assert (first.count, second.count) == (5, 5)
    codes = [alarm.alarm_code for alarm in (*first.alarms, *second.alarms)]
    assert codes == ["4", "3", "2", "1", "0"]
    assert first.alarms[0].end_time == datetime(2026, 6, 15, 1)


def test_alarms_of_another_device_and_of_what_is_to_come(cloud: Simulator, api: OpenApiV1) -> None:
    cloud.add_alarm(SPH_SN, 1)
    cloud.add_alarm(MIN_SN, 2, start="2026-06-15T18:00:00+02:00")
    assert api.min_alarms(MIN_SN, DAY).alarms == []
    cloud.set_clock("2026-06-15T18:00:00+02:00")
    assert [alarm.alarm_code for alarm in api.min_alarms(MIN_SN, DAY).alarms] == ["2"]
    with pytest.raises(GrowattUnknownDeviceError):
        api.min_alarms(SPH_SN, DAY)


def test_what_happened_on_a_cut_line_is_not_told(cloud: Simulator, api: OpenApiV1) -> None:
    cloud.change_device(MIN_SN, online=False)
    cloud.set_clock("2026-06-15T13:00:00+02:00")
    cloud.add_alarm(MIN_SN, 7)
    cloud.set_clock("2026-06-15T14:00:00+02:00")
    cloud.change_device(MIN_SN, online=True)
    assert api.min_alarms(MIN_SN, DAY).count == 0
