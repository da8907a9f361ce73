"""What a report says was sent was sent, and what it calls already so was so; it reads forward."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings_world import (
    SHOWN,
    Clock,
    device,
    journal_at,
    new_simulator,
    quick_directory,
    sent_forms,
    someone_else_sets,
    truth,
)

from growattServer import GrowattError, OpenApiV1
from growattServer.operation import Call
from growattServer.settings import (
    FAMILIES,
    MIN,
    Family,
    Journal,
    Plan,
    Report,
    Schedule,
    Status,
    Window,
    plans,
    revert_due,
)
from growattServer.simulator import Simulator
from growattServer.wire import Reply, Request


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


def fail(fault: str, after: bool = False, **more: Any) -> Callable[[Simulator], object]:
    """A failure of the next write."""
    return lambda cloud: cloud.add_fault({"fault": fault, "match": "*Set", "after": after, **more})


# --- every outcome, of every verb ----------------------------------------------------------------


class Outcome(NamedTuple):
    """What happens before the writes, and what the report says of charge_power after them."""

    happens: Callable[[Simulator], object]
    status: str
    sent: bool | None
    result: str
    changed: bool = True


REFUSED = fail("error_code", error_code=10003, error_msg="error_device_offline")
OUTCOMES = {
    "taken": Outcome(lambda cloud: None, "applied", True, "sent, applied"),
    "refused": Outcome(
        REFUSED,
        "rejected",
        True,
        "sent, rejected: [10003] error_device_offline (the device is offline)",
        False,
    ),
    "system error": Outcome(
        fail("error_code", error_code=1, error_msg="SYSTEM_ERROR"),
        "pending",
        True,
        "sent, pending: [1] SYSTEM_ERROR (the server's system error; a setting may have taken"
        " effect all the same, so read it back)",
        False,
    ),
    "system error after it": Outcome(
        fail("error_code", True, error_code=1, error_msg="SYSTEM_ERROR"),
        "applied",
        True,
        "sent, applied",
    ),
    "no answer": Outcome(fail("reset"), "pending", None, "perhaps sent, pending", False),
    "no answer after it": Outcome(fail("reset", True), "applied", True, "sent, applied"),
    "web page": Outcome(fail("http_502"), "pending", None, "perhaps sent, pending", False),
}


@pytest.mark.parametrize("goal", ["apply", "revert"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_each_outcome_is_told_as_it_was(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, name: str, goal: str
) -> None:
    outcome = OUTCOMES[name]
    plan = device(api, "MIN").plan({"charge_power": 55}, journal=journal)
    if goal == "revert":
        assert plan.apply().writes == 1
        assert plan.verify().complete
        clock.turn(minutes=5)
    first, last = (100, 55) if goal == "apply" else (55, 100)
    outcome.happens(cloud)
    report = plan.apply() if goal == "apply" else plan.revert()
    assert report.writes == 1
    # another process tells the same as the one that sent it
    (again,) = plans(api, journal)
    for told in (plan.verify(), again.verify()):
        assert_line(told, outcome, first, last)
        assert told.writes == 0


def assert_line(report: Report, outcome: Outcome, first: int, last: int) -> None:
    line = report["charge_power"]
    now = last if outcome.changed else first
    assert (line.status, line.sent, line.result) == outcome[1:4]
    assert (line.before, line.wanted, line.now) == (first, last, now)
    told = report.as_dict()["values"]["charge_power"]
    assert (told["from"], told["to"], told["now"]) == (first, last, now)
    assert (told["status"], told["sent"]) == (line.status, line.sent)
    text = str(report)
    assert f"{first} % -> {last} %" in text
    assert line.result in text


def test_what_was_never_sent_is_not_called_applied(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    wishes = {"discharge_stop_soc": 20, "charge_power": 55, "discharge_power": 70}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    cloud.add_fault({"fault": "slow", "seconds": 0, "match": "*Set"})
    REFUSED(cloud)
    report = plan.apply()
    assert {line.name: line.result.partition(":")[0] for line in report} == {
        "discharge_stop_soc": "sent, applied",
        "charge_power": "sent, rejected",
        "discharge_power": "not sent",
    }
    preview = plan.revert(dry_run=True)
    assert preview.dry_run
    assert preview.writes == 1
    assert {line.name: (line.before, line.wanted, line.result) for line in preview} == {
        "discharge_stop_soc": (20, 10, "not sent"),
        "charge_power": (100, 100, "already so"),
        "discharge_power": (100, 100, "already so"),
    }
    reverted = plan.revert()
    assert reverted.complete
    assert reverted.writes == preview.writes
    assert {line.name: line.result for line in reverted} == {
        "discharge_stop_soc": "sent, applied",
        "charge_power": "already so",
        "discharge_power": "already so",
    }


def test_a_dry_run_of_a_revert_changes_nothing(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "SPH").plan({"charge_power": 55}, journal=journal)
    assert plan.revert(dry_run=True).writes == 0
    plan.apply()
    someone_else_sets(cloud, "SPH", "mix_ac_charge_time_period", 30, 100, 0, *[0] * 15)
    kept, forms = files(journal), sent_forms(cloud)
    preview = plan.revert(dry_run=True)
    assert preview["charge_power"].status is Status.CHANGED_BY_OTHERS
    assert preview["charge_power"].result == "not sent, changed by others"
    assert preview.writes == 0
    preview = plan.revert(overwrite=True, dry_run=True)
    assert (preview["charge_power"].before, preview["charge_power"].wanted) == (30, 100)
    assert preview.writes == 1
    assert files(journal) == kept
    assert sent_forms(cloud) == forms
    report = plan.revert(overwrite=True)
    assert (report["charge_power"].text, report.writes) == ("30 % -> 100 %", 1)


def files(journal: Journal) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(journal.directory.glob("*.json"))}


def test_somebody_else_did_it(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    plan = device(api, "MIN").plan({"charge_power": 55}, journal=journal)
    someone_else_sets(cloud, "MIN", "charge_power", 55)
    line = plan.apply()["charge_power"]
    assert (line.result, line.before, line.wanted) == ("already so", 55, 55)


def test_a_value_that_was_there_before_proves_no_write(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    """A clock that is right all the same does not tell whether it was set."""
    wishes = {"clock": datetime(2026, 6, 15, 12, 1)}
    plan = device(api, "MIN").plan(wishes, journal=journal)
    fail("reset")(cloud)
    line = plan.apply()["clock"]
    assert (line.sent, line.result) == (None, "perhaps sent, applied")


def test_a_due_plan_that_cannot_be_reverted_is_not_sent(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock
) -> None:
    wishes = {"charge_power": 55}
    plan = device(api, "MIN").plan(wishes, for_=timedelta(hours=1), journal=journal)
    plan.apply()
    clock.turn(hours=2)
    cloud.add_fault({"fault": "http_502", "match": "*tlx_set_info", "times": 0})
    (report,) = revert_due(api, journal)
    assert report.goal == "revert"
    assert report.error is not None
    assert report["charge_power"].result == "not sent"
    assert report.writes == 0


# --- plans of earlier releases -------------------------------------------------------------------


@pytest.mark.parametrize("family", [family.name for family in SHOWN])
def test_a_plan_of_an_earlier_release_is_reverted(
    cloud: Simulator, api: OpenApiV1, journal: Journal, family: str
) -> None:
    catalogue = next(one for one in FAMILIES.values() if one.name == family)
    old = truth(cloud, catalogue)
    night = Schedule([Window("battery_first", "02:00", "05:00")])
    plan = device(api, family).plan({"charge_power": 55, "schedule": night}, journal=journal)
    plan.apply()
    (path,) = journal.directory.glob("*.plan.json")
    document = json.loads(path.read_text())
    for value in document["values"]:
        for key in ("found", "heard", "reason"):
            del value[key]
    path.write_text(json.dumps(document))
    (found,) = plans(api, journal)
    assert found.verify()["charge_power"].result == "sent, applied"
    assert found.revert(dry_run=True)["charge_power"].text == "55 % -> 100 %, now 55 %"
    report = found.revert()
    assert report.complete
    assert report["charge_power"].text == "55 % -> 100 %"
    assert truth(cloud, catalogue) == old


def test_a_revert_that_an_earlier_release_began(
    cloud: Simulator, api: OpenApiV1, journal: Journal
) -> None:
    plan = device(api, "MIN").plan({"charge_power": 55, "discharge_power": 70}, journal=journal)
    plan.apply()
    REFUSED(cloud)
    assert plan.revert().error is not None
    (path,) = journal.directory.glob("*.plan.json")
    document = json.loads(path.read_text())
    for value in document["values"]:
        for key in ("found", "heard", "reason"):
            del value[key]
    path.write_text(json.dumps(document))
    (found,) = plans(api, journal)
    report = found.verify()
    assert report["discharge_power"].result == "sent, rejected"
    assert report["charge_power"].text == "55 % -> 100 %, now 55 %"
    assert found.revert().complete


# --- any sequence --------------------------------------------------------------------------------


class Killed(BaseException):
    """The process dies here."""


LEVEL = st.sampled_from([10, 55, 100])
WISHES = st.fixed_dictionaries(
    {},
    optional={
        "charge_power": LEVEL,
        "discharge_power": LEVEL,
        "discharge_stop_soc": st.sampled_from([10, 30]),
        "ac_charge": st.booleans(),
        "schedule": st.sampled_from(
            [
                Schedule(),
                Schedule([Window("battery_first", "02:00", "05:00")]),
                Schedule([Window("grid_first", "02:00", "04:00")]),
            ]
        ),
    },
).filter(bool)
FAULTS = st.sampled_from(
    [None, None, None, *[each.happens for each in OUTCOMES.values()], fail("html_login", True)]
)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), WISHES),
        st.tuples(st.sampled_from(["apply", "revert", "overwrite", "verify"]), FAULTS),
        st.tuples(
            st.sampled_from(["killed apply", "killed revert"]),
            st.tuples(st.integers(0, 3), st.booleans()),
        ),
        st.tuples(st.just("another"), st.sampled_from([10, 55, 77, 100])),
    ),
    min_size=3,
    max_size=8,
)


class Life:
    """A plan and what becomes of it; `forms` is what its device got on the way to its goal."""

    def __init__(self, cloud: Simulator, api: OpenApiV1, journal: Journal, family: Family) -> None:
        self.cloud, self.api, self.journal, self.family = cloud, api, journal, family
        self.plan: Plan[OpenApiV1] | None = None
        self.forms: list[dict[str, str]] = []
        self.goal = "apply"

    def do(self, name: str, what: Any) -> None:
        if name == "plan":
            made = device(self.api, self.family.name).plan(what, journal=self.journal)
            if made.changes:
                self.plan, self.forms, self.goal = made, [], "apply"
        elif name == "another":
            self.another(what)
        elif self.plan is not None:
            self.act(self.plan, name, what)

    def another(self, power: int) -> None:
        if self.family is MIN:
            someone_else_sets(self.cloud, "MIN", "charge_power", power)
        else:
            rest = [100, 0, *[0] * 15]
            someone_else_sets(self.cloud, "SPH", "mix_ac_charge_time_period", power, *rest)

    def act(self, plan: Plan[OpenApiV1], name: str, what: Any) -> None:
        goal = name.split()[-1].replace("overwrite", "revert")
        if goal == "revert" and self.goal == "apply" and plan.in_force:
            self.forms, self.goal = [], "revert"
        action: Callable[[], Report] = {
            "apply": plan.apply,
            "verify": plan.verify,
            "revert": lambda: plan.revert(overwrite=name == "overwrite"),
        }[goal]
        begun = len(sent_forms(self.cloud))
        killed = name.startswith("killed")
        if killed:
            count, after = what
            action = partial(self.kill, action, count, after)
        elif what is not None:
            what(self.cloud)
        report = None
        with suppress(Killed, GrowattError):
            report = action()
        self.cloud.clear_faults()
        mine = [dict(form) for form in sent_forms(self.cloud)[begun:]]
        self.forms += mine
        if report is not None:
            assert report.writes == len(mine), str(report)
            self.check(report)
        # whoever comes next finds what is on the disk
        found = [one for one in plans(self.api, self.journal) if one.key == plan.key]
        self.plan = found[0] if found else plan
        self.check(self.plan.verify())

    def kill(self, action: Callable[[], Report], count: int, after: bool) -> Report:
        """Do it, and die at this request, before it leaves or after its answer has come."""
        send, left = self.api._send, [count]

        def dying(request: Request, call: Call) -> Reply:
            left[0] -= 1
            if left[0] < 0 and not after:
                raise Killed
            reply = send(request, call)
            if left[0] < 0:
                raise Killed
            return reply

        self.api._send = dying  # type: ignore[method-assign]
        try:
            return action()
        finally:
            self.api._send = send  # type: ignore[method-assign]

    def check(self, report: Report) -> None:
        """The report agrees with what the device got, and with what it is set to."""
        real = truth(self.cloud, self.family)
        for line in report:
            row = self.family[line.name]
            got = [form for form in self.forms if form["type"] == row.command]
            if line.sent is True:
                assert got, f"{line} was never sent\n{report}"
            if line.sent is False and report.goal == self.goal:
                assert not got, f"{line} was sent\n{report}"
            if line.status is Status.ALREADY_SO:
                assert line.before == line.wanted == row.value(real[line.name]), str(report)
                assert line.sent is False
            if line.status is Status.APPLIED:
                assert line.wanted == row.value(real[line.name]), str(report)
                assert line.sent is not False
            if line.now is not None:
                assert line.now == row.value(real[line.name]), str(report)


@pytest.mark.parametrize("family", SHOWN, ids=lambda one: one.name)
def test_a_report_never_calls_sent_what_was_not(
    one_cloud: Simulator, api: OpenApiV1, family: Family
) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(WISHES, ACTIONS)
    def run(wishes: dict[str, Any], actions: list[tuple[str, Any]]) -> None:
        one_cloud.reset()
        clock = Clock()
        with quick_directory() as folder:
            journal = journal_at(Path(folder), clock, writes_a_day=500)
            life = Life(one_cloud, api, journal, family)
            life.do("plan", wishes)
            for name, what in actions:
                life.do(name, what)
                clock.turn(seconds=50)

    run()
