"""Whatever fails and whenever: old, new, or the report says exactly which values differ.

One property, for every family that has settings and every fault of the door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings_wishes import two_wishes, wishes
from settings_world import (
    V4_SERIALS,
    Clock,
    Turning,
    assert_told,
    device,
    journal_at,
    new_simulator,
    quick_directory,
    sent_forms,
    truth,
)

from growattServer import (
    Etiquette,
    GrowattError,
    GrowattRateLimitError,
    OpenApiV1,
    OpenApiV4,
)
from growattServer.settings import Family, Phase, Status, unfinished
from growattServer.settings.families import BY_KEY
from growattServer.simulator import Simulator
from growattServer.simulator.faults import FORMS, KINDS

# what the simulator can do, so that a new fault is drawn here from its first day on
FAULTS = [(kind, form) for kind in KINDS for form in FORMS.get(kind, (None,))]
FAULT_NAMES = [f"{kind} {form}" if form else kind for kind, form in FAULTS]
PATIENT, HASTY = (60.0, 60.0), (2.0, 0.15)
CODES = (1, 10001, 10002, 10003, 10008, 10011, 10012, 99999)
V4_CODES = (1, 3, 5, 6, 16, 100, 102, 999)
V1_CALLS = ("*Set", "*Set", "*Set", "*_info", "*Param", "*")
V4_CALLS = ("*/set*", "*/set*", "*/remove*", "*/read*", "*queryDeviceInfo", "*")
STATUSES = (302, 307, 403, 404, 500, 503, 504, 507)
MANNERS = (None, "raise", "wait", "last")
FAMILIES = pytest.mark.parametrize("family", BY_KEY.values(), ids=lambda family: str(family.name))


class Trouble(NamedTuple):
    """A fault of one request, after some that go well."""

    fault: tuple[str, str | None]
    moment: int = 0
    after: bool = False
    code: int = 1
    status: int = 503
    match: str = "*Set"
    times: int = 1

    def order(self, cloud: Simulator) -> None:
        if self.moment:
            quiet = {"fault": "slow", "seconds": 0, "match": self.match, "times": self.moment}
            cloud.add_fault(quiet)
        kind, form = self.fault
        fault: dict[str, Any] = {
            "fault": kind, "match": self.match, "times": self.times, "after": self.after,
        }  # fmt: skip
        if form is not None:
            fault["form"] = form
        if kind == "error_code":
            fault |= {"error_code": self.code, "error_msg": "SYSTEM_ERROR"}
        if kind == "slow":
            fault["seconds"] = 3
        if kind in ("http_status", "redirect"):
            fault["status"] = self.status
        cloud.add_fault(fault)


def is_of_v4(family: Family) -> bool:
    return isinstance(family.device_type, str)


def troubles(family: Family) -> st.SearchStrategy[Trouble]:
    return st.builds(
        Trouble,
        fault=st.sampled_from(FAULTS),
        moment=st.integers(0, 4),
        after=st.booleans(),
        code=st.sampled_from(V4_CODES if is_of_v4(family) else CODES),
        status=st.sampled_from(STATUSES),
        match=st.sampled_from(V4_CALLS if is_of_v4(family) else V1_CALLS),
        times=st.sampled_from([1, 1, 2, 50]),
    )


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def turning(monkeypatch: pytest.MonkeyPatch) -> Turning:
    return Turning(monkeypatch)


class Scene:
    """A client with or without an etiquette, and a journal, on a cloud that is as new."""

    def __init__(self, cloud: Simulator, turning: Turning, family: Family, on_limit: Any) -> None:
        cloud.reset()
        self.cloud, self.family = cloud, family
        self.clock = turning.clock = Clock()
        self.etiquette = on_limit and Etiquette(on_limit=on_limit, ledger=False, clock=self.clock)
        client: Any = OpenApiV4 if is_of_v4(family) else OpenApiV1
        self.api = client(
            cloud.token, server_url=cloud.url, timeout=PATIENT, etiquette=self.etiquette
        )
        self.directory: AbstractContextManager[str] = quick_directory()

    def __enter__(self) -> Scene:
        directory: Any = self.directory.__enter__()
        self.journal = journal_at(directory, self.clock, writes_a_day=500)
        self.device = self._device()
        return self

    def _device(self) -> Any:
        word = self.family.device_type
        if isinstance(word, str):
            return self.api.get_device(V4_SERIALS[word], word)
        return device(self.api, self.family.name)

    def __exit__(self, *exception: object) -> None:
        self.api.close()
        self.directory.__exit__(None, None, None)

    def plan(self, wanted: dict[str, Any]) -> Any:
        return self.patiently(self.device.plan, wanted, allow_dangerous=True, journal=self.journal)

    def let_time_pass(self) -> None:
        """A client that keeps the limits of V4 may read again."""
        if is_of_v4(self.family) and self.etiquette:
            self.clock.turn(minutes=6)

    def patiently(self, action: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """The result of an action, which comes again when the etiquette says so."""
        while True:
            try:
                return action(*arguments, **more)
            except GrowattRateLimitError as limit:
                if self.etiquette is None or limit.retry_at is None:
                    raise
                self.clock.now = max(self.clock.now, limit.retry_at)

    def hastily(self, trouble: Trouble, action: Callable[[], Any]) -> Any:
        """The report of an action during which something fails; None where it raised."""
        sent = len(sent_forms(self.cloud))
        trouble.order(self.cloud)
        self.api.timeout = HASTY
        try:
            return action()
        except GrowattError:
            return None
        finally:
            self.cloud.clear_faults()
            self.api.timeout = PATIENT
            forms = sent_forms(self.cloud)[sent:]
            assert len(forms) == len(set(forms)), "a write was repeated"


def check(
    cloud: Simulator,
    turning: Turning,
    family: Family,
    first: dict[str, Any],
    second: dict[str, Any],
    troubles: tuple[Trouble, Trouble],
    on_limit: Any = None,
) -> None:
    """Apply a plan on top of another one, revert it, with a fault in each."""
    with Scene(cloud, turning, family, on_limit) as scene:
        start = scene.plan(first)
        scene.patiently(start.apply)
        assert scene.patiently(start.verify).complete
        scene.clock.turn(minutes=5)
        old = truth(cloud, family)
        plan = scene.plan(second)
        scene.let_time_pass()

        sent = len(sent_forms(cloud))
        report = scene.hastily(troubles[0], plan.apply)
        if report is None:
            # before the first write errors are raised, and then nothing was sent
            assert len(sent_forms(cloud)) == sent
            assert truth(cloud, family) == old
        else:
            assert_told(cloud, plan, report, old)
        proved = scene.patiently(plan.verify)
        assert_told(cloud, plan, proved, old)
        assert (
            proved.complete
            or plan in unfinished(scene.api, scene.journal)
            or len(sent_forms(cloud)) == sent
        )

        scene.let_time_pass()
        sent = len(sent_forms(cloud))
        report = scene.hastily(troubles[1], plan.revert)
        if report is None:
            assert len(sent_forms(cloud)) == sent
        else:
            assert_told(cloud, plan, report, old)
            if report.complete:
                assert_restored(cloud, family, plan, old)
        scene.clock.turn(minutes=5)
        last = scene.patiently(plan.revert)
        while last.error is not None:
            # only where the etiquette does not let all writes go, or be read back, at once
            assert isinstance(last.error, GrowattRateLimitError), str(last)
            scene.clock.turn(hours=1)
            is_sent = plan.entry.phase == Phase.SENT
            last = scene.patiently(plan.verify if is_sent else plan.revert)
        told = {line.name for line in last.differences}
        assert all(last[name].status is Status.NOT_RESTORED for name in told), str(last)
        assert_restored(cloud, family, plan, old, told)


def assert_restored(
    cloud: Simulator, family: Family, plan: Any, old: Any, told: set[str] | None = None
) -> None:
    """The device is as it was, but for what the report names and what nobody could know."""
    blind = {value.name for value in plan.entry.values.values() if value.before is None}
    real = truth(cloud, family)
    changed = {
        name
        for name, texts in real.items()
        if texts != old[name] and not family[name].same(texts, old[name])
    }
    assert changed <= (told or set()) | blind


def property_test(examples: int, derandomize: bool) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=derandomize,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@st.composite
def scenes(draw: st.DrawFn, family: Family) -> tuple[Any, ...]:
    """Two wishes, a trouble for each of two steps, and the manners of the client."""
    trouble = troubles(family)
    wished = (draw(wishes(family)), draw(wishes(family)))
    return (*wished, (draw(trouble), draw(trouble)), draw(st.sampled_from(MANNERS)))


@FAMILIES
def test_whatever_fails_old_new_or_told(cloud: Simulator, turning: Turning, family: Family) -> None:
    @property_test(12, derandomize=True)
    @given(scenes(family))
    def run(scene: Any) -> None:
        check(cloud, turning, family, *scene)

    run()


@FAMILIES
def test_each_fault_once(cloud: Simulator, turning: Turning, family: Family) -> None:
    before, after = two_wishes(family, most=1)
    write, code = (V4_CALLS[0], 1) if is_of_v4(family) else (V1_CALLS[0], 1)
    moment = min(1, len(before) - 1)
    for number, fault in enumerate(FAULTS):
        trouble = Trouble(fault, moment, bool(number % 2), code, match=write)
        check(cloud, turning, family, before, after, (trouble, trouble), MANNERS[number % 4])


@pytest.mark.long
@pytest.mark.timeout(1800)
@FAMILIES
@pytest.mark.parametrize("fault", FAULTS, ids=FAULT_NAMES)
def test_each_fault_at_each_moment(
    cloud: Simulator, turning: Turning, family: Family, fault: Any
) -> None:
    before, after = two_wishes(family)
    for moment in range(9):
        for arrives in (False, True):
            for times in (1, 50):
                trouble = Trouble(fault, moment, arrives, match="*", times=times)
                on_limit = MANNERS[(moment + arrives) % len(MANNERS)]
                check(cloud, turning, family, before, after, (trouble, trouble), on_limit)


@pytest.mark.long
@pytest.mark.timeout(1800)
@FAMILIES
def test_many_more_faults(cloud: Simulator, turning: Turning, family: Family) -> None:
    @property_test(150, derandomize=False)
    @given(scenes(family))
    def run(scene: Any) -> None:
        check(cloud, turning, family, *scene)

    run()
