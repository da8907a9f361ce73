"""The devices of the app keep their energy too, each in its own way."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growattServer.simulator.device import Device
from growattServer.simulator.energy import Control, Flows, Mode, Segment
from growattServer.simulator.families import FAMILIES, TOKEN_FAMILIES
from growattServer.simulator.plant import Plant
from growattServer.simulator.reading import Reading

from .test_sim_energy import (
    PLACES,
    around_the_house,
    controls,
    days,
    inside_the_battery,
    midnight,
    minutes,
    percents,
    quick,
    run,
)

OTHERS = [*(name for name in TOKEN_FAMILIES if name not in ("min", "sph")), "noah"]
WITHOUT_BATTERY = ("inverter", "max")
quicker = settings(quick, max_examples=25)
watts = st.integers(0, 800).map(float)
plans = st.builds(
    Control,
    charge_stop_soc=percents,
    load_first_stop_soc=percents,
    default_output_w=watts,
    segments=st.lists(
        st.builds(
            Segment,
            st.sampled_from([Mode.LOAD_FIRST, Mode.BATTERY_FIRST]),
            minutes,
            minutes,
            st.booleans(),
            watts,
        ),
        max_size=4,
    ).map(tuple),
)


def mount(family: str, place: tuple[float, float, str], day: date, seed: int = 1) -> Device:
    latitude, longitude, zone = place
    created = day - timedelta(days=400)
    plant = Plant(1, "Test", "Town", "Land", latitude, longitude, zone, created, seed)
    kit = FAMILIES[family].hardware
    device = Device("SIMTEST01", family, plant, "LOG", 1, day, kit)
    FAMILIES[family].furnish(device)
    return device


def check_energy(device: Device, rows: list[Reading]) -> None:
    capacity = device.hardware.battery_capacity_wh
    for before, row in pairwise(rows):
        assert min(row.power_w) >= 0
        assert abs(around_the_house(row.power_w)) < 1e-8
        grown = row.stored_wh - before.stored_wh
        assert abs(inside_the_battery(row.power_w) / 12 - grown) < 1e-8
        assert -1e-6 <= row.stored_wh <= capacity + 1e-6
        assert not (row.power_w.charge and row.power_w.discharge)
        assert abs(around_the_house(row.today_wh)) < 1e-2
        assert abs(around_the_house(row.lifetime_wh)) < 1e-2
        assert abs(inside_the_battery(row.lifetime_wh) - row.stored_wh) < 1e-2
        for amount, now, then in zip(row.power_w, row.lifetime_wh, before.lifetime_wh, strict=True):
            assert abs(now - then - amount / 12) < 1e-6


@quicker
@given(st.sampled_from(OTHERS[:-1]), st.sampled_from(PLACES), days, controls, st.integers(0, 99))
def test_energy_is_conserved_whatever_they_are_told(
    family: str, place: tuple[float, float, str], day: date, control: Control, seed: int
) -> None:
    device = mount(family, place, day, seed)
    rows = run(device, control)
    check_energy(device, rows)
    if family in WITHOUT_BATTERY:
        assert all(row.power_w.charge == row.power_w.discharge == 0 for row in rows)
    if family in ("spa", "pcs"):
        assert all(row.power_w.pv == 0 for row in rows)


@quicker
@given(st.sampled_from(PLACES), days, plans, st.integers(0, 99))
def test_noah_conserves_energy_and_keeps_its_plan(
    place: tuple[float, float, str], day: date, plan: Control, seed: int
) -> None:
    device = mount("noah", place, day, seed)
    rows = run(device, plan)
    check_energy(device, rows)
    kit = device.hardware
    full = kit.battery_capacity_wh * plan.charge_stop_soc / 100
    low = kit.battery_capacity_wh * plan.load_first_stop_soc / 100
    for before, row in pairwise(rows):
        power = row.power_w
        local = device.plant.local(before.timestamp)
        mode, wanted = plan.mode_at(local.hour * 60 + local.minute)
        assert power.ac_output <= kit.rated_power_w + 1e-6
        if power.charge:
            assert row.stored_wh <= full + 1e-6
        if power.discharge:
            assert row.stored_wh >= low - 1e-6
            assert power.ac_output <= wanted + 1e-6
        # More than wanted only goes out when the battery takes no more.
        surplus = power.ac_output - (wanted if mode is Mode.LOAD_FIRST else 0.0)
        full_power = power.charge >= kit.max_charge_w - 1e-6
        assert surplus < 1e-6 or full_power or row.stored_wh >= full - 1e-6


@pytest.mark.parametrize("family", OTHERS)
def test_each_lives_by_its_factory_settings(family: str) -> None:
    device = mount(family, PLACES[0], date(2026, 6, 1))
    device.advance(midnight(device, 5))
    rows = list(device.readings())
    check_energy(device, rows)
    first, last = rows[0].lifetime_wh, rows[-1].lifetime_wh
    assert last.ac_output - first.ac_output > 1000
    if family not in WITHOUT_BATTERY:
        assert last.charge - first.charge > 1000
        assert last.discharge - first.discharge > 1000


def test_storage_never_exports() -> None:
    device = mount("storage", PLACES[0], date(2026, 6, 1))
    device.advance(midnight(device, 10))
    assert all(row.power_w.grid_export < 1e-9 for row in device.readings())
    assert next(device.readings()).lifetime_wh.grid_export == 0


@pytest.mark.parametrize("family", list(FAMILIES))
@pytest.mark.parametrize("place", [PLACES[0], PLACES[2]])
def test_days_add_up_to_a_life(family: str, place: tuple[float, float, str]) -> None:
    day = date(2026, 6, 1)
    device = mount(family, place, day)
    now = midnight(device, 3) + 40_000
    life = device.present(now).lifetime_wh
    everything = device.flows_between(date(1990, 1, 1), date(2090, 1, 1), now)
    begin = device.hardware.battery_capacity_wh * 0.45
    whole = everything._replace(
        charge=everything.charge + begin, grid_import=everything.grid_import + begin
    )
    for ours, theirs in zip(whole, life, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-3)
    assert device.flows_on(day + timedelta(days=9), now) == Flows()
    assert device.flows_on(date(1999, 1, 1), now) == Flows()
    earlier = device.flows_on(day - timedelta(days=30), now)
    assert abs(around_the_house(earlier)) < 1e-6
    assert abs(inside_the_battery(earlier)) < 1e-6


def test_an_inverter_has_no_battery_to_show() -> None:
    device = mount("inverter", PLACES[0], date(2026, 6, 1))
    assert device.soc_percent(device.present(midnight(device, 1))) == 0
