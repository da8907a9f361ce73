"""Plan and run end in the truth: whatever gaps, outages, clock changes, late and doubled rows."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from growattServer.recorder import Store
from growattServer.recorder.keep.weeks import WINDOW_S, start_of, window_of
from growattServer.recorder.keep.windows import EMPTY_WINDOWS, Past, Window, pending
from growattServer.recorder.receive.latest import moment_in
from growattServer.simulator import Simulator
from growattServer.simulator.device import Silence

from .recorder_world import MIN_SN, SPH_SN, assert_rows, client_of, new_cloud, now_of, recorder_of

pytestmark = pytest.mark.wide

# an example is hours of a simulated life, which takes a second or two
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# making a failing example smaller would take longer than looking at it
PHASES = [Phase.explicit, Phase.generate]
# a summer's day, the hour that comes twice, the hour that does not come
STARTS = ("2026-06-15T12:00:00+02:00", "2026-10-25T16:00:00+01:00", "2026-03-29T16:00:00+02:00")
SINCES = {start: date.fromisoformat(start[:10]) - timedelta(days=7) for start in STARTS}


class Outage(NamedTuple):
    """A time in which the cloud hears nothing; what was measured may come later."""

    minutes_after_the_last: int
    minutes: int
    is_late: bool


class Weather(NamedTuple):
    """What goes wrong in one example."""

    start: str
    serial: str
    outages: list[Outage]
    doubled: int
    live_hours: int
    stops: list[int]


WEATHERS = st.builds(
    Weather,
    start=st.sampled_from(STARTS),
    serial=st.sampled_from([MIN_SN, SPH_SN]),
    outages=st.lists(
        st.builds(Outage, st.integers(1, 16 * 60), st.integers(1, 12 * 60), st.booleans()),
        max_size=5,
    ),
    doubled=st.integers(2, 40),
    live_hours=st.integers(0, 4),
    # after how many events the recorder is stopped, again and again
    stops=st.lists(st.integers(1, 12), max_size=6),
)


def spoil(cloud: Simulator, weather: Weather) -> Any:
    """Let the cloud have heard less, and some of it twice."""
    device = cloud._cloud.world.devices[weather.serial]
    moment = now_of(cloud).timestamp() - 40 * 3600
    for pause, minutes, _ in weather.outages:
        since = moment + 60 * pause
        moment = since + 60 * minutes
        device.silences.append(Silence(since, moment))
    heard = device.steps_heard

    def twice(start: float, end: float, timestamp: float) -> list[int]:
        steps = heard(start, end, timestamp)
        return [each for step in steps for each in [step] * (1 + (step % weather.doubled == 0))]

    device.steps_heard = twice  # type: ignore[method-assign]
    return device


def live_through(weather: Weather) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        new_cloud(weather.start, history_days=1) as cloud,
        client_of(cloud) as api,
    ):
        device = spoil(cloud, weather)
        more: dict[str, Any] = {
            "since": SINCES[weather.start],
            "devices": [weather.serial],
            "interval": timedelta(minutes=10),
            "daily": False,
        }
        path = Path(folder) / "home.db"
        for stop in weather.stops:
            with Store(path) as store:
                running = recorder_of(cloud, api, store, **more).run()
                for _, _ in zip(range(stop), running, strict=False):
                    pass
                running.close()
        with Store(path) as store:
            until = now_of(cloud) + timedelta(hours=weather.live_hours)
            for _ in recorder_of(cloud, api, store, **more).run(until):
                pass
            list(recorder_of(cloud, api, store, **more).backfill())
            assert_rows(store, cloud, complete=not weather.live_hours and not weather.stops)

            # what was late is there now; some hours later it is looked for
            device.silences = [
                silence
                for silence, outage in zip(device.silences, weather.outages, strict=True)
                if not outage.is_late
            ]
            later = now_of(cloud) + timedelta(hours=6, minutes=1)
            cloud.set_clock(now=later.isoformat())
            list(recorder_of(cloud, api, store, **more).backfill())
            assert_rows(store, cloud)
            assert not recorder_of(cloud, api, store, **more).plan()


@pytest.mark.wide
@settings(max_examples=4, deadline=None, suppress_health_check=CALM, database=None, phases=PHASES)
@example(Weather(STARTS[0], MIN_SN, [Outage(278, 381, True), Outage(64, 272, True)], 2, 0, []))
@given(WEATHERS)
def test_it_ends_in_the_truth(weather: Weather) -> None:
    live_through(weather)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=300, deadline=None, suppress_health_check=CALM, database=None, phases=PHASES)
@given(WEATHERS)
def test_it_always_ends_in_the_truth(weather: Weather) -> None:
    live_through(weather)


# --- the plan alone ------------------------------------------------------------------------------

NOW = datetime.fromisoformat("2026-06-15T10:00:00+00:00").timestamp()


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.integers(0, 3), min_size=1, max_size=40),
    read=st.integers(0, 40),
    weeks=st.integers(0, 45),
    is_guess=st.booleans(),
)
def test_a_plan_asks_for_what_is_missing_and_no_more(
    rows: list[int], read: int, weeks: int, is_guess: bool
) -> None:
    """Read windows of a history, the newest first, as the plan says, until it says no more."""
    newest = window_of(NOW)
    server = {newest - age: count for age, count in enumerate(rows)}
    known: dict[int, Window] = {}
    since = NOW - weeks * WINDOW_S
    asked = []
    while due := next(pending(known, Past(since, is_guess), NOW), None):
        assert due.number not in known
        asked.append(due.number)
        known[due.number] = Window(
            due.number, read_at=int(NOW), server_rows=server.get(due.number, 0), extra_rows=0
        )
    assert asked == sorted(asked, reverse=True)
    assert asked[0] == newest
    # not older than was asked for, and where that is a guess no further than the first long silence
    expected, empty = [], 0
    for number in range(newest, window_of(since) - 1, -1):
        expected.append(number)
        empty = 0 if server.get(number, 0) else empty + 1
        if is_guess and empty == EMPTY_WINDOWS:
            break
    assert asked == expected


def test_a_window_is_looked_at_until_it_is_final() -> None:
    number = window_of(NOW) - 1
    end = start_of(number + 1)
    fresh = Window(number, read_at=int(end - 3600), server_rows=5)
    assert not fresh.is_due(end)
    assert fresh.is_due(end + 6 * 3600)
    settling = Window(number, read_at=int(end + 25 * 3600), server_rows=5)
    assert not settling.is_due(end + 2 * 86_400)
    assert settling.is_due(end + 3 * 86_400)
    final = Window(number, read_at=int(end + 3 * 86_400), server_rows=5)
    assert not final.is_due(end + 365 * 86_400)


def test_the_hour_that_comes_twice_is_left_to_the_history() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")
    now = datetime.fromisoformat("2026-10-25T01:30:00+00:00").timestamp()
    assert moment_in(datetime(2026, 10, 25, 2, 30), zone, now) is None
    assert moment_in(datetime(2026, 10, 25, 1, 55), zone, now) == now - 95 * 60
    assert moment_in(datetime(2026, 10, 25, 4, 30), zone, now) is None
