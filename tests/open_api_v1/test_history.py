"""`device.history(first, last)`: every reading once, in order, in no more calls than it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from growattServer import (
    AsyncOpenApiV1,
    Etiquette,
    GrowattParameterError,
    GrowattRateLimitError,
    Min,
    OpenApiV1,
)
from growattServer.open_api_v1 import records
from growattServer.open_api_v1.devices import FAMILIES
from growattServer.simulator import Simulator

START = datetime(2026, 6, 15, 10, tzinfo=UTC)
DAYS = 9
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 15)
SERIALS = {"MIN": "SIMMIN0001", "SPH": "SIMSPH0001", "SPA": "SIMSPA0001"}
EACH = pytest.mark.parametrize("family", [name for name in FAMILIES if name in SERIALS])
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


def read(cloud: Simulator, way: str, family: str, *days: Any, **more: Any) -> list[Any]:
    kind, serial = FAMILIES[family], SERIALS[family]
    if way == "blocking":
        with OpenApiV1(cloud.token, server_url=cloud.url) as api:
            return list(kind(api, serial).history(*days, **more))

    async def main() -> list[Any]:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url) as api:
            return [row async for row in kind(api, serial).history(*days, **more)]

    return asyncio.run(main())


def true_times(cloud: Simulator, family: str, first: date, last: date) -> list[datetime]:
    end = min(datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC), START)
    begin = datetime.combine(first, datetime.min.time(), UTC)
    states = cloud.truth(
        SERIALS[family], begin.isoformat(), (end + timedelta(seconds=1)).isoformat()
    )
    return [datetime.fromisoformat(state["time"]).astimezone(UTC) for state in states]


def times(rows: list[Any]) -> list[datetime]:
    return [row.time.replace(tzinfo=UTC) for row in rows]


@EACH
@WAYS
def test_every_reading_comes_once_and_in_order(cloud: Simulator, way: str, family: str) -> None:
    rows = read(cloud, way, family, FIRST, LAST)
    assert times(rows) == true_times(cloud, family, FIRST, LAST)
    assert len(rows) > 2000
    assert type(rows[0]).__name__ == f"{family.title()}Energy"


@WAYS
@pytest.mark.parametrize("days", [1, 7, 8])
def test_no_call_is_made_in_vain(cloud: Simulator, way: str, days: int) -> None:
    first = date(2026, 6, 7)
    rows = read(cloud, way, "MIN", first.isoformat(), first + timedelta(days=days - 1))
    assert len(rows) == 288 * days
    weeks = [min(7, days - done) for done in range(0, days, 7)]
    assert len(cloud.requests()) == sum(-(-288 * week // 100) for week in weeks)


def test_nothing_is_asked_before_it_is_wanted(cloud: Simulator) -> None:
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        history = FAMILIES["MIN"](api, SERIALS["MIN"]).history(FIRST, LAST)
        assert cloud.requests() == []
        assert len(list(islice(history, 10))) == 10
        # those of the first week that has rows, and of the empty days before
        assert {row["form"]["end_date"] for row in cloud.requests()} <= {"2026-06-07"}


@WAYS
def test_the_newest_first_until_there_is_nothing_older(cloud: Simulator, way: str) -> None:
    rows = read(cloud, way, "MIN", last=LAST, newest_first=True)
    assert times(rows) == true_times(cloud, "MIN", date(2026, 1, 1), LAST)[::-1]
    empty = [row for row in cloud.requests() if row["form"]["start_date"] < "2026-06-02"]
    assert len(empty) == 5


def test_with_a_first_day_the_newest_first_goes_on_to_it(cloud: Simulator) -> None:
    assert read(cloud, "blocking", "MIN", "2026-01-01", "2026-06-01", newest_first=True) == []
    assert len(cloud.requests()) == 22
    assert cloud.requests()[-1]["form"]["start_date"] == "2026-01-01"


@pytest.mark.parametrize("scenario", ["unordered_rows", "replayed_buffer", "late_rows"])
def test_odd_rows_are_put_in_order_and_come_once(cloud: Simulator, scenario: str) -> None:
    cloud.set_scenario(scenario)
    device = cloud.scenario()
    assert device is not None
    with OpenApiV1(cloud.token, server_url=cloud.url) as api:
        rows = list(FAMILIES["MIN"](api, SERIALS["MIN"]).history("2026-06-08", "2026-06-15"))
    assert rows
    assert [row.time for row in rows] == sorted(row.time for row in rows)
    assert len({str(sorted(row.items(), key=str)) for row in rows}) == len(rows)


class PushedRows(Min[OpenApiV1]):
    """New rows come while the pages are read, and push old ones to the next page."""

    def energy_history(self, *_: Any, **__: Any) -> Any:
        page = _[3]
        rows = {1: ("10:05", "10:00"), 2: ("10:00", "09:55"), 3: ("09:55", "09:50")}[page]
        datas = [{"time": f"2026-06-10 {clock}:00", "ppv": 1} for clock in rows]
        return records.MinEnergyHistory({"count": 6, "tlx_sn": "SN", "datas": datas})


def test_a_row_that_comes_on_two_pages_comes_once() -> None:
    rows = list(PushedRows(OpenApiV1("t"), "SN").history("2026-06-10", "2026-06-10"))
    assert [f"{row.time:%H:%M}" for row in rows] == ["09:50", "09:55", "10:00", "10:05"]


@pytest.mark.parametrize(("differs", "pages"), [(False, 2), (True, 250)])
def test_a_server_that_always_has_more_is_left(differs: bool, pages: int) -> None:
    asked: list[int] = []

    class Endless(Min[OpenApiV1]):
        def energy_history(self, *given: Any, **_: Any) -> Any:
            asked.append(given[3])
            row = {"time": "2026-06-10 10:00:00", "ppv": given[3] if differs else 1}
            return records.MinEnergyHistory({"count": 10**9, "tlx_sn": "SN", "datas": [row]})

    rows = list(Endless(OpenApiV1("t"), "SN").history("2026-06-10", "2026-06-10"))
    assert asked == list(range(1, pages + 1))
    assert len(rows) == (pages if differs else 1)


def test_the_times_are_those_of_the_zone(cloud: Simulator) -> None:
    rows = read(cloud, "blocking", "MIN", "2026-06-10", "2026-06-10", timezone="Europe/Berlin")
    assert (rows[0].time, rows[-1].time) == (
        datetime(2026, 6, 10, 0, 0),
        datetime(2026, 6, 10, 23, 55),
    )


@pytest.mark.parametrize(
    ("days", "more", "said"),
    [
        ((), {}, "say the first day"),
        (("2026-06-02", "2026-06-01"), {}, "before first"),
        (("June",), {}, "first must be a date"),
        (("2026-06-01", 5), {}, "last must be a date"),
        (("2026-06-01",), {"timezone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_what_makes_no_sense_is_told_at_once(
    cloud: Simulator, days: tuple[Any, ...], more: dict[str, Any], said: str
) -> None:
    with (
        OpenApiV1(cloud.token, server_url=cloud.url) as api,
        pytest.raises(GrowattParameterError, match=said),
    ):
        FAMILIES["MIN"](api, SERIALS["MIN"]).history(*days, **more)
    assert cloud.requests() == []


def test_the_wrong_loop_says_which_is_right(cloud: Simulator) -> None:
    blocking = FAMILIES["MIN"](OpenApiV1("t", server_url=cloud.url), "SN")

    async def main() -> None:
        async with AsyncOpenApiV1("t", server_url=cloud.url) as api:
            with pytest.raises(TypeError, match="async for"):
                list(FAMILIES["MIN"](api, "SN").history("2026-06-01"))
        with pytest.raises(TypeError, match="with 'for'"):
            [row async for row in blocking.history("2026-06-01")]

    asyncio.run(main())


def test_at_a_limit_it_does_as_it_is_told(cloud: Simulator) -> None:
    with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=Etiquette(ledger=False)) as api:
        device = FAMILIES["MIN"](api, SERIALS["MIN"])
        with pytest.raises(GrowattRateLimitError):
            list(device.history("2026-06-10", "2026-06-10", on_limit="raise"))
    assert len(cloud.requests()) == 1
