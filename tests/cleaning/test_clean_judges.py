"""What judges what: a day and its total each other, a power and its counter, both a rated power."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from clean_world import MIN_KEYS, RATED_W, Sample, World, cleaned, name_of, reasons, spoilt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scenario_runs import (
    POWERS,
    Device,
    beside,
    check_energies,
    check_monotone,
    check_partners,
    watch,
)

from growattServer.cleaning import Cleaner, Reason
from growattServer.fields import Record
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview, SphEnergy

pytestmark = pytest.mark.wide

with_and_without_rating = pytest.mark.parametrize("rated", [True, False])
# days of a simulated cloud each; without a rating there is less to judge by
slowly_with_and_without = pytest.mark.parametrize(
    "rated", [pytest.param(True, marks=pytest.mark.long), False]
)


def failures(*wanted: dict[str, Any]) -> dict[str, Any]:
    """A scenario of these failures."""
    return {"title": "What judges what", "failures": list(wanted)}


def from_now_on(device: Device, day: int, clock: time) -> Device:
    """The same device without the records before a moment of a day of June."""
    looks = [look for look in device.looks if (look.local.day, look.local.time()) >= (day, clock)]
    return Device(device.serial_number, device.family, device.timezone, device.cleaner, looks)


# --- a day and its total -------------------------------------------------------------------------

YESTERDAYS = {"kind": "yesterdays_total", "at": "00:00", "lasts": "6.5 h"}


@pytest.mark.values(3)
@with_and_without_rating
@pytest.mark.parametrize(
    ("at", "hours"),
    [
        pytest.param("16:00", 9.0, id="from the afternoon on"),
        pytest.param("22:30", 2.0, id="over midnight"),
        pytest.param("13:00", 15.0, id="until the morning"),
    ],
)
def test_yesterdays_total_after_an_outage_is_not_todays(at: str, hours: float, rated: bool) -> None:
    outage = {"kind": "silent", "days": [1], "at": at, "lasts": f"{hours} h"}
    for device in watch(failures(outage, YESTERDAYS), 38, rated=rated).values():
        check_monotone(device)
        check_partners(device)
        # until its counter begins anew nobody can tell a small total of yesterday's from today's
        check_energies(from_now_on(device, 16, time(6, 35)), steps=3, small_steps=2)


@slowly_with_and_without
@pytest.mark.parametrize(
    ("at", "hours"), [("20:00", 30.0), pytest.param("18:00", 60.0, marks=pytest.mark.long)]
)
def test_after_days_of_silence_the_day_ends_as_it_was(at: str, hours: float, rated: bool) -> None:
    outage = {"kind": "silent", "days": [1], "at": at, "lasts": f"{hours} h"}
    for device in watch(failures(outage, YESTERDAYS), 80, rated=rated).values():
        check_monotone(device)
        after = 17 if hours < 40 else 18
        looks = from_now_on(device, after, time(8)).looks
        ended = [look for look in looks if look.local.day == after]
        assert len(ended) > 50
        for look in ended:
            for name in ("energy_today", "load_energy_today", "pv1_energy_today"):
                flow = {"e": "ac_output", "l": "load", "p": "pv1"}[name[0]]
                shown = look.clean[name].value
                assert shown == pytest.approx(look.energy_kwh(flow, "today"), abs=0.31)


@pytest.mark.parametrize("rated", [RATED_W, None])
@pytest.mark.parametrize("excess", [0.9, 5.0, 50.0])
def test_a_total_that_runs_ahead_of_its_day_is_not_believed(
    rated: float | None, excess: float
) -> None:
    def spoil(index: int, sample: Sample) -> None:
        if index % 60 in (31, 32):
            for _, total, _ in MIN_KEYS.values():
                sample.record[total] = round(sample.record[total] + excess, 1)

    pairs = cleaned(spoilt(World(days=2).samples(), spoil), Cleaner("Europe/Berlin", rated))
    for sample, clean in pairs:
        for name, (_, total, _) in MIN_KEYS.items():
            value = clean[name_of(MinEnergy, total)].value
            assert value == pytest.approx(sample.life[name], abs=0.9), (sample.wall, total)
    last, clean = pairs[-1]
    assert clean["energy_total"].value == last.record["eacTotal"]


@pytest.mark.parametrize("rated", [RATED_W, None])
def test_a_day_that_runs_ahead_of_its_total_is_not_believed(rated: float | None) -> None:
    def spoil(index: int, sample: Sample) -> None:
        if index % 60 in (31, 32):
            for daily, _, _ in MIN_KEYS.values():
                sample.record[daily] = round(sample.record[daily] + 1.4, 1)

    pairs = cleaned(spoilt(World(days=2).samples(), spoil), Cleaner("Europe/Berlin", rated))
    for sample, clean in pairs:
        for name, (daily, _, _) in MIN_KEYS.items():
            value = clean[name_of(MinEnergy, daily)].value
            assert value == pytest.approx(sample.today[name], abs=0.9), (sample.wall, daily)


def test_the_first_day_is_no_more_than_the_total() -> None:
    first = {"time": "2026-06-01 00:10:00", "eacToday": 22.0, "eacTotal": 12.0}
    assert Cleaner().clean(MinEnergy(first))["energy_today"].value == 0
    right = {"time": "2026-06-01 23:10:00", "eacToday": 12.0, "eacTotal": 12.0}
    assert Cleaner().clean(MinEnergy(right))["energy_today"].value == 12


@pytest.mark.parametrize("rated", [RATED_W, None])
def test_a_day_that_has_leapt_for_long_is_still_no_more_than_the_total(rated: float | None) -> None:
    cleaner = Cleaner("UTC", rated)
    for day, daily in ((1, 9.0), (2, 0.0), (2, 0.5)):
        total = 100.0 + (daily if day == 2 else 0.0)
        cleaner.clean(
            MinEnergy(
                {"time": f"2026-06-0{day} 09:0{daily:.0f}:00", "eacToday": daily, "eacTotal": total}
            )
        )
    for step in range(24):
        clock = f"2026-06-02 {10 + step // 12}:{step % 12 * 5:02}:00"
        leapt = {"time": clock, "eacToday": 17.0 + step / 10, "eacTotal": 100.5}
        assert cleaner.clean(MinEnergy(leapt))["energy_today"].value <= 1.3, clock


KIND = st.sampled_from([MinEnergy, SphEnergy, PlantEnergyOverview])


@settings(max_examples=25, deadline=None)
@example(kind=MinEnergy, seed=0, rated=RATED_W, gap=(356, 27), wrong={355: (True, 2.0)})
@example(
    kind=MinEnergy, seed=8, rated=RATED_W, gap=(20, 0), wrong={365: (True, 1.5), 374: (False, 0.0)}
)
@example(
    kind=MinEnergy, seed=58, rated=None, gap=(20, 0), wrong={337: (True, 1.5), 350: (True, 10.0)}
)
@given(
    kind=KIND,
    seed=st.integers(0, 99),
    rated=st.sampled_from([RATED_W, None]),
    gap=st.tuples(st.integers(20, 500), st.integers(0, 250)),
    wrong=st.dictionaries(
        st.integers(0, 575),
        st.tuples(st.booleans(), st.sampled_from([0.0, 0.3, 0.9, 1.5, 2.0, 10.0])),
        max_size=20,
    ),
)
def test_whatever_comes_no_total_falls_and_no_day_runs_ahead_of_it(
    kind: type[Record],
    seed: int,
    rated: float | None,
    gap: tuple[int, int],
    wrong: dict[int, tuple[bool, float]],
) -> None:
    cleaner = Cleaner("Europe/Berlin", rated)
    last: dict[str, float] = {}
    ended: dict[str, float] = {}
    day = None
    for index, sample in enumerate(World(seed=seed, days=2, kind=kind).samples()):
        if gap[0] <= index < sum(gap):
            continue
        record = sample.record
        sent = dict(record)
        is_daily, factor = wrong.get(index, (False, 1.0))
        names = [name for name in kind.fields if name.endswith("_today" if is_daily else "_total")]
        for name in names:
            key = kind.fields[name].key
            if key in record:
                record[key] = round(float(record[key]) * factor, 1)
        clean = cleaner.clean(record)
        if sample.wall.date() != day:
            day, ended = sample.wall.date(), dict(last)
        for name in kind.fields:
            daily = name.removesuffix("_total") + "_today"
            if not name.endswith("energy_total") or daily not in kind.fields:
                continue
            total, today = clean[name].value, clean[daily].value
            if total is None:
                continue
            assert total >= last.get(name, 0.0) - 1e-3, (sample.wall, name)
            last[name] = total
            if name in ended and today is not None:
                counted = total - ended[name]
                if clean[name].reason in (Reason.ZERO, Reason.FELL, Reason.SPIKE):
                    # it waits for its total
                    counted = max(counted, float(sent[kind.fields[daily].key]))
                assert today <= counted + 0.8 + 1e-6, (sample.wall, name)


# --- a power and its counter ---------------------------------------------------------------------


@pytest.mark.parametrize("rated", [RATED_W, None])
@pytest.mark.parametrize("watts", [65_000.0, 65_535.0, 157_000.0, 157_286.4, 6_553_500.0])
@pytest.mark.parametrize("name", ["import", "load", "charge", "discharge", "ac"])
def test_a_power_that_its_counter_refutes_is_not_shown(
    rated: float | None, watts: float, name: str
) -> None:
    key = MIN_KEYS[name][2]
    met = 0

    def spoil(index: int, sample: Sample) -> None:
        nonlocal met
        # between samples of a house that rests
        if index % 12 == 5 and 0 < sample.record[key] < 500:
            sample.record[key] = watts
            met += 1

    world = World(days=2, pv_only=name == "import")
    pairs = cleaned(spoilt(world.samples(), spoil), Cleaner("Europe/Berlin", rated))
    assert met > 3
    for sample, clean in pairs:
        assert sample.healthy is not None
        value, truth = clean[name_of(MinEnergy, key)].value, sample.healthy[key]
        # volts and amperes of a battery may say that it is its power in another unit
        spare = 0.2 if "harge" in name else 0.0
        assert value is None or abs(value - truth) <= spare * truth, (sample.wall, value)
        if sample.record[key] != watts:
            assert value is not None, sample.wall


def test_what_a_house_can_do_is_shown() -> None:
    """A car that begins to charge with 22 kW has counted nothing yet."""

    def spoil(index: int, sample: Sample) -> None:
        if index % 20 == 5:
            sample.record["pacToUserTotal"] = 22_000.0

    pairs = cleaned(spoilt(World(days=1).samples(), spoil), Cleaner("Europe/Berlin", RATED_W))
    assert reasons(pairs, "import_power") == {"ok"}


@pytest.mark.wide
@with_and_without_rating
@pytest.mark.parametrize("flow", ["grid_import", "load", "pv1", "grid_export"])
def test_spikes_of_the_simulator_are_not_shown(flow: str, rated: bool) -> None:
    spikes = [
        {"kind": "spike", "values": [flow], "at": at, "lasts": "5 min", "factor": 540}
        for at in ("06:30", "12:00", "20:00")
    ]
    for device in watch(
        failures(*spikes), 20, rated=rated, start="2026-06-15T05:00:00+02:00"
    ).values():
        for index, look in enumerate(device.looks):
            name = next(name for name, each in POWERS.items() if each == flow)
            value, truth = look.clean[name].value, look.power_w(flow)
            # 540 times little is still what a house can do
            harmless = truth * 540 < 25_000
            near = value is None or abs(value - truth) <= 0.01 * truth + 0.1
            assert near or harmless, beside(device, index, name, flow, "power")


# --- a rated power that somebody mistyped --------------------------------------------------------


def hours_in(device: Device, hours: float) -> Iterator[int]:
    """The numbers of the looks after the first hours."""
    begin = device.looks[0].at + timedelta(hours=hours)
    return (number for number, look in enumerate(device.looks) if look.at >= begin)


@pytest.mark.parametrize("rating", [0.001, 0.01])
def test_a_rated_power_that_the_counters_refute_is_not_believed(rating: float) -> None:
    devices = watch(None, 20, rating=rating, start="2026-06-15T11:00:00+02:00")
    for device in devices.values():
        check_monotone(device)
        for index, look in enumerate(device.looks):
            for name, flow in POWERS.items():
                value, truth = look.clean[name].value, look.power_w(flow)
                near = value is None or abs(value - truth) <= 0.01 * truth + 0.1
                assert near, beside(device, index, name, flow, "power")
        for index in hours_in(device, 3):
            assert device.looks[index].clean.rating_refuted
            for name, flow in POWERS.items():
                shown = device.looks[index].clean[name].value
                assert shown is not None, beside(device, index, name, flow, "power")
        check_energies(from_now_on(device, 15, time(14)), steps=1, small_steps=1)


@pytest.mark.parametrize("rated", [8.0, 80.0, 800.0])
@pytest.mark.parametrize("kind", [MinEnergy, SphEnergy, PlantEnergyOverview])
def test_no_power_is_a_thousandth_by_a_wrong_rating(rated: float, kind: type[Record]) -> None:
    name = "current_power" if kind is PlantEnergyOverview else "load_power"
    cleaner = Cleaner("Europe/Berlin", rated)
    pairs = cleaned(World(days=3, kind=kind).samples(), cleaner)
    for sample, clean in pairs:
        value, raw = clean[name].value, clean[name].raw
        assert value in (None, raw), sample.wall
        if sample.wall.day > 1:
            assert not clean.changed, (sample.wall, clean.changed)
            assert clean.rating_refuted
    total = name_of(kind, "total_energy" if kind is PlantEnergyOverview else "eacTotal")
    last, clean = pairs[-1]
    assert clean[total].value == clean[total].raw
    assert last.wall.day == 3


@pytest.mark.parametrize("rated", [0.0, -5000.0, float("nan"), float("inf")])
def test_what_is_no_rated_power_is_not_known(rated: float) -> None:
    for _, clean in cleaned(World(days=1).samples(), Cleaner("Europe/Berlin", rated)):
        assert not clean.changed
        assert not clean.rating_refuted


def test_a_right_rating_is_never_refuted_and_another_one_is_tried_anew() -> None:
    for _, clean in cleaned(World(days=2).samples(), Cleaner("Europe/Berlin", RATED_W)):
        assert not clean.rating_refuted
    wrong = Cleaner("Europe/Berlin", 8)
    pairs = cleaned(World(days=2).samples(), wrong)
    assert pairs[-1][1].rating_refuted
    again = Cleaner("Europe/Berlin", RATED_W)
    again.from_dict(wrong.to_dict())
    spike = MinEnergy({**pairs[-1][0].record, "time": "2026-06-03 00:05:00", "pac": 50_000.0})
    clean = again.clean(spike)
    assert not clean.rating_refuted
    assert clean["ac_power"][1:3] == (None, Reason.SPIKE)
