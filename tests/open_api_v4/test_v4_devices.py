"""Device objects of V4: any family, blocking and async, and their history over many days."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from v4_operations import SERIALS

from growattServer import (
    AsyncOpenApiV4,
    Etiquette,
    GrowattParameterError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
    OpenApiV4,
    Rows,
)
from growattServer.open_api_v4 import AsyncV4Device, V4Device, records
from growattServer.open_api_v4.families import FAMILY_NAMES
from growattServer.simulator import Simulator

START = datetime(2026, 6, 15, 10, tzinfo=UTC)
DAYS = 9
NOAH = SERIALS["noah"]
WAYS = pytest.mark.parametrize("way", ["blocking", "async"])


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START.isoformat(), seed=5, speed=0, history_days=DAYS) as made:
        yield made


@pytest.fixture(autouse=True)
def fresh(cloud: Simulator) -> Iterator[None]:
    cloud.reset()
    yield
    cloud.reset()


def call(cloud: Simulator, way: str, family: str, method: str, *given: Any) -> Any:
    """What a method of the device of this family answers."""
    if way == "blocking":
        with OpenApiV4(cloud.token, server_url=cloud.url) as api:
            return getattr(api.get_device(SERIALS[family], family), method)(*given)

    async def main() -> Any:
        async with AsyncOpenApiV4(cloud.token, server_url=cloud.url) as api:
            device = api.get_device(SERIALS[family], family)
            assert inspect.iscoroutinefunction(getattr(device, method))
            return await getattr(device, method)(*given)

    return asyncio.run(main())


def read(cloud: Simulator, way: str, *days: Any, **more: Any) -> list[Any]:
    """The history of the NOAH."""
    if way == "blocking":
        with OpenApiV4(cloud.token, server_url=cloud.url) as api:
            return list(api.get_device(NOAH, "noah").history(*days, **more))

    async def main() -> list[Any]:
        async with AsyncOpenApiV4(cloud.token, server_url=cloud.url) as api:
            return [row async for row in api.get_device(NOAH, "noah").history(*days, **more)]

    return asyncio.run(main())


def days_asked(cloud: Simulator) -> list[str]:
    return [request["form"]["date"] for request in cloud.requests()]


@WAYS
@pytest.mark.parametrize("family", SERIALS)
def test_a_device_of_each_family(cloud: Simulator, way: str, family: str) -> None:
    latest, detail = (call(cloud, way, family, name) for name in ("latest", "detail"))
    name = type(latest).__name__.removesuffix("Energy")
    assert (type(latest), type(detail)) == (
        getattr(records, f"{name}Energy"),
        getattr(records, f"{name}Detail"),
    )
    assert latest.device_sn == detail.device_sn == SERIALS[family]
    rows = call(cloud, way, family, "day", "2026-06-14")
    assert type(rows) is Rows
    assert len(rows) == 288
    assert type(rows[0]) is type(latest)


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_its_class_its_serial_number_and_its_family(family: str) -> None:
    device, later = (kind("t").get_device("SN", family) for kind in (OpenApiV4, AsyncOpenApiV4))
    assert (type(device), type(later)) == (V4Device, AsyncV4Device)
    assert type(V4Device(AsyncOpenApiV4("t"), "SN", family)) is AsyncV4Device
    assert device.serial == later.serial == "SN"
    assert device.family == later.family == {"inv": "inverter"}.get(family, family)
    # either word will do
    assert OpenApiV4("t").get_device("SN", device.family).family == device.family


@pytest.mark.parametrize("family", ["nexa", "", None, 7])
def test_a_family_that_v4_does_not_have(cloud: Simulator, family: Any) -> None:
    with pytest.raises(GrowattParameterError, match="family is one of"):
        OpenApiV4("t", server_url=cloud.url).get_device("SN", family)
    assert cloud.requests() == []


@pytest.mark.parametrize("method", ["latest", "detail"])
def test_a_device_that_is_not_in_the_answer(cloud: Simulator, method: str) -> None:
    with OpenApiV4(cloud.token, server_url=cloud.url) as api:
        device = api.get_device("NOBODY0001", "noah")
        with pytest.raises(GrowattUnknownDeviceError, match="no such noah"):
            getattr(device, method)()


@WAYS
def test_every_reading_of_some_days_comes_once_and_in_order(cloud: Simulator, way: str) -> None:
    rows = read(cloud, way, "2026-06-07", date(2026, 6, 14))
    # the days of the simulator are those of the server, UTC+8
    begin = datetime(2026, 6, 6, 16, tzinfo=UTC)
    true = cloud.truth(NOAH, begin.isoformat(), (begin + timedelta(days=8)).isoformat())
    assert [row.time for row in rows] == [datetime.fromisoformat(each["time"]) for each in true]
    assert len(rows) == 8 * 288
    assert days_asked(cloud) == [f"2026-06-{day:02}" for day in range(7, 15)]


@WAYS
def test_the_newest_first_until_there_is_nothing_older(cloud: Simulator, way: str) -> None:
    rows = read(cloud, way, last="2026-06-15", newest_first=True)
    assert [row.time for row in rows] == sorted((row.time for row in rows), reverse=True)
    whole = cloud.truth(NOAH, "2026-01-01T00:00:00Z", (START + timedelta(seconds=1)).isoformat())
    assert len(rows) == len(whole) > 9 * 288
    first = min(row.time for row in rows) + timedelta(hours=8)
    assert len([day for day in days_asked(cloud) if day < f"{first:%Y-%m-%d}"]) == 35


class Odd(V4Device[OpenApiV4]):
    """Rows out of order, twice, and those of midnight on both days."""

    def day(self, day: Any, *_: Any, **__: Any) -> Any:
        minutes = (0, 600, 0, 300, 1440)
        start = datetime.combine(day, datetime.min.time())
        texts = [f"{start + timedelta(minutes=each):%Y-%m-%d %H:%M:%S}" for each in minutes]
        return Rows(records.MinEnergy({"time": text, "ppv": 1}) for text in texts)


@pytest.mark.parametrize("newest_first", [False, True])
def test_rows_are_put_in_order_and_come_once(newest_first: bool) -> None:
    device = Odd(OpenApiV4("t"), "SN", "min")
    rows = list(device.history("2026-06-01", "2026-06-03", newest_first=newest_first))
    times = [row.time for row in rows]
    assert times == sorted(times, reverse=newest_first)
    assert len(times) == len(set(times)) == 3 * 3 + 1


def test_at_a_limit_a_history_waits_or_does_as_it_is_told(cloud: Simulator) -> None:
    with OpenApiV4(cloud.token, server_url=cloud.url, etiquette=Etiquette(ledger=False)) as api:
        history = api.get_device(NOAH, "noah").history("2026-06-10", "2026-06-11")
        rows = iter(history)
        assert next(rows)
        raising = api.get_device(NOAH, "noah").history("2026-06-11", on_limit="raise")
        with pytest.raises(GrowattRateLimitError):
            list(raising)
    assert len(cloud.requests()) == 1


def test_nothing_is_asked_for_what_makes_no_sense(cloud: Simulator) -> None:
    device = OpenApiV4("t", server_url=cloud.url).get_device("SN", "wit")
    for days in ((), ("2026-06-02", "2026-06-01"), ("June",)):
        with pytest.raises(GrowattParameterError):
            device.history(*days)
    with pytest.raises(GrowattParameterError):
        device.day("June")
    assert cloud.requests() == []
