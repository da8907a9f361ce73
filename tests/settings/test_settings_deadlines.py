"""Plans whose time is over, or that are given up: the report is true, and the device free."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from settings_world import (
    KINDS,
    SERIALS,
    START,
    Clock,
    assert_told,
    device,
    journal_at,
    sent_forms,
    truth,
    writes,
)

import growattServer
from growattServer import (
    AsyncOpenApiV1,
    GrowattError,
    GrowattParameterError,
    GrowattTimeoutError,
    OpenApiV1,
    operation,
)
from growattServer.settings import (
    MIN,
    SPH,
    Journal,
    Phase,
    Plan,
    Report,
    Schedule,
    Status,
    Window,
    plans,
    revert_due,
    unfinished,
)
from growattServer.simulator import Simulator

FAMILIES = {"MIN": MIN, "SPH": SPH}
BOTH = pytest.mark.parametrize("family", ["MIN", "SPH"])
BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
ON_LIMIT = pytest.mark.parametrize("on_limit", ["raise", "wait", "last"])
NIGHT = Window("battery_first", "02:00", "05:00")
WISHES: dict[str, Any] = {
    "charge_power": 80,
    "discharge_stop_soc": 20,
    "active_power_limit": 90,
    "schedule": Schedule([NIGHT]),
}
TOO_OFTEN = {"fault": "error_code", "error_code": 10012, "error_msg": "error_frequently_access"}


# --- deadlines -----------------------------------------------------------------------------------


class Slow:
    """From now on each request of a client takes ten seconds of a clock that only they turn."""

    EACH_S = 10.0

    def __init__(self, api: OpenApiV1, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds, self.requests = 0.0, 0
        original = api._send

        def send(request: Any, call: Any) -> Any:
            self.seconds += self.EACH_S
            self.requests += 1
            return original(request, operation.Call(call.timeouts, 60.0))

        monkeypatch.setattr(api, "_send", send)
        watch = SimpleNamespace(monotonic=lambda: self.seconds, sleep=self.sleep)
        monkeypatch.setattr(operation, "time", watch)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, speed=0, history_days=0) as simulator:
        yield simulator


@pytest.fixture
def api(cloud: Simulator) -> Iterator[OpenApiV1]:
    with OpenApiV1(cloud.token, server_url=cloud.url, timeout=10) as client:
        yield client


@pytest.mark.parametrize(("family", "fault"), [("MIN", None), ("MIN", "reset"), ("SPH", "reset")])
def test_a_deadline_in_the_middle(
    cloud: Simulator,
    api: OpenApiV1,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    family: str,
    fault: str | None,
) -> None:
    """Whenever the time is over, the report is true, and the plan goes on or back later."""
    slow, clock = Slow(api, monkeypatch), Clock()
    old, ended = truth(cloud, FAMILIES[family]), False
    for count in range(8):
        cloud.reset()
        journal = journal_at(tmp_path / f"{count}", clock)
        plan = device(api, family).plan(WISHES, journal=journal)
        before = slow.requests
        if fault is not None:  # the last answer that could come in time is lost
            quiet = {"fault": "slow", "seconds": 0, "match": "*", "times": count}
            cloud.add_fault(quiet if count else {**quiet, "match": "none"})
            cloud.add_fault({"fault": fault, "match": "*Set", "after": True})
        report = cut_short(plan, "apply", count, old, cloud)
        assert slow.requests - before <= count + 1
        cloud.clear_faults()
        if report is None:
            continue
        left = [value for value in plan.entry.values.values() if value.outcome == "on its way"]
        assert left == []
        ended = ended or report.error is None
        proved = plan.verify()
        assert_told(cloud, plan, proved, old)
        assert proved.complete or plan in unfinished(api, journal)
        cut_short(plan, "revert", count, old, cloud)
        assert plan.revert().complete
        assert truth(cloud, FAMILIES[family]) == old
    assert ended


def cut_short(plan: Plan[Any], name: str, count: int, old: Any, cloud: Simulator) -> Report | None:
    """The report of what has time for so many requests; None where it raised before a write."""
    sent = len(writes(cloud))
    try:
        report: Report = getattr(plan, name)(timeout=Slow.EACH_S * count + 5)
    except GrowattTimeoutError:
        assert len(writes(cloud)) == sent
        assert name == "revert" or plan.entry.phase is Phase.PLANNED
        return None
    assert_told(cloud, plan, report, old)
    forms = sent_forms(cloud)[sent:]
    assert len(forms) == len(set(forms))
    if report.error is not None:
        assert isinstance(report.error, GrowattTimeoutError | growattServer.GrowattConnectionError)
    return report


def test_what_was_not_sent_is_called_so(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_at(tmp_path)
    wishes = {"discharge_stop_soc": 20, "charge_power": 80, "discharge_power": 70}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    Slow(api, monkeypatch)
    report = plan.apply(timeout=25)
    assert [line.status for line in report] == ["pending", "pending", "not sent"]
    assert isinstance(report.error, GrowattTimeoutError)
    assert journal.writes_left("SIMMIN0001") == 48
    (found,) = unfinished(api, journal)
    value = found.entry.values["discharge_power"]
    assert (value.sent, value.outcome, value.last_sent_at) == ([], "not sent", None)
    assert found.apply().error is None
    assert writes(cloud) == list(wishes)
    assert found.verify().complete


def test_a_server_that_cannot_be_reached_has_heard_of_nothing(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = journal_at(tmp_path)
    plan = device(api, "SPH").plan({"discharge_stop_soc": 30, "charge_power": 70}, journal=journal)
    original = api._send
    sent = 0

    def lose(request: Any, call: Any) -> Any:
        nonlocal sent
        if request.url.endswith("mixSet"):
            sent += 1
            if sent == 2:
                api.close()
                cloud.stop()
        return original(request, call)

    monkeypatch.setattr(api, "_send", lose)
    report = plan.apply()
    assert isinstance(report.error, growattServer.GrowattConnectionError)
    assert report["discharge_stop_soc"].status is Status.PENDING
    assert report["charge_power"].status is Status.NOT_SENT
    assert journal.writes_left("SIMSPH0001") == 49
    cloud.start()
    monkeypatch.undo()
    assert plan.revert().complete


def test_reading_back_that_ends_early_tells_what_is_known(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal_at(tmp_path))
    with pytest.raises(GrowattParameterError, match="wait must be a timedelta of 0 or more"):
        plan.revert(wait=5)
    cloud.add_fault({"fault": "null_data", "match": "*Set"})  # accepted, and never applied
    assert plan.apply().error is None
    slow = Slow(api, monkeypatch)
    report = plan.verify(wait=timedelta(minutes=5), timeout=30)
    assert isinstance(report.error, GrowattTimeoutError)
    assert report["charge_power"].status is Status.PENDING
    assert slow.requests == 2
    # of a revert whose last reading fails, the writes are told all the same
    assert plan.apply().error is None
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*_info"})
    cloud.add_fault({"fault": "reset", "match": "*_info"})
    report = plan.revert()
    assert isinstance(report.error, growattServer.GrowattConnectionError)
    assert report["charge_power"].status is Status.PENDING
    assert truth(cloud, MIN)["charge_power"] == ("100",)
    assert plan in unfinished(api, plan.journal)
    assert plan.revert().complete


def test_a_verify_beside_another_plan_still_tells(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path
) -> None:
    journal = journal_at(tmp_path)
    plan = device(api, "MIN").plan({"charge_power": 80}, journal=journal)
    plan.apply()
    with journal.alone("SIMMIN0001"):
        assert plan.verify().complete
    assert not plan.closed
    assert plan.verify().complete
    assert plan.closed


def test_due_plans_share_a_deadline(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    journal = journal_at(tmp_path, clock)
    for family in ("MIN", "SPH"):
        made = device(api, family).plan(
            {"charge_power": 80}, for_=timedelta(hours=1), journal=journal
        )
        made.apply()
        clock.turn(seconds=1)
    clock.turn(hours=2)
    with monkeypatch.context() as patch:
        Slow(api, patch)
        first, second = revert_due(api, journal, timeout=35)
    assert first.complete
    assert isinstance(second.error, GrowattTimeoutError)
    assert revert_due(api, journal, only=["SOMEBODY"]) == []
    (second,) = revert_due(api, journal)
    assert second.complete
    assert truth(cloud, SPH)["charge_power"] == ("100",)


# --- given up ------------------------------------------------------------------------------------


@BOTH
@BLOCKING_AND_ASYNC
def test_given_up_in_the_middle(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, family: str, mode: str
) -> None:
    """A task that is cancelled, or a Ctrl-C: the journal knows, and the device is free again."""
    old = truth(cloud, FAMILIES[family])

    def interrupted(number: int, journal: Journal) -> None:
        with OpenApiV1(cloud.token, server_url=cloud.url, timeout=10) as one:
            plan = device(one, family).plan(WISHES, journal=journal)
            original, sent = one._send, iter(range(99))

            def send(request: Any, call: Any) -> Any:
                reply = original(request, call)
                if next(sent) == number:
                    raise KeyboardInterrupt
                return reply

            one._send = send  # type: ignore[method-assign]
            with pytest.raises(KeyboardInterrupt):
                plan.apply()

    async def cancelled(number: int, journal: Journal) -> None:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url, timeout=10) as one:
            plan = await KINDS[family](one, SERIALS[family]).plan(WISHES, journal=journal)
            original, sent = one._send, iter(range(99))

            async def send(request: Any, call: Any) -> Any:
                reply = await original(request, call)
                if next(sent) == number:
                    task = asyncio.current_task()
                    assert task is not None
                    task.cancel()
                    await asyncio.sleep(0)
                return reply

            one._send = send  # type: ignore[method-assign]
            with pytest.raises(asyncio.CancelledError):
                await plan.apply()

    for number in range(4):
        cloud.reset()
        journal = journal_at(tmp_path / f"{number}")
        if mode == "blocking":
            interrupted(number, journal)
        else:
            asyncio.run(cancelled(number, journal))
        found = plans(api, journal)
        assert len(found) == (number > 0)
        for plan in found:
            assert_told(cloud, plan, plan.verify(), old)
            assert plan.revert().complete
        assert truth(cloud, FAMILIES[family]) == old


def test_a_plan_that_could_not_begin_is_as_before(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the very first word, and then another try."""
    journal = journal_at(tmp_path)
    older = device(api, "MIN").plan({"charge_power": 60}, for_=timedelta(hours=1), journal=journal)
    older.apply()
    older.verify()
    plan = device(api, "MIN").plan({"charge_power": 50}, journal=journal)

    def full(entry: Any) -> None:
        raise growattServer.settings.GrowattJournalError("the journal cannot be written: full")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "save", full)
        with pytest.raises(GrowattError, match="full"):
            plan.apply()
    assert plan.entry.phase is Phase.PLANNED
    assert plan.entry.values["charge_power"].taken_from == []
    assert plan.apply().error is None
    assert plan.revert().complete
    assert truth(cloud, MIN)["charge_power"] == ("100",)
    assert unfinished(api, journal) == []


def test_what_a_killed_process_was_writing_is_removed(
    cloud: Simulator, api: OpenApiV1, tmp_path: Path
) -> None:
    journal = journal_at(tmp_path)
    mine = [f".SIMMIN0001{rest}.{8 * 'ab'}.new" for rest in ("-x.plan.json", ".writes.json")]
    other = f".SIMSPH0001.writes.json.{8 * 'ef'}.new"
    for name in (*mine, other):
        (tmp_path / name).write_text("{")
    device(api, "MIN").plan({"charge_power": 80}, journal=journal).apply()
    left = {path.name for path in tmp_path.glob("*.new")}
    assert left == {other}
