"""The world keeps its energy, its schedule and its word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growattServer.simulator.device import Device
from growattServer.simulator.energy import Control, Flows, Hardware, Mode, Segment
from growattServer.simulator.families import FAMILIES
from growattServer.simulator.plant import Plant
from growattServer.simulator.reading import Reading
from growattServer.simulator.world import World

PLACES = [
    (48.1, 11.6, "Europe/Berlin"),
    (-33.9, 151.2, "Australia/Sydney"),
    (42.4, -71.1, "America/New_York"),
    (69.6, 18.9, "Europe/Oslo"),
    (27.7, 85.3, "Asia/Kathmandu"),
    (-31.6, 159.1, "Australia/Lord_Howe"),
    (37.7, -25.7, "Atlantic/Azores"),
]
percents = st.integers(0, 100).map(float)
minutes = st.integers(0, 1439)
segments = st.lists(
    st.builds(Segment, st.sampled_from(Mode), minutes, minutes, st.booleans()), max_size=4
).map(tuple)
controls = st.builds(
    Control,
    inverter_on=st.sampled_from([True, True, True, False]),
    active_power_percent=percents,
    export_limit_percent=st.none() | percents,
    charge_power_percent=percents,
    charge_stop_soc=percents,
    discharge_power_percent=percents,
    load_first_stop_soc=percents,
    grid_first_stop_soc=percents,
    ac_charge_enabled=st.booleans(),
    ac_charge_stop_soc=percents,
    off_grid_output=st.booleans(),
    off_grid_stop_soc=percents,
    segments=segments,
)
days = st.dates(date(1995, 1, 1), date(2037, 12, 1))
quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def make(
    place: tuple[float, float, str] = PLACES[0],
    day: date = date(2026, 6, 1),
    seed: int = 1,
    hardware: Hardware | None = None,
    **kit: float,
) -> Device:
    latitude, longitude, zone = place
    plant = Plant(
        1, "Test", "Town", "Land", latitude, longitude, zone, day - timedelta(days=400), seed
    )
    return Device("SIMTEST01", "min", plant, "LOG", 1, day, hardware or Hardware(**kit))


def midnight(device: Device, days_later: int = 0) -> float:
    return device.plant.midnight(device.first_day + timedelta(days=days_later)).timestamp()


def run(device: Device, control: Control, length: int = 2) -> list[Reading]:
    device.control = control
    device.advance(midnight(device, length))
    return list(device.readings())


def around_the_house(flows: Flows) -> float:
    gained = flows.pv1 + flows.pv2 + flows.grid_import + flows.discharge
    return gained - flows.load - flows.grid_export - flows.charge - flows.loss


def inside_the_battery(flows: Flows) -> float:
    return flows.charge - flows.discharge - flows.battery_loss


@quick
@given(st.sampled_from(PLACES), days, controls, st.integers(0, 99), st.booleans())
def test_energy_is_conserved_in_every_step_and_counter(
    place: tuple[float, float, str], day: date, control: Control, seed: int, has_grid: bool
) -> None:
    device = make(place, day, seed)
    device.has_grid = has_grid
    rows = run(device, control)
    capacity = device.hardware.battery_capacity_wh
    stored_at_midnight = rows[0].stored_wh
    for before, row in pairwise(rows):
        assert min(row.power_w) >= 0
        assert abs(around_the_house(row.power_w)) < 1e-8
        grown = row.stored_wh - before.stored_wh
        assert abs(inside_the_battery(row.power_w) / 12 - grown) < 1e-8
        assert -1e-6 <= row.stored_wh <= capacity + 1e-6
        most = control.active_power_percent if has_grid else 100
        assert row.power_w.ac_output <= 5000 * most / 100 + 1e-6
        for counters in (row.today_wh, row.lifetime_wh):
            assert abs(around_the_house(counters)) < 1e-2
        assert abs(inside_the_battery(row.lifetime_wh) - row.stored_wh) < 1e-2
        for amount, now, then in zip(row.power_w, row.lifetime_wh, before.lifetime_wh, strict=True):
            assert abs(now - then - amount / 12) < 1e-6
        local = device.plant.local(row.timestamp)
        if local.hour == local.minute == local.fold == 0:
            assert row.today_wh == Flows()
            stored_at_midnight = row.stored_wh
        grown_today = row.stored_wh - stored_at_midnight
        assert abs(inside_the_battery(row.today_wh) - grown_today) < 1e-6


@pytest.mark.parametrize("has_grid", [True, False])
@pytest.mark.parametrize("name", FAMILIES)
def test_energy_is_conserved_in_each_family(name: str, has_grid: bool) -> None:
    family = FAMILIES[name]
    device = make(hardware=family.hardware)
    family.furnish(device)
    device.has_grid = has_grid
    device.advance(midnight(device, 2))
    rows = list(device.readings())
    most = device.hardware.rated_power_w
    for before, row in pairwise(rows):
        assert min(row.power_w) >= 0
        assert abs(around_the_house(row.power_w)) < 1e-8 * most
        grown = row.stored_wh - before.stored_wh
        assert abs(inside_the_battery(row.power_w) / 12 - grown) < 1e-8 * most
        for counters in (row.today_wh, row.lifetime_wh):
            assert abs(around_the_house(counters)) < 1e-5 * most
    works = {max(row.power_w) > 0 for row in rows}
    assert True in works or not has_grid


@quick
@given(days, controls)
def test_without_a_grid_only_its_own_level_counts(day: date, control: Control) -> None:
    device = make(day=day)
    device.has_grid = False
    for row in run(device, control):
        power = row.power_w
        assert power.grid_import == power.grid_export == power.ac_charge == 0
        if power.discharge > 0:
            soc = 100 * row.stored_wh / device.hardware.battery_capacity_wh
            assert soc >= control.off_grid_stop_soc - 1e-6
        if not (control.inverter_on and control.off_grid_output):
            assert power == Flows()


@quick
@given(days, controls)
def test_battery_stops_where_it_was_told(day: date, control: Control) -> None:
    device = make(day=day)
    rows = run(device, control)
    capacity = device.hardware.battery_capacity_wh
    for before, row in pairwise(rows):
        soc = 100 * row.stored_wh / capacity
        if row.mode is Mode.BATTERY_FIRST:
            assert row.power_w.discharge == 0
            if row.power_w.charge > 0:
                assert soc <= control.charge_stop_soc + 1e-6
        elif row.mode is Mode.HOLD:
            assert row.power_w.discharge == 0
        elif row.power_w.discharge > 0:
            load_first = row.mode is Mode.LOAD_FIRST
            stop = control.load_first_stop_soc if load_first else control.grid_first_stop_soc
            assert soc >= stop - 1e-6
        assert not (row.power_w.charge and row.power_w.discharge)
        if row.mode is not Mode.BATTERY_FIRST or not control.ac_charge_enabled:
            assert row.power_w.ac_charge == 0
        if not control.inverter_on:
            assert row.power_w == Flows(grid_import=row.power_w.load, load=row.power_w.load)
            assert row.stored_wh == before.stored_wh
        if control.export_limit_percent is not None:
            assert row.power_w.grid_export <= 50 * control.export_limit_percent + 1e-6


def all_day(mode: Mode) -> tuple[Segment, ...]:
    return (Segment(mode, 0, 1439, True),)


def test_load_first_never_buys_while_the_battery_can_help() -> None:
    rows = run(make(), Control())
    helped = [row for row in rows[1:] if row.power_w.discharge > 0]
    assert helped
    for row in helped:
        full_power = row.power_w.discharge >= 3000 - 1e-6
        empty = row.stored_wh <= 768 + 1e-6
        assert row.power_w.grid_import < 1e-6 or full_power or empty
        assert row.power_w.grid_export < 1e-6


def test_battery_first_fills_up_from_the_grid_to_its_level() -> None:
    rows = run(
        make(day=date(2026, 12, 20)),
        Control(
            segments=all_day(Mode.BATTERY_FIRST),
            ac_charge_enabled=True,
            charge_stop_soc=80,
            charge_power_percent=50,
        ),
    )
    assert max(row.power_w.charge for row in rows) == pytest.approx(1500)
    assert max(row.power_w.ac_charge for row in rows) > 1500
    assert rows[-2].stored_wh == pytest.approx(0.8 * 7680)


def test_battery_first_without_grid_charging_takes_the_sun_only() -> None:
    rows = run(make(), Control(segments=all_day(Mode.BATTERY_FIRST)))
    for row in rows[1:]:
        if row.mode is Mode.BATTERY_FIRST:
            assert row.power_w.charge <= row.power_w.pv + 1e-9


def test_grid_first_sells_the_battery_down_to_its_level() -> None:
    rows = run(
        make(),
        Control(
            segments=all_day(Mode.GRID_FIRST), grid_first_stop_soc=30, discharge_power_percent=40
        ),
        1,
    )
    first = rows[1].power_w
    assert first.discharge == pytest.approx(1200)
    assert first.grid_export > 0
    assert min(row.stored_wh for row in rows) == pytest.approx(0.3 * 7680)


def test_segments_wrap_over_midnight_and_exclude_their_end() -> None:
    night = Segment(Mode.GRID_FIRST, 22 * 60, 6 * 60, True)
    assert [night.covers(minute) for minute in (1319, 1320, 1439, 0, 359, 360)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    assert not any(Segment(Mode.GRID_FIRST, 60, 60, True).covers(minute) for minute in range(1440))


def test_night_is_dark_and_noon_is_bright() -> None:
    device = make()
    for row in run(device, Control(), 10):
        if device.plant.local(row.timestamp).hour in (0, 1, 2, 23):
            assert row.power_w.pv == 0
    bright = max(row.power_w.pv for row in device.readings())
    assert 3500 < bright < 6000


def test_southern_summer_beats_southern_winter() -> None:
    sydney = PLACES[1]
    summer = run(make(sydney, date(2025, 12, 10)), Control(), 10)[-1].lifetime_wh
    begin = run(make(sydney, date(2025, 12, 10)), Control(), 0)[0].lifetime_wh
    winter = run(make(sydney, date(2026, 6, 10)), Control(), 10)[-1].lifetime_wh
    cold = run(make(sydney, date(2026, 6, 10)), Control(), 0)[0].lifetime_wh
    assert summer.pv - begin.pv > 1.2 * (winter.pv - cold.pv) > 0


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_with_a_clock_change_has_its_own_length(day: date, hours: int) -> None:
    device = make(day=day)
    rows = run(device, Control(), 1)
    assert len(rows) - 1 == hours * 12
    assert [row.timestamp for row in rows if row.today_wh.load == 0] == [
        midnight(device),
        midnight(device, 1),
    ]


@quick
@given(st.lists(st.integers(0, 3 * 86_400), min_size=1, max_size=30), controls)
def test_small_steps_and_one_leap_lead_to_the_same_world(
    stops: list[int], control: Control
) -> None:
    slow, fast = make(), make()
    slow.control = fast.control = control
    for stop in sorted(stops):
        slow.advance(midnight(slow) + stop)
    fast.advance(midnight(fast) + max(stops))
    assert list(slow.readings()) == list(fast.readings())


@quick
@given(st.lists(st.integers(0, 3 * 86_400), min_size=1, max_size=30), controls)
def test_what_was_shown_as_the_newest_reading_stays_so(stops: list[int], control: Control) -> None:
    device = make()
    device.control = control
    shown = [device.present(midnight(device) + stop) for stop in sorted(stops)]
    rows = {row.timestamp: row for row in device.readings()}
    assert [rows[row.timestamp] for row in shown] == shown


def test_counters_of_the_past_are_computed_for_who_asks() -> None:
    device = make()
    newest = device.present(midnight(device, 5) - 300)
    counted = device._history._counted
    assert {len(column) for column in counted} == {1}
    before = device.true_reading(newest.timestamp // 300 - 1)
    assert {len(column) for column in counted} == {5 * 288}
    assert before.lifetime_wh.load < newest.lifetime_wh.load
    assert before.today_wh.load < newest.today_wh.load


def test_order_of_asking_does_not_matter() -> None:
    start = datetime(2026, 6, 15, 12, tzinfo=UTC)
    kits = {"min": Hardware(), "sph": Hardware()}

    def visit(names: list[str]) -> dict[str, Any]:
        samples = {name: one for name in kits if (one := FAMILIES[name].sample)}
        world = World(7, start, 3, kits, lambda device: None, samples=samples)
        world.add_device("min", "SIMMIN0009", 1000001)
        for name in names:
            world.devices[name].present(start.timestamp())
        return {name: list(device.readings()) for name, device in sorted(world.devices.items())}

    names = ["SIMMIN0001", "SIMMIN0009", "SIMSPH0001"]
    assert visit(names) == visit(names[::-1])
    rows = visit(names)
    assert rows["SIMMIN0001"] != rows["SIMMIN0009"]


def test_seed_changes_the_weather() -> None:
    assert run(make(seed=1), Control())[-1] != run(make(seed=2), Control())[-1]


def test_nothing_is_computed_before_somebody_asks() -> None:
    device = make()
    assert list(device.readings()) == []
