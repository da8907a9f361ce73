"""Whatever fails and whenever: old, new, or the report says exactly which values differ."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings_world import (
    Clock,
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
    operation,
)
from growattServer.settings import MIN, SPH, Family, Schedule, Status, Window, unfinished
from growattServer.simulator import Simulator
from growattServer.simulator.faults import FORMS, KINDS

# what the simulator can do, so that a new fault is drawn here from its first day on
FAULTS = [(kind, form) for kind in KINDS for form in FORMS.get(kind, (None,))]
FAULT_NAMES = [f"{kind} {form}" if form else kind for kind, form in FAULTS]
PATIENT, HASTY = (60.0, 60.0), (2.0, 0.15)
CODES = (1, 10001, 10002, 10003, 10008, 10011, 10012, 99999)
STATUSES = (302, 307, 403, 404, 500, 503, 504, 507)
MANNERS = (None, "raise", "wait", "last")


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


TROUBLE = st.builds(
    Trouble,
    fault=st.sampled_from(FAULTS),
    moment=st.integers(0, 4),
    after=st.booleans(),
    code=st.sampled_from(CODES),
    status=st.sampled_from(STATUSES),
    match=st.sampled_from(["*Set", "*Set", "*Set", "*_info", "*"]),
    times=st.sampled_from([1, 1, 2, 50]),
)
LEVEL = st.integers(0, 100)
HOURS = st.lists(st.integers(0, 23), unique=True, max_size=6).map(sorted)
MODES = st.lists(st.sampled_from(["battery_first", "grid_first"]), min_size=3, max_size=3)
SCHEDULE = st.builds(
    lambda hours, modes: Schedule(
        Window(mode, f"{first}:00", f"{last}:00")
        for first, last, mode in zip(hours[::2], hours[1::2], modes, strict=False)
    ),
    HOURS,
    MODES,
)
COMMON = {
    "charge_power": LEVEL,
    "charge_stop_soc": LEVEL,
    "discharge_power": LEVEL,
    "discharge_stop_soc": LEVEL,
    "ac_charge": st.booleans(),
    "active_power_limit": LEVEL,
    "grid_voltage_high": st.integers(240, 270),
    "schedule": SCHEDULE,
}
OPTIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "MIN": {
        **COMMON,
        "export_limit": st.sampled_from(["off", "meter", "ct"]),
        "off_grid_voltage": st.sampled_from([230, 208, 240]),
        "active_power_limit_kept": st.booleans(),
        "on": st.booleans(),
    },
    "SPH": {
        **COMMON,
        "export_limit": st.booleans(),
        "export_limit_power": LEVEL,
        "load_first_stop_soc": LEVEL,
        "load_first_phases": st.sampled_from(["sum", "single"]),
    },
}


def wishes(family: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=OPTIONS[family]).filter(bool)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with new_simulator() as simulator:
        yield simulator


class Turning:
    """The clock of the example that runs; sleeping turns it."""

    clock = Clock()

    def sleep(self, seconds: float) -> None:
        self.clock.turn(seconds=seconds)


@pytest.fixture(autouse=True)
def turning(monkeypatch: pytest.MonkeyPatch) -> Turning:
    made = Turning()
    watch = SimpleNamespace(monotonic=time.monotonic, sleep=made.sleep)
    monkeypatch.setattr(operation, "time", watch)
    return made


class Scene:
    """A client with or without an etiquette, and a journal, on a cloud that is as new."""

    def __init__(self, cloud: Simulator, turning: Turning, family: Family, on_limit: Any) -> None:
        cloud.reset()
        self.cloud, self.family = cloud, family
        self.clock = turning.clock = Clock()
        self.etiquette = on_limit and Etiquette(on_limit=on_limit, ledger=False, clock=self.clock)
        self.api = OpenApiV1(
            cloud.token, server_url=cloud.url, timeout=PATIENT, etiquette=self.etiquette
        )
        self.directory: AbstractContextManager[str] = quick_directory()

    def __enter__(self) -> Scene:
        directory: Any = self.directory.__enter__()
        self.journal = journal_at(directory, self.clock, writes_a_day=500)
        self.device = device(self.api, self.family.name)
        return self

    def __exit__(self, *exception: object) -> None:
        self.api.close()
        self.directory.__exit__(None, None, None)

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
        start = scene.device.plan(first, allow_dangerous=True, journal=scene.journal)
        start.apply()
        assert start.verify().complete
        scene.clock.turn(minutes=5)
        old = truth(cloud, family)
        plan = scene.device.plan(second, allow_dangerous=True, journal=scene.journal)

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
            # only where the etiquette does not let all writes go at once
            assert isinstance(last.error, GrowattRateLimitError), str(last)
            scene.clock.turn(hours=1)
            last = scene.patiently(plan.revert)
        told = {line.name for line in last.differences}
        assert all(last[name].status is Status.NOT_RESTORED for name in told), str(last)
        assert_restored(cloud, family, plan, old, told)


def assert_restored(
    cloud: Simulator, family: Family, plan: Any, old: Any, told: set[str] | None = None
) -> None:
    """The device is as it was, but for what the report names and what nobody could know."""
    blind = {value.name for value in plan.entry.values.values() if value.before is None}
    real = truth(cloud, family)
    assert {n for n in real if real[n] != old[n]} <= (told or set()) | blind


def property_test(examples: int, derandomize: bool) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=derandomize,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


ON_LIMIT = st.sampled_from(MANNERS)


@property_test(18, derandomize=True)
@given(wishes("MIN"), wishes("MIN"), st.tuples(TROUBLE, TROUBLE), ON_LIMIT)
def test_a_min_under_faults(
    cloud: Simulator, turning: Turning, first: Any, second: Any, troubles: Any, on_limit: Any
) -> None:
    check(cloud, turning, MIN, first, second, troubles, on_limit)


@property_test(18, derandomize=True)
@given(wishes("SPH"), wishes("SPH"), st.tuples(TROUBLE, TROUBLE), ON_LIMIT)
def test_an_sph_under_faults(
    cloud: Simulator, turning: Turning, first: Any, second: Any, troubles: Any, on_limit: Any
) -> None:
    check(cloud, turning, SPH, first, second, troubles, on_limit)


NIGHT, EVENING = Window("battery_first", "02:00", "05:00"), Window("grid_first", "18:00", "20:00")
BEFORE = {"charge_power": 60, "schedule": Schedule([NIGHT])}
AFTER = {"charge_power": 80, "discharge_stop_soc": 20, "schedule": Schedule([EVENING])}


@pytest.mark.parametrize("fault", FAULTS, ids=FAULT_NAMES)
def test_each_fault_once(cloud: Simulator, turning: Turning, fault: Any) -> None:
    for family, after, on_limit in ((MIN, False, None), (SPH, True, "last")):
        trouble = Trouble(fault, moment=1, after=after)
        check(cloud, turning, family, BEFORE, AFTER, (trouble, trouble), on_limit)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
@pytest.mark.parametrize("fault", FAULTS, ids=FAULT_NAMES)
def test_each_fault_at_each_moment(
    cloud: Simulator, turning: Turning, family: Family, fault: Any
) -> None:
    for moment in range(9):
        for after in (False, True):
            for times in (1, 50):
                trouble = Trouble(fault, moment, after, match="*", times=times)
                on_limit = MANNERS[(moment + after) % len(MANNERS)]
                check(cloud, turning, family, BEFORE, AFTER, (trouble, trouble), on_limit)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
def test_many_more_faults(cloud: Simulator, turning: Turning, family: Family, part: int) -> None:
    @property_test(150, derandomize=False)
    @given(wishes(family.name), wishes(family.name), st.tuples(TROUBLE, TROUBLE), ON_LIMIT)
    def run(first: Any, second: Any, troubles: Any, on_limit: Any) -> None:
        check(cloud, turning, family, first, second, troubles, on_limit)

    run()
