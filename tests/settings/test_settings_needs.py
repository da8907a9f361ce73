"""What windows need: told, offered, and then the simulated battery does what its schedule says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settings_world import (
    SHOWN,
    Clock,
    device,
    journal_at,
    new_simulator,
    someone_else_sets,
    writes,
)

from growattServer import GrowattParameterError, OpenApiV1
from growattServer.settings import (
    FAMILIES,
    MIN,
    Family,
    Journal,
    Mode,
    Schedule,
    Settings,
    Window,
    needs_of,
    plans,
)
from growattServer.simulator import Simulator

ZONES = {"MIN": "+02:00", "SPH": "-04:00"}
MODES = {"charge": "battery_first", "discharge": "grid_first"}
WITH_WINDOWS = [family for family in FAMILIES.values() if family.slots]
BOTH = pytest.mark.parametrize("family", SHOWN, ids=lambda one: one.name)


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
    return journal_at(tmp_path / "state", clock, writes_a_day=1000)


def night(word: str) -> Schedule:
    return Schedule([Window(MODES[word], "03:20", "05:00")])


def floor_of(family: Family) -> str:
    """The floor that counts on grid."""
    names = ("on_grid_discharge_stop_soc", "discharge_stop_soc")
    return next(name for name in names if name in family.settings)


def set_up(api: OpenApiV1, family: Family, journal: Journal, clock: Clock, **values: Any) -> None:
    """The device is set so before."""
    plan = device(api, family.name).plan(values, journal=journal)
    assert plan.apply().error is None
    assert plan.verify().complete
    clock.turn(minutes=5)


def clock_shows(cloud: Simulator, family: Family, clock: str) -> None:
    """It becomes this time where the device is."""
    cloud.set_clock(f"2026-06-16T{clock}:00{ZONES[family.name]}")


def power(cloud: Simulator, family: Family, word: str) -> float:
    """What the battery does in the middle of the window."""
    serial = f"SIM{family.name}0001"
    return float(cloud.device(serial)["power_w"][word])


# --- the table -----------------------------------------------------------------------------------

CASES = [
    ("charge", "ac_charge", False, None, True, True),
    ("charge", "charge_power", 0, None, 100, True),
    ("charge", "charge_stop_soc", 30, 45, 100, False),
    ("charge", "charge_stop_soc", 30, None, "no need", None),
    ("charge", "charge_stop_soc", 30, 29, "no need", None),
    ("charge", "on", False, None, None, True),
    ("charge", "active_power_limit", 0, None, None, False),
    ("discharge", "discharge_power", 0, None, 100, True),
    ("discharge", "floor", 60, 45, 10, False),
    ("discharge", "floor", 60, None, "no need", None),
    ("discharge", "floor", 60, 61, "no need", None),
    # no other floor would do either
    ("discharge", "floor", 10, 8, "no need", None),
    ("discharge", "on", False, None, None, True),
    ("discharge", "active_power_limit", 0, None, None, False),
    ("discharge", "export_limit", "on", None, None, False),
    ("discharge", "ac_charge", False, None, "no need", None),
    ("discharge", "charge_power", 0, None, "no need", None),
]


@BOTH
@pytest.mark.parametrize(("word", "setting", "value", "soc", "offer", "sure"), CASES)
def test_each_need(
    cloud: Simulator,
    api: OpenApiV1,
    journal: Journal,
    clock: Clock,
    family: Family,
    word: str,
    setting: str,
    value: Any,
    soc: float | None,
    offer: Any,
    sure: bool | None,
) -> None:
    name = floor_of(family) if setting == "floor" else setting
    if name == "export_limit":
        value = "meter" if family is MIN else True
    good = {"ac_charge": True} if word == "charge" and name != "ac_charge" else {}
    set_up(api, family, journal, clock, **good, **{name: value})
    inverter = device(api, family.name)
    plan = inverter.plan({"schedule": night(word)}, journal=journal, soc=soc)
    if offer == "no need":
        assert plan.needs == ()
        return
    (need,) = plan.needs
    assert (need.setting, need.now, need.offer, need.sure) == (name, value, offer, sure)
    assert need.windows == tuple(night(word))
    shown = family[name].show(plan._present[name])
    assert need.text.startswith(f"{name} is {shown}")
    assert "the battery will " in need.text if sure else "the battery may " in need.text
    assert need.text.endswith("in this window (03:20 to 05:00)")
    assert f"but {need}" in str(plan)
    better = plan.with_needed()
    assert [one.offer for one in better.needs] == [None] * (offer is None)
    # it is told after it as well, and of the schedule that is there
    plan.apply()
    report = plan.verify()
    assert report.complete
    assert [one.text for one in report.needs] == [need.text]
    assert f"in force, but {need}" in str(report)
    assert report.as_dict()["needs"] == [need.as_dict()]
    assert inverter.read_settings().needs(soc) == (need,)
    (*_, found) = plans(api, journal)
    if soc is None:
        assert [one.text for one in found.verify().needs] == [need.text]


@BOTH
def test_what_is_wished_is_told_and_not_offered(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, family: Family
) -> None:
    wishes = {"ac_charge": False, "charge_power": 50, "schedule": night("charge")}
    plan = device(api, family.name).plan(wishes, journal=journal)
    assert [(need.setting, need.offer) for need in plan.needs] == [("ac_charge", None)]
    assert plan.with_needed().changes == plan.changes
    plan.apply()
    plan.verify()
    clock.turn(minutes=5)
    # a plan without windows tells of those that are there what it does to them
    inverter = device(api, family.name)
    assert [need.setting for need in inverter.plan({"charge_power": 0}).needs] == ["charge_power"]
    assert inverter.plan({"active_power_limit": 90}).needs == ()
    assert inverter.plan({"schedule": Schedule()}).needs == ()
    plan.revert()
    assert plan.verify().needs == ()


def test_what_cannot_be_read_is_not_known() -> None:
    for family in WITH_WINDOWS:
        state = family.read({})
        for word in MODES:
            needs = needs_of(family, state, night(word), 50)
            assert [need.sure for need in needs] == [False] * len(needs)
            assert all("is not known" in need.text for need in needs)
            assert all("the battery may not" in need.text for need in needs)
        assert {need.setting for need in needs_of(family, state, night("charge"))} == {
            "ac_charge",
            "charge_power",
        }
    assert Settings().needs() == ()


def test_each_name_of_a_requirement_is_a_setting() -> None:
    for family in FAMILIES.values():
        for one in family.requirements:
            known = [name for name in one.settings if name in family.settings]
            assert known
            if one.offer is not None:
                setting = family[known[0]].positions[0]
                assert setting.value.text(known[0], one.offer)
                assert one.test(one.offer, 50)


def test_wrong_arguments(cloud: Simulator, api: OpenApiV1, journal: Journal) -> None:
    inverter = device(api, "MIN")
    for soc in (-1, 101, True, "50", float("nan")):
        with pytest.raises(GrowattParameterError, match="soc must be a number"):
            inverter.plan({"charge_power": 80}, soc=soc)
    plan = inverter.plan({"charge_power": 80}, journal=journal)
    plan.apply()
    with pytest.raises(GrowattParameterError, match="under way"):
        plan.with_needed()
    assert writes(cloud) == ["charge_power"]


def test_the_mode_that_a_device_works_in(cloud: Simulator, api: OpenApiV1) -> None:
    for family in WITH_WINDOWS:
        assert device(api, family.name).read_settings().mode is Mode.LOAD_FIRST
    someone_else_sets(cloud, "MIN", "time_segment1", 1, 0, 0, 23, 59, 1)
    cloud.set_clock("2026-06-15T12:30:00+02:00")
    assert device(api, "MIN").read_settings().mode is Mode.BATTERY_FIRST


# --- the proof -----------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("word", MODES)
def test_with_all_offers_the_battery_works(
    cloud: Simulator, api: OpenApiV1, journal: Journal, clock: Clock, family: Family, word: str
) -> None:
    """And without them it does nothing, although all is in force."""
    bad: dict[str, dict[str, Any]] = {
        "charge": {"ac_charge": False, "charge_power": 0, "charge_stop_soc": 5},
        "discharge": {"discharge_power": 0, floor_of(family): 95},
    }
    set_up(api, family, journal, clock, **bad[word])
    clock_shows(cloud, family, "03:15")
    inverter = device(api, family.name)
    soc = float(cloud.device(f"SIM{family.name}0001")["battery_soc"])
    plan = inverter.plan({"schedule": night(word)}, journal=journal, soc=soc)
    assert {need.setting for need in plan.needs} == set(bad[word])
    assert all(need.offer is not None for need in plan.needs)
    plan.apply()
    assert plan.verify().complete
    clock_shows(cloud, family, "03:25")
    assert power(cloud, family, word) == 0
    clock.turn(minutes=5)
    better = inverter.plan({"schedule": night(word)}, journal=journal, soc=soc).with_needed()
    assert better.needs == ()
    better.apply()
    assert better.verify().complete
    clock_shows(cloud, family, "03:30")
    assert power(cloud, family, word) > 100


VALUES = {
    "ac_charge": st.booleans(),
    "charge_power": st.sampled_from([0, 60]),
    "discharge_power": st.sampled_from([0, 60]),
    "charge_stop_soc": st.sampled_from([10, 95]),
    "floor": st.sampled_from([12, 95]),
    "on": st.sampled_from([True, True, False]),
    "active_power_limit": st.sampled_from([0, 100, 100]),
}


@BOTH
def test_needs_are_what_keeps_the_simulated_battery_from_its_work(
    one_cloud: Simulator, api: OpenApiV1, tmp_path_factory: pytest.TempPathFactory, family: Family
) -> None:
    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.fixed_dictionaries(VALUES), st.sampled_from(sorted(MODES)))
    def run(values: dict[str, Any], word: str) -> None:
        one_cloud.reset()
        clock_shows(one_cloud, family, "03:15")
        clock = Clock()
        journal = journal_at(tmp_path_factory.mktemp("state"), clock, writes_a_day=100)
        wishes = {**values, floor_of(family): values["floor"]}
        del wishes["floor"]
        set_up(api, family, journal, clock, **wishes)
        inverter = device(api, family.name)
        soc = float(one_cloud.device(f"SIM{family.name}0001")["battery_soc"])
        plan = inverter.plan({"schedule": night(word)}, journal=journal, soc=soc)
        plan.apply()
        assert plan.verify().complete
        clock_shows(one_cloud, family, "03:30")
        assert (power(one_cloud, family, word) > 0) == (plan.needs == ()), str(plan)

    run()
