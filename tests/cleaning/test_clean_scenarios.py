"""Each failure of the scenario files: the cleaned series beside the truth of the simulator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from scenario_runs import (
    DEVICES,
    START,
    Look,
    Trusted,
    Wanted,
    always,
    beside,
    check_energies,
    check_monotone,
    check_powers,
    check_raw,
    is_fresh,
    watch,
)

from growattServer.cleaning import Reason
from growattServer.simulator.scenario_files import bundled

FOUR_ZONES = (
    *DEVICES,
    ("SIMSYD0001", "min", "Australia/Sydney"),
    ("SIMKOL0001", "sph", "Asia/Kolkata"),
)


def outside(*spans: tuple[str, str]) -> Trusted:
    """All records but those of these spans of the local day, the second end not included."""
    ends = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans]

    def trusted(look: Look) -> bool:
        now = look.local.time()
        return not any(start <= now < end for start, end in ends)

    return trusted


def after(moment: str) -> Trusted:
    """All records but those of the hour from this local moment on."""
    start = datetime.fromisoformat(moment)
    return lambda look: not timedelta(0) <= look.local - start < timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    """What a scenario leaves to be compared, and the reasons that it must be given."""

    scenario: str
    min_reasons: set[str]
    sph_reasons: set[str] | None = None
    start: str = START
    hours: float = 40
    every: int = 1
    wanted: Wanted = DEVICES
    energies: Trusted = is_fresh
    powers: Trusted = is_fresh
    steps: int = 0
    small_steps: int = 0

    def reasons(self, family: str) -> set[str]:
        """The reasons that values of this family are given."""
        return self.min_reasons if family == "min" or self.sph_reasons is None else self.sph_reasons


CASES = (
    # what is held is a record or two old
    Case("midnight_bounce", {"yesterday"}, wanted=FOUR_ZONES, small_steps=1),
    # the total of the lifetime tells what was counted meanwhile: two rounded ends
    Case("yesterday_until_morning", {"yesterday"}, steps=1),
    # a counter that stands at 0.0 may count 0.1 before midnight: nobody can know
    Case(
        "last_update_after_midnight",
        {"yesterday"},
        {"yesterday", "rounding"},
        small_steps=1,
    ),
    # for an hour its records look old, as those of an hour before
    Case(
        "dst_spring",
        {"late", "stale", "yesterday", "restarted"},
        {"yesterday"},
        start="2026-03-28T14:00:00+01:00",
        hours=56,
        energies=after("2026-03-29T03:00:00+02:00"),
        powers=after("2026-03-29T03:00:00+02:00"),
        steps=2,
        small_steps=1,
    ),
    Case(
        "dst_autumn",
        {"fell", "yesterday", "restarted", "rounding"},
        {"yesterday"},
        start="2026-10-24T14:00:00+02:00",
        hours=56,
        energies=always,
        powers=always,
        steps=1,
        small_steps=3,
    ),
    Case(
        "stuck_output",
        {"stale", "yesterday"},
        {"frozen"},
        powers=outside(("18:30", "23:59:59"), ("00:00", "00:30")),
    ),
    Case(
        "frozen_in_daylight",
        {"frozen"},
        energies=outside(("10:30", "12:20")),
        powers=outside(("10:30", "12:20")),
    ),
    Case("spikes", {"unit"}),
    Case("falling_total", {"fell"}),
    Case("lifetime_zero_overnight", {"zero"}),
    # cycles of the battery are worked out from its total: 0 beside a negative one
    Case("negative_lifetime", {"negative", "zero"}),
    Case("counter_reset", {"zero", "fell", "restarted", "reset"}, steps=2),
    # the latest record knows nothing of lists and histories: see test_clean_scenario_lists.py
    Case("empty_device_list", set(), hours=20),
    Case("late_rows", {"stale"}, hours=30),
    Case("unordered_rows", set(), hours=20),
    Case("replayed_buffer", {"late"}),
    Case(
        "device_clock_off",
        {"fell", "yesterday", "restarted"},
        energies=always,
        powers=always,
        steps=1,
    ),
    Case("wrong_online_flag", {"stale"}, hours=28),
    Case("offline_for_days", {"stale", "yesterday"}, hours=110, every=3),
)

# summer time comes from the system by way of Python; the rest is arithmetic over other rows
ON_EVERY_PYTHON = ("midnight_bounce", "dst_spring", "dst_autumn")


def test_no_bundled_scenario_is_left_out() -> None:
    assert sorted(case.scenario for case in CASES) == list(bundled())


@pytest.mark.values(6)
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.scenario,
            marks=() if case.scenario in ON_EVERY_PYTHON else pytest.mark.wide,
        )
        for case in CASES
    ],
)
def test_the_cleaned_series_is_the_truth(case: Case) -> None:
    devices = watch(
        case.scenario, case.hours, wanted=case.wanted, start=case.start, every=case.every
    )
    for device in devices.values():
        check_raw(device, touched=case.reasons(device.family))
        check_monotone(device)
        check_energies(device, fresh=case.energies, steps=case.steps, small_steps=case.small_steps)
        check_powers(device, fresh=case.powers)


@pytest.mark.wide
@pytest.mark.parametrize("name", ["midnight_bounce", "spikes", "falling_total"])
def test_it_is_so_without_a_rated_power(name: str) -> None:
    (case,) = [case for case in CASES if case.scenario == name]
    for device in watch(name, 30, rated=False).values():
        check_monotone(device)
        check_energies(device, steps=case.steps, small_steps=case.small_steps)
        check_powers(device)


def test_the_failures_are_there() -> None:
    """The same comparison of the raw values fails, and its message shows them beside the truth."""
    device = watch("midnight_bounce", 20)["SIMMIN0001"]
    index = next(i for i, look in enumerate(device.looks) if look.local.time() == time(0, 5))
    look = device.looks[index]
    raw = look.clean["pv1_energy_today"].raw
    assert raw > 5
    assert look.energy_kwh("pv1", "today") == 0
    table = beside(device, index, "pv1_energy_today", "pv1", "today", around=1).splitlines()
    assert table[1].split() == ["raw", "cleaned", "truth"]
    said = f"06-16 00:05:00 {raw:.1f} 0.0 0.0 yesterday <--"
    assert table[3].split() == said.split()
    assert [line.split()[2:5] for line in table[2:]] == [
        ["0.0", "0.0", "0.0"],
        [f"{raw:.1f}", "0.0", "0.0"],
        [f"{raw:.1f}", "0.0", "0.0"],
    ]


def test_frozen_powers_are_not_shown_after_an_hour() -> None:
    for device in watch("frozen_in_daylight", 14, start="2026-06-15T08:00:00+02:00").values():
        frozen = [look for look in device.looks if time(11, 35) <= look.local.time() < time(12, 20)]
        assert len(frozen) >= 9
        for look in frozen:
            power = look.clean["pv_power"]
            assert power.raw == frozen[0].clean["pv_power"].raw
            assert (power.value, power.reason) == (None, Reason.FROZEN)


def test_an_output_that_is_stuck_after_dusk_is_not_shown_for_long() -> None:
    devices = watch("stuck_output", 20)
    asleep = [look for look in devices["SIMMIN0001"].looks if time(20, 30) <= look.local.time()]
    assert len(asleep) == 42
    for look in asleep:
        assert look.clean.online is False
        assert look.clean["pv_power"].raw > 0
        assert look.clean["pv_power"].value is None
    # the sun still gave half of it for an hour, and an energy of it must be missing
    stuck = [look for look in devices["SIMSPH0001"].looks if time(21) <= look.local.time()]
    assert len(stuck) == 36
    for look in stuck:
        raw, value, reason, _ = look.clean["pv_power"]
        assert raw > 1000
        assert (value, reason) == (None, Reason.FROZEN)
        assert look.power_w("pv") < raw


def test_a_device_that_is_offline_for_days_is_not_live() -> None:
    for device in watch("offline_for_days", 60, every=3).values():
        silent = [look for look in device.looks if not is_fresh(look)][4:]
        assert len(silent) > 90
        for look in silent:
            assert look.clean.online is False
            assert look.clean.age is not None
            assert look.clean.age >= timedelta(minutes=55)
            assert look.clean["pv_power"].value is None
            day_has_passed = look.local.date() > look.clean["time"].raw.date()
            value, reason = look.clean["load_energy_today"][1:3]
            assert (reason is Reason.YESTERDAY) == day_has_passed
            assert value == 0 if day_has_passed else value > 0
