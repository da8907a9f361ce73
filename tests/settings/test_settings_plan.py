"""Plans: what is sent, and what is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from settings_world import (
    Clock,
    assert_told,
    device,
    journal_at,
    new_simulator,
    someone_else_sets,
    truth,
    writes,
)

import growattServer
from growattServer import GrowattParameterError, OpenApiV1
from growattServer.operation import Call
from growattServer.settings import (
    MIN,
    SPH,
    GrowattPlanBusyError,
    Journal,
    Plan,
    Report,
    Schedule,
    Status,
    Window,
    plans,
    unfinished,
)
from growattServer.simulator import Simulator
from growattServer.wire import Reply, Request, ToThread, Wait

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
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=(60, 4)) as client:
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


# --- what is sent --------------------------------------------------------------------------------


def test_a_plan_sends_nothing_and_touches_no_disk(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80, "ac_charge": False}, journal=journal)
    assert plan.changes == {"charge_power": (100, 80)}
    assert plan.writes == 1
    assert str(plan) == (
        "MIN SIMMIN0001: 1 difference, at most 1 write\n  charge_power              100 % -> 80 %"
    )
    assert writes(cloud) == []
    assert not journal.directory.exists()
    assert plan == device(api, "MIN").plan({"charge_power": 80, "ac_charge": False})


def test_only_what_differs_is_sent(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    wishes = {"charge_power": 100, "discharge_power": 70, "schedule": Schedule([EVENING])}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    assert plan.apply().error is None
    assert writes(cloud) == ["discharge_power", "time_segment1"]
    assert plan.verify().complete
    again = device(api, "MIN").plan(wishes, journal=journal)
    assert again.changes == {}
    assert str(again) == "MIN SIMMIN0001: no differences"
    assert again.apply().complete
    assert again.verify().complete
    assert len(writes(cloud)) == 2
    more = device(api, "MIN").plan({"schedule": Schedule([NIGHT, EVENING])}, journal=journal)
    more.apply()
    assert writes(cloud)[2:] == ["time_segment2"]


def test_a_group_of_an_sph_is_sent_as_a_whole(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    someone_else_sets(
        cloud, "SPH", "mix_ac_charge_time_period", 90, 95, 1, *([1, 0, 2, 30, 1] * 3)[:5], *[0] * 10
    )
    plan = device(api, "SPH").plan({"charge_power": 40}, journal=journal)
    plan.apply()
    assert plan.verify().complete
    sent = cloud.device("SIMSPH0001")["settings"]["mix_ac_charge_time_period"]
    assert sent[:8] == ["40", "95", "1", "1", "0", "2", "30", "1"]
    form = [r for r in cloud.requests() if r["path"].endswith("mixSet")][-1]["form"]
    assert set(form) == {"mix_sn", "type", *(f"param{number}" for number in range(1, 19))}


def test_charge_and_discharge_may_change_places(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    first = Schedule([NIGHT, EVENING])
    swapped = Schedule(
        [Window("grid_first", "02:00", "05:00"), Window("battery_first", "18:00", "20:00")]
    )
    for family in ("MIN", "SPH"):
        for schedule in (first, swapped):
            plan = device(api, family).plan({"schedule": schedule}, journal=journal)
            plan.apply()
            assert plan.verify().complete
            assert device(api, family).read_settings().schedule == schedule
            clock.turn(minutes=3)


def test_the_stop_level_of_load_first_is_put_back(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "SPH").plan({"discharge_stop_soc": 30}, journal=journal)
    plan.apply()
    assert plan.verify().complete
    assert truth(cloud, SPH)["load_first_stop_soc"] == ("10",)
    assert plan.revert().complete
    assert truth(cloud, SPH)["load_first_stop_soc"] == ("10",)


def test_a_mate_that_cannot_be_read_must_be_said(api: OpenApiV1, journal: Journal) -> None:
    with cloud_reply(api, {"wchargeSOCLowLimit1": None, "wchargeSOCLowLimit2": None}):
        with pytest.raises(GrowattParameterError, match="charge_stop_soc is written together"):
            device(api, "SPH").plan({"charge_power": 40}, journal=journal)
        plan = device(api, "SPH").plan({"charge_power": 40, "charge_stop_soc": 90}, journal=journal)
        assert plan.changes["charge_stop_soc"] == (None, 90)


class cloud_reply:  # noqa: N801  # reads as a phrase
    """Until its end the settings of the device show these values, or a reply from before."""

    def __init__(self, api: OpenApiV1, changed: dict[str, Any] | None = None) -> None:
        self.api, self.changed, self.kept = api, changed, b""
        self.send = api._send

    def __enter__(self) -> None:
        self.api._send = self._answer  # type: ignore[method-assign]

    def __exit__(self, *exception: object) -> None:
        self.api._send = self.send  # type: ignore[method-assign]

    def _answer(self, request: Request, call: Call) -> Reply:
        if not request.url.endswith(("tlx_set_info", "mix_data_info")):
            return self.send(request, call)
        if not self.kept:
            reply = self.send(request, call)
            document = json.loads(reply.body)
            document["data"].update(self.changed or {})
            self.kept = json.dumps(document).encode()
        return Reply(200, self.kept)


# --- what is told --------------------------------------------------------------------------------


def test_statuses_of_a_plan_that_stops(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    wishes = {"discharge_stop_soc": 20, "charge_power": 80, "discharge_power": 70}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    old = truth(cloud, MIN)
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*Set"})
    fail(cloud, error_code=1, error_msg="SYSTEM_ERROR")
    report = plan.apply()
    assert isinstance(report.error, growattServer.GrowattV1ApiError)
    assert [line.status for line in report] == ["applied", "pending", "not sent"]
    assert not report.complete
    assert_told(cloud, plan, report, old)
    with pytest.raises(growattServer.GrowattSettingError, match="charge_power: pending") as caught:
        report.raise_for_differences()
    assert caught.value.__cause__ is report.error
    assert report.as_dict()["values"]["charge_power"] == {
        "status": "pending",
        "sent": True,
        "reason": "[1] SYSTEM_ERROR (the server's system error; a setting may have taken effect all"
        " the same, so read it back)",
        "from": 100,
        "to": 80,
        "now": 100,
        "text": "100 % -> 80 %, now 100 %",
    }
    assert unfinished(api, journal) == [plan]
    clock.turn(minutes=3)
    assert plan.verify()["charge_power"].status is Status.REJECTED
    # a second apply sends only what still differs
    assert plan.apply().error is None
    assert writes(cloud) == [
        "discharge_stop_soc", "charge_power", "charge_power", "discharge_power",
    ]  # fmt: skip
    report = plan.verify()
    assert report.complete
    report.raise_for_differences()
    assert unfinished(api, journal) == []
    assert plan.revert().complete
    assert truth(cloud, MIN) == old


@pytest.mark.parametrize("fault", ["timeout", "reset", "html_login", "http_502", "error_code"])
def test_a_write_that_took_effect_is_not_repeated(
    cloud: Simulator, api: OpenApiV1, journal: Journal, fault: str
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80, "discharge_power": 70}, journal=journal)
    fail(cloud, fault, after=True)
    assert plan.apply().error is None
    assert writes(cloud) == ["charge_power", "discharge_power"]
    assert plan.verify().complete


def test_a_refused_write_is_rejected_at_once(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    fail(cloud, error_code=10003, error_msg="error_device_offline")
    report = plan.apply()
    assert report["charge_power"].status is Status.REJECTED
    assert report["charge_power"].now == 100
    assert "stopped by: Error during writing parameter charge_power" in str(report)


def test_a_read_back_that_fails_too_leaves_it_unknown(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    fail(cloud, "reset", after=True)
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*tlx_set_info"})
    cloud.add_fault({"fault": "reset", "match": "*tlx_set_info"})
    report = plan.apply()
    assert report["charge_power"].status is Status.UNKNOWN
    assert isinstance(report.error, growattServer.GrowattConnectionError)
    assert plan.verify().complete


@pytest.mark.breaks("settings", "somebody else writes in the midst of it")
def test_a_segment_that_the_device_drops_is_rejected(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "MIN").plan({"schedule": Schedule([NIGHT])}, journal=journal)
    original = api._send

    def interfere(request: Request, call: Call) -> Reply:
        if request.url.endswith("tlxSet"):
            someone_else_sets(cloud, "MIN", "time_segment9", 2, 4, 0, 6, 0, 1)
        return original(request, call)

    api._send = interfere  # type: ignore[method-assign]
    assert plan.apply().error is None
    clock.turn(seconds=130)
    report = plan.verify()
    assert report["segment 1"].status is Status.REJECTED
    assert report["segment 9"].status is Status.CHANGED_BY_OTHERS
    assert report["segment 9"].now == Window("grid_first", "04:00", "06:00")


def test_someone_else_between_plan_and_apply(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80, "discharge_power": 70}, journal=journal)
    someone_else_sets(cloud, "MIN", "charge_power", 55)
    report = plan.apply()
    assert report["charge_power"].status is Status.CHANGED_BY_OTHERS
    assert report["charge_power"].now == 55
    assert report["discharge_power"].status is Status.NOT_SENT
    assert writes(cloud) == ["charge_power"]
    assert unfinished(api, journal) == []
    # in a group of an SPH it is enough that its mates change
    plan = device(api, "SPH").plan({"charge_power": 80}, journal=journal)
    someone_else_sets(cloud, "SPH", "mix_ac_charge_time_period", 100, 90, *[0] * 16)
    assert plan.apply()["charge_stop_soc"].status is Status.CHANGED_BY_OTHERS
    assert truth(cloud, SPH)["charge_power"] == ("100",)


def test_someone_else_wants_the_same(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    someone_else_sets(cloud, "MIN", "charge_power", 80)
    assert plan.apply().complete
    assert len(writes(cloud)) == 1


def test_someone_else_after_apply(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80, "discharge_power": 70}, journal=journal)
    plan.apply()
    someone_else_sets(cloud, "MIN", "charge_power", 55)
    assert plan.verify()["charge_power"].status is Status.CHANGED_BY_OTHERS
    report = plan.revert()
    assert report["charge_power"].status is Status.CHANGED_BY_OTHERS
    assert report["discharge_power"].status is Status.APPLIED
    assert truth(cloud, MIN)["charge_power"] == ("55",)
    assert plan.closed


def test_a_revert_that_overwrites(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    plan.apply()
    someone_else_sets(cloud, "MIN", "charge_power", 55)
    assert plan.revert(overwrite=True).complete
    assert truth(cloud, MIN)["charge_power"] == ("100",)


def test_a_proved_plan_can_be_reverted_once(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    assert plan.revert().complete  # before it was applied there is nothing to do
    with pytest.raises(GrowattParameterError, match="make a new one"):
        plan.apply()
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    plan.apply()
    assert plan.verify().complete
    assert plan.closed
    (same,) = plans(api, journal)
    assert same.revert().complete
    someone_else_sets(cloud, "MIN", "charge_power", 80)
    # what was reverted is over, whatever comes later
    assert not plan.revert().complete
    assert truth(cloud, MIN)["charge_power"] == ("80",)


def without_waiting(flow: Any, api: OpenApiV1) -> tuple[Report, list[float]]:
    """The result of a flow, and the seconds that it wanted to wait."""
    waits: list[float] = []
    answer: Any = None
    while True:
        try:
            step = flow.send(answer)
        except StopIteration as end:
            return end.value, waits
        answer = None
        if isinstance(step, Wait):
            waits.append(step.seconds)
        elif isinstance(step, ToThread):
            answer = step.function()
        else:
            answer = api._send(step, api._call())


def test_verify_waits_for_the_cloud(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    with cloud_reply(api):
        plan.apply()
        assert plan.verify()["charge_power"].status is Status.PENDING
        report, waits = without_waiting(Plan.verify.flow(plan, timedelta(seconds=12)), api)
        assert report["charge_power"].status is Status.PENDING
    assert waits == [5, 5, 2]
    assert plan.verify(wait=timedelta(seconds=10)).complete


def test_a_reading_that_lags_deceives_nobody(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    with cloud_reply(api):
        plan.apply()
        # the cloud still shows 100 although 80 is on its way
        other = device(api, "MIN").plan({"charge_power": 100}, journal=journal)
        assert other.changes == {}
        with pytest.raises(GrowattPlanBusyError, match="a moment ago"):
            other.apply()
        plan.revert()
    assert truth(cloud, MIN)["charge_power"] == ("100",)
    assert writes(cloud) == ["charge_power", "charge_power"]
