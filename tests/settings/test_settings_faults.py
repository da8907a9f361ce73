"""Whatever fails and whenever: old, new, or the report says exactly which values differ."""

from __future__ import annotations

from collections.abc import Iterator
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
    truth,
    writes,
)

from growattServer import GrowattError, OpenApiV1
from growattServer.settings import MIN, SPH, Family, Schedule, Status, Window, unfinished
from growattServer.simulator import Simulator

KINDS = (
    "timeout",
    "reset",
    "http_502",
    "http_status",
    "html_login",
    "truncated_json",
    "null_data",
    "empty_body",
    "slow",
    "error_code",
    "session_expired",
    "redirect",
)
PATIENT, HASTY = (10.0, 10.0), (2.0, 0.15)
CODES = (1, 10001, 10002, 10003, 10008, 10011, 10012, 99999)


class Trouble(NamedTuple):
    """A fault of one request, after some that go well."""

    kind: str
    moment: int
    after: bool
    code: int
    match: str
    times: int

    def order(self, cloud: Simulator) -> None:
        if self.moment:
            quiet = {"fault": "slow", "seconds": 0, "match": self.match, "times": self.moment}
            cloud.add_fault(quiet)
        fault: dict[str, Any] = {
            "fault": self.kind, "match": self.match, "times": self.times, "after": self.after,
        }  # fmt: skip
        if self.kind == "error_code":
            fault |= {"error_code": self.code, "error_msg": "SYSTEM_ERROR"}
        if self.kind == "slow":
            fault["seconds"] = 3
        cloud.add_fault(fault)


TROUBLE = st.builds(
    Trouble,
    kind=st.sampled_from(KINDS),
    moment=st.integers(0, 4),
    after=st.booleans(),
    code=st.sampled_from(CODES),
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


def check(
    cloud: Simulator,
    family: Family,
    first: dict[str, Any],
    second: dict[str, Any],
    troubles: tuple[Trouble, Trouble],
) -> None:
    """Apply a plan on top of another one, revert it, with a fault in each."""
    cloud.reset()
    clock = Clock()
    with (
        quick_directory() as directory,
        OpenApiV1(cloud.token, server_url=cloud.url, timeout=PATIENT) as api,
    ):
        journal = journal_at(directory, clock, writes_a_day=500)  # type: ignore[arg-type]
        inverter = device(api, family.name)
        start = inverter.plan(first, allow_dangerous=True, journal=journal)
        start.apply()
        assert start.verify().complete
        clock.turn(minutes=5)
        old = truth(cloud, family)
        plan = inverter.plan(second, allow_dangerous=True, journal=journal)

        sent = len(writes(cloud))
        troubles[0].order(cloud)
        api.timeout = HASTY
        try:
            report = plan.apply()
        except GrowattError:
            # before the first write errors are raised, and then nothing was sent
            assert len(writes(cloud)) == sent
            assert truth(cloud, family) == old
        else:
            assert_told(cloud, plan, report, old)
        cloud.clear_faults()
        api.timeout = PATIENT
        proved = plan.verify()
        assert_told(cloud, plan, proved, old)
        assert proved.complete or plan in unfinished(api, journal) or len(writes(cloud)) == sent

        troubles[1].order(cloud)
        api.timeout = HASTY
        try:
            report = plan.revert()
        except GrowattError:
            pass
        else:
            assert_told(cloud, plan, report, old)
            if report.complete:
                assert_restored(cloud, family, plan, old)
        cloud.clear_faults()
        api.timeout = PATIENT
        clock.turn(minutes=5)
        last = plan.revert()
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


@property_test(18, derandomize=True)
@given(wishes("MIN"), wishes("MIN"), st.tuples(TROUBLE, TROUBLE))
def test_a_min_under_faults(cloud: Simulator, first: Any, second: Any, troubles: Any) -> None:
    check(cloud, MIN, first, second, troubles)


@property_test(18, derandomize=True)
@given(wishes("SPH"), wishes("SPH"), st.tuples(TROUBLE, TROUBLE))
def test_an_sph_under_faults(cloud: Simulator, first: Any, second: Any, troubles: Any) -> None:
    check(cloud, SPH, first, second, troubles)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("family", [MIN, SPH], ids=["MIN", "SPH"])
def test_many_more_faults(cloud: Simulator, family: Family) -> None:
    @property_test(150, derandomize=False)
    @given(wishes(family.name), wishes(family.name), st.tuples(TROUBLE, TROUBLE))
    def run(first: Any, second: Any, troubles: Any) -> None:
        check(cloud, family, first, second, troubles)

    run()
