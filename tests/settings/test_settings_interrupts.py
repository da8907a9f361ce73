"""A plan that is interrupted by Ctrl-C or a cancelled task, and one whose clock was put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from settings_world import Clock, device, journal_at, new_simulator, quick_directory, truth

from growattServer import OpenApiV1
from growattServer.operation import Call, drive
from growattServer.settings import MIN, GrowattWriteBudgetError, Journal, Plan, plans, revert_due
from growattServer.simulator import Simulator
from growattServer.wire import Reply, Request

AHEAD = pytest.mark.parametrize("ahead", [{"minutes": 1}, {"hours": 2}, {"days": 3650}], ids=str)


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Journal:
    return journal_at(tmp_path / "state", clock)


@pytest.mark.parametrize("was_not_sent", [True, False])
def test_a_write_that_is_interrupted(
    cloud: Simulator, api: OpenApiV1, journal: Journal, was_not_sent: bool
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)

    def send(request: Request, call: Call) -> Reply:
        if not request.url.endswith("tlxSet"):
            return api._send(request, call)
        interrupt: Any = KeyboardInterrupt()
        interrupt.was_not_sent = was_not_sent
        raise interrupt

    with pytest.raises(KeyboardInterrupt):
        drive(Plan.apply.flow(plan), send, api._call())
    counted = 0 if was_not_sent else 1
    assert journal.writes_left(plan.device_sn) == journal.writes_a_day - counted
    # nobody holds the device, and the plan can be gone on with
    assert plan.apply().error is None
    assert truth(cloud, MIN)["charge_power"] == ("80",)
    assert plan.verify().complete


@AHEAD
def test_a_plan_of_a_clock_that_was_ahead_keeps_no_other_waiting(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, ahead: dict[str, int]
) -> None:
    clock.turn(**ahead)
    device(api, "MIN").plan({"charge_power": 80}, journal=journal).apply()
    clock.turn(**{unit: -number for unit, number in ahead.items()})
    other = OpenApiV1(cloud.token, server_url=cloud.url, timeout=60)
    device(other, "MIN").write_parameter("charge_power", [60])
    plan = device(api, "MIN").plan({"charge_power": 70}, journal=journal)
    assert plan.apply().error is None
    assert truth(cloud, MIN)["charge_power"] == ("70",)
    other.close()


@AHEAD
def test_a_timed_plan_of_a_clock_that_was_ahead_ends_in_its_time(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, ahead: dict[str, int]
) -> None:
    old = truth(cloud, MIN)["charge_power"]
    clock.turn(**ahead)
    lasts = timedelta(hours=1)
    device(api, "MIN").plan({"charge_power": 80}, for_=lasts, journal=journal).apply()
    clock.turn(**{unit: -number for unit, number in ahead.items()})
    assert revert_due(api, journal) == []
    ends = plans(api, journal)[0].ends
    assert ends is not None
    assert ends <= clock.now + lasts
    clock.turn(hours=1)
    assert [report.error for report in revert_due(api, journal)] == [None]
    assert truth(cloud, MIN)["charge_power"] == old


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-400, 400), min_size=1, max_size=8))
def test_a_day_has_one_budget_of_writes_whichever_way_the_clock_is_turned(hours: list[int]) -> None:
    with quick_directory() as folder:
        clock = Clock()
        journal = journal_at(Path(folder), clock, writes_a_day=3)
        for _ in range(3):
            journal.count_write("SN")
        begin = clock.now
        for hour in hours:
            clock.now = min(begin, clock.now + timedelta(hours=hour))
            assert journal.writes_left("SN") == 0
        with pytest.raises(GrowattWriteBudgetError):
            journal.check_budget("SN", 1)
        clock.turn(days=1)
        assert journal.writes_left("SN") == 3
