"""What of a plan is on disk, the budget of writes, and what a later process does."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from settings_world import (
    NOON,
    SERIALS,
    Clock,
    device,
    journal_at,
    new_simulator,
    truth,
    writes,
)

import growattServer
from growattServer import GrowattError, GrowattParameterError, OpenApiV1
from growattServer.open_api_v1.devices import Min
from growattServer.operation import Call, drive
from growattServer.settings import (
    MIN,
    SPH,
    GrowattJournalError,
    GrowattPlanBusyError,
    GrowattWriteBudgetError,
    Journal,
    Plan,
    Status,
    Window,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator
from growattServer.wire import Reply, Request, ToThread

NIGHT = Window("battery_first", "02:00", "05:00")
EVENING = Window("grid_first", "18:00", "20:00")
FAMILIES = {"MIN": MIN, "SPH": SPH}


@pytest.fixture(scope="module")
def one_cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture
def cloud(one_cloud: Simulator) -> Simulator:
    one_cloud.reset()
    return one_cloud


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


def fail(cloud: Simulator, fault: str = "error_code", after: bool = False, **more: Any) -> None:
    """The next write fails."""
    cloud.add_fault({"fault": fault, "match": "*Set", "after": after, **more})


# --- what is kept on disk ------------------------------------------------------------------------


def test_the_snapshot_is_on_disk_before_the_first_write(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    original = api._send
    seen = []

    def look(request: Request, call: Call) -> Reply:
        if request.url.endswith("tlxSet"):
            (path,) = journal.directory.glob("*.plan.json")
            seen.append(json.loads(path.read_text()))
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        return original(request, call)

    api._send = look  # type: ignore[method-assign]
    plan.apply()
    (document,) = seen
    (value,) = document["values"]
    assert (value["before"], value["wanted"], value["sent"]) == (["100"], ["80"], [["80"]])
    assert value["outcome"] == "on its way"
    assert stat.S_IMODE(journal.directory.stat().st_mode) == 0o700
    assert cloud.token not in "".join(path.read_text() for path in journal.directory.iterdir())


def test_a_journal_that_cannot_be_written_stops_everything(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    journal = journal_at(tmp_path / "file" / "below")
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    with pytest.raises(GrowattJournalError) as caught:
        plan.apply()
    assert isinstance(caught.value, OSError)
    assert writes(cloud) == []


def test_a_disk_that_fills_up_midway_is_reported(
    cloud: Simulator, api: OpenApiV1, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = {"discharge_stop_soc": 20, "charge_power": 80}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    replace = os.replace

    def full(source: Any, target: Any) -> None:
        if len(writes(cloud)) == 1 and str(target).endswith("writes.json"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    report = plan.apply()
    assert isinstance(report.error, GrowattJournalError)
    assert not report.complete
    assert writes(cloud) == ["discharge_stop_soc"]
    monkeypatch.undo()
    (found,) = unfinished(api, journal)
    assert found.verify()["charge_power"].status is not Status.APPLIED
    assert found.revert().complete


def test_damaged_files_are_passed_over(
    cloud: Simulator, api: OpenApiV1, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    plan.apply()
    for number, text in enumerate(["", "{", "[]", '{"format": 2}', '{"format": 1}', "\xff"]):
        (journal.directory / f"X-{number}.plan.json").write_text(text)
    assert plans(api, journal) == [plan]
    assert "cannot be read" in caplog.text
    (journal.directory / "SIMMIN0001.writes.json").write_text("{")
    again = device(api, "MIN").plan({"discharge_power": 80}, journal=journal)
    with pytest.raises(GrowattJournalError, match="count of writes"):
        again.apply()


def test_plans_of_other_servers_are_not_ours(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    device(api, "MIN").plan({"charge_power": 80}, journal=journal).apply()
    assert len(plans(api, journal)) == 1
    assert plans(OpenApiV1("t", server_url="https://openapi-us.growatt.com/"), journal) == []


def test_old_finished_plans_are_removed(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    for power in (80, 70):
        plan = device(api, "MIN").plan({"charge_power": power}, journal=journal)
        plan.apply()
        plan.verify()
        clock.turn(days=31)
    assert len(plans(api, journal)) == 1


def test_one_plan_at_a_time(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    with journal.alone("SIMMIN0001"):
        with pytest.raises(GrowattPlanBusyError) as caught:
            plan.apply()
        assert caught.value.retryable
    flow = Plan.apply.flow(plan)
    step = next(flow)
    while isinstance(step, ToThread):
        step = flow.send(step.function())
    with pytest.raises(GrowattPlanBusyError):
        device(api, "MIN").plan({"charge_power": 70}, journal=journal).apply()
    flow.close()
    assert drive(Plan.apply.flow(plan), api._send, api._call()).error is None


def test_where_the_journal_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert Journal().directory == tmp_path / "growattServer" / "settings"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Journal().directory == tmp_path / ".local/state/growattServer/settings"
    with pytest.raises(GrowattParameterError):
        Journal(writes_a_day=-1)
    with pytest.raises(GrowattParameterError, match="with a zone"):
        Journal(clock=lambda: NOON.replace(tzinfo=None)).now()


# --- the budget ----------------------------------------------------------------------------------


def test_the_budget_of_writes(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, clock: Clock
) -> None:
    journal = journal_at(tmp_path, clock, writes_a_day=3)
    min_ = device(api, "MIN")
    plan = min_.plan({"charge_power": 80, "discharge_power": 70}, journal=journal)
    plan.apply()
    assert journal.writes_left("SIMMIN0001") == 1
    assert journal.writes_left("SIMSPH0001") == 3
    clock.turn(minutes=5)
    over = min_.plan({"charge_power": 90, "discharge_power": 90}, journal=journal)
    with pytest.raises(GrowattWriteBudgetError, match="needs 2 writes, and 1 of 3 are left"):
        over.apply()
    timed = min_.plan({"charge_power": 90}, journal=journal, for_=timedelta(hours=1))
    with pytest.raises(GrowattWriteBudgetError):
        timed.apply()
    assert isinstance(GrowattWriteBudgetError("x"), GrowattError)
    assert len(writes(cloud)) == 2
    # a revert is never refused, and counts
    assert plan.revert().complete
    assert journal.writes_left("SIMMIN0001") == -1
    clock.turn(days=1)
    assert journal.writes_left("SIMMIN0001") == 3
    assert min_.plan({"charge_power": 90}, journal=journal).apply().error is None


def test_failed_writes_count_too(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    fail(cloud, "reset")
    plan.apply()
    assert journal.writes_left("SIMMIN0001") == 49


# --- timed settings ------------------------------------------------------------------------------


def test_a_timed_setting_is_reverted_by_a_later_process(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "MIN").plan(
        {"export_limit": "meter"}, for_=timedelta(hours=2), journal=journal
    )
    assert plan.ends is None
    report = plan.apply()
    assert report.ends == plan.ends == NOON + timedelta(hours=2)
    assert "until 2026-06-15 12:00 UTC" in str(report)
    assert plan.verify().complete
    later = OpenApiV1(cloud.token, server_url=cloud.url)
    clock.turn(minutes=119)
    assert unfinished(later, journal) == []
    assert revert_due(later, journal) == []
    clock.turn(minutes=1)
    assert unfinished(later, journal) == [plan]
    assert plan.is_due
    with pytest.raises(GrowattParameterError, match="was over"):
        plan.apply()
    (report,) = revert_due(later, journal)
    assert report.complete
    assert truth(cloud, MIN)["export_limit"] == ("0",)
    assert revert_due(later, journal) == []


def test_a_due_plan_that_cannot_be_reached_stays_due(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "SPH").plan(
        {"export_limit": True, "export_limit_power": 0}, for_=timedelta(hours=2), journal=journal
    )
    plan.apply()
    clock.turn(hours=3)
    cloud.add_fault({"fault": "reset", "match": "*mix_data_info"})
    (report,) = revert_due(api, journal)
    assert isinstance(report.error, growattServer.GrowattConnectionError)
    (report,) = revert_due(api, journal)
    assert report.complete
    assert truth(cloud, SPH)["export_limit"] == ("0",)


@pytest.mark.parametrize("power", [80, 60])
def test_a_newer_plan_takes_over(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, power: int
) -> None:
    min_ = device(api, "MIN")
    first = min_.plan({"charge_power": 80, "discharge_power": 70}, for_=timedelta(hours=2),
                      journal=journal)  # fmt: skip
    first.apply()
    first.verify()
    clock.turn(hours=1)
    # the same or another value, for two hours more
    second = min_.plan({"charge_power": power}, for_=timedelta(hours=2), journal=journal)
    assert second.apply().error is None
    second.verify()
    clock.turn(hours=1)
    (report,) = revert_due(api, journal)
    assert report.complete
    assert truth(cloud, MIN)["charge_power"] == (str(power),)
    assert truth(cloud, MIN)["discharge_power"] == ("100",)
    clock.turn(hours=1)
    (report,) = revert_due(api, journal)
    assert report.complete
    # what was there before the first of them, and not what was meant for a while
    assert truth(cloud, MIN)["charge_power"] == ("100",)


def test_three_plans_in_a_row_need_no_pause(api: OpenApiV1, journal: Journal, clock: Clock) -> None:
    device = Min(api, SERIALS["MIN"])
    for power in (80, 60, 40):
        plan = device.plan({"charge_power": power}, journal=journal)
        plan.apply()
        assert plan.verify().complete
        clock.turn(seconds=1)
    assert device.read_settings()["charge_power"] == 40


def test_a_lasting_plan_ends_a_timed_one(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    min_ = device(api, "MIN")
    min_.plan({"charge_power": 80}, for_=timedelta(hours=2), journal=journal).apply()
    clock.turn(hours=1)
    min_.plan({"charge_power": 80}, journal=journal).apply()
    clock.turn(hours=5)
    assert revert_due(api, journal) == []
    assert truth(cloud, MIN)["charge_power"] == ("80",)


def test_a_dismissed_plan_is_nobodys_business(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, for_=timedelta(hours=2), journal=journal)
    plan.apply()
    plan.dismiss()
    clock.turn(hours=3)
    assert unfinished(api, journal) == revert_due(api, journal) == []
    with pytest.raises(GrowattParameterError, match="for_ must be a timedelta"):
        device(api, "MIN").plan({"charge_power": 80}, for_=timedelta(0), journal=journal)


async def test_revert_due_is_awaited_where_the_api_is(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, for_=timedelta(hours=2), journal=journal)
    plan.apply()
    clock.turn(hours=3)
    async with growattServer.AsyncOpenApiV1(cloud.token, server_url=cloud.url) as later:
        (report,) = await revert_due(later, journal)
        assert report.complete
        assert unfinished(later, journal) == []
    assert truth(cloud, MIN)["charge_power"] == ("100",)


def test_the_repr_of_a_plan(api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    assert repr(plan) == f"<Plan {plan.key} for SIMMIN0001: apply, planned>"
    assert plan != 1
    assert plan.device_sn == SERIALS["MIN"]
    assert repr(journal).startswith("Journal(")
