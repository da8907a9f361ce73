"""Readings that stand still, powers in other units, spikes and flags that lie, beside the truth."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from clean_world import (
    RATED_W,
    Sample,
    World,
    check_energies,
    check_no_false_spikes,
    cleaned,
    live,
    reasons,
    spoilt,
)

from growattServer.cleaning import Cleaner, Reason
from growattServer.fields import Record
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview

COUNTER_KEYS = ("epv", "eac", "eto", "eload", "eloc", "ech", "edis")


def keep_time(sample: Sample, earlier: Record) -> None:
    """All values as before, only the clock goes on."""
    clock = {
        key: sample.record[key] for key in ("time", "last_update_time") if key in sample.record
    }
    sample.record.clear()
    sample.record.update({**earlier, **clock})


@pytest.mark.parametrize("rated", [RATED_W, None])
@pytest.mark.parametrize("seed", range(3))
def test_frozen_for_three_hours_in_daylight(rated: float | None, seed: int) -> None:
    frozen: list[Record] = []

    def spoil(index: int, sample: Sample) -> None:
        if time(11) <= sample.wall.time() < time(14):
            frozen.append(type(sample.record)(sample.record))
            keep_time(sample, frozen[0])

    pairs = cleaned(
        spoilt(World(seed=seed, days=1).samples(), spoil), Cleaner("Europe/Berlin", rated)
    )
    check_energies([pair for pair in pairs if not time(11) <= pair[0].wall.time() < time(14)])
    for sample, clean in pairs:
        hours = sample.wall.hour + sample.wall.minute / 60
        is_frozen = 12 <= hours < 14
        assert (clean.reason is Reason.FROZEN) == is_frozen, sample.wall
        assert (clean["pv1_power"].value is None) == is_frozen
        assert (clean["grid_frequency"].value is None) == is_frozen
        assert clean["energy_total"].value == sample.record["eacTotal"]
        assert clean["pv1_power"].raw == sample.record["ppv1"]


@pytest.mark.parametrize("kind", [MinEnergy, PlantEnergyOverview])
def test_an_output_that_is_stuck_for_six_hours_after_dusk(kind: type[Record]) -> None:
    key, name, watts = ("ppv1", "pv1_power", 312.4)
    if kind is PlantEnergyOverview:
        key, name, watts = ("current_power", "current_power", 0.3124)

    def spoil(index: int, sample: Sample) -> None:
        if sample.wall.day == 2 and sample.wall.time() < time(4):
            sample.record[key] = watts if kind is MinEnergy else str(watts)

    pairs = cleaned(
        spoilt(World(days=2, kind=kind).samples(), spoil), Cleaner("Europe/Berlin", RATED_W)
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        stuck = sample.wall.day == 2 and time(1, 0) <= sample.wall.time() < time(4)
        assert (clean[name].reason is Reason.FROZEN) == stuck, sample.wall
        assert (clean[name].value is None) == stuck


def test_a_constant_output_that_counts_is_not_frozen() -> None:
    """Curtailed to 3,000 W for hours: the counter moves, the same with a house that rests."""

    def spoil(index: int, sample: Sample) -> None:
        if time(10) <= sample.wall.time() < time(16):
            for key in ("ppv1", "pac", "pacToLocalLoad"):
                sample.record[key] = 3000.0
            sample.record["ipv1"] = round(3000 / 360, 1)
            for key in ("epv1Total", "eacTotal", "elocalLoadTotal"):
                steps = (sample.wall.hour - 10) * 12 + sample.wall.minute // 5
                sample.record[key] = round(5000 + steps * 0.25, 1)
        elif sample.wall.time() < time(10):
            sample.record.update(dict.fromkeys(("epv1Total", "eacTotal", "elocalLoadTotal"), 5000))

    samples = [s for s in spoilt(World(days=1).samples(), spoil) if s.wall.time() < time(16)]
    for _, clean in cleaned(samples, Cleaner("Europe/Berlin")):
        assert not clean.changed


def test_a_record_that_stays_is_old_and_not_the_present() -> None:
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    samples = [s for s in live(World(days=1).samples()) if s.wall.time() <= time(14)]
    cleaned(samples, cleaner)
    last = samples[-1]
    for minutes in (1, 20, 30, 31, 6 * 60):
        clean = cleaner.clean(last.record, last.moment + timedelta(minutes=minutes))
        stale = minutes > 30
        assert clean.online is not stale
        assert clean.reason is (Reason.STALE if stale else Reason.OK)
        assert clean["pv1_power"].raw == last.record["ppv1"]
        assert clean["pv1_power"].value == (None if stale else last.record["ppv1"])
        assert clean["pv1_power"].age == timedelta(minutes=minutes)
        assert clean["energy_total"].value == last.record["eacTotal"]
        assert clean["energy_today"].value == last.record["eacToday"]


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_that_lies(flag: bool) -> None:
    cleaner = Cleaner("Europe/Berlin")
    at = datetime(2026, 6, 1, tzinfo=UTC)
    record: Record = MinEnergy()
    for sample in live(World(days=1).samples()):
        assert sample.at is not None
        at, record = sample.at, sample.record
        record["lost"] = flag
        fresh = cleaner.clean(record, at)
        assert fresh.online is True
        assert fresh["lost"][:3] == (flag, False, Reason.FLAG if flag else Reason.OK)
        # of a row of a history nobody can tell
        assert cleaner.clean(record).online is None
        assert cleaner.clean(record)["lost"].value is flag
    old = cleaner.clean(record, at + timedelta(hours=2))
    assert old.online is False
    assert old["lost"][:3] == (flag, True, Reason.OK if flag else Reason.FLAG)


@pytest.mark.parametrize("rated", [RATED_W, None])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("run", [1, 5])
def test_battery_power_times_ten(rated: float | None, seed: int, run: int) -> None:
    keys = ("bdc1ChargePower", "bdc1DischargePower")

    def spoil(index: int, sample: Sample) -> None:
        if index % 37 >= 37 - run:
            sample.record.update({key: sample.record[key] * 10 for key in keys})

    pairs = cleaned(
        spoilt(World(seed=seed, days=2).samples(), spoil), Cleaner("Europe/Berlin", rated)
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        assert sample.healthy is not None
        for key, name in zip(
            keys, ("battery_charge_power", "battery_discharge_power"), strict=True
        ):
            # what is too small for its witness stays below the rated power
            value, truth = clean[name].value, sample.healthy[key]
            seen_before = sample.wall.day > 1
            assert truth < 130 or not seen_before or value == pytest.approx(truth), sample.wall


@pytest.mark.parametrize("kind", [MinEnergy, PlantEnergyOverview])
@pytest.mark.parametrize("rated", [RATED_W, None])
def test_watts_for_kilowatts_now_and_then(kind: type[Record], rated: float | None) -> None:
    key, name = ("ppv1", "pv1_power") if kind is MinEnergy else ("current_power", "current_power")

    def spoil(index: int, sample: Sample) -> None:
        value = float(sample.record[key])
        if index % 20 == 10 and value > (500 if kind is MinEnergy else 0.5):
            sample.record[key] = str(round(value * 1000, 2))

    pairs = cleaned(
        spoilt(World(days=2, kind=kind).samples(), spoil), Cleaner("Europe/Berlin", rated)
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        assert sample.healthy is not None
        truth = type(sample.record).fields[name].__get__(sample.healthy, type(sample.record))
        assert clean[name].value == pytest.approx(truth, abs=0.1), sample.wall
    assert reasons(pairs, name) == {"ok", "unit"}


def test_kilowatts_for_watts_by_the_witness_of_volts_and_amperes() -> None:
    def spoil(index: int, sample: Sample) -> None:
        if index % 20 == 10:
            sample.record["ppv1"] = round(sample.record["ppv1"] / 1000, 4)

    pairs = cleaned(spoilt(World(days=2).samples(), spoil), Cleaner("Europe/Berlin", RATED_W))
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        assert sample.healthy is not None
        truth = sample.healthy["ppv1"]
        assert truth < 250 or clean["pv1_power"].value == pytest.approx(truth, abs=0.1)


def test_a_plant_whose_power_is_always_in_the_wrong_unit() -> None:
    def spoil(index: int, sample: Sample) -> None:
        sample.record["current_power"] = str(float(sample.record["current_power"]) * 1000)

    world = World(days=3, kind=PlantEnergyOverview)
    pairs = cleaned(spoilt(world.samples(), spoil), Cleaner("Europe/Berlin", RATED_W))
    check_energies(pairs)
    wrong = 0
    for sample, clean in pairs:
        assert sample.healthy is not None
        truth = float(sample.healthy["current_power"]) * 1000
        value = clean["current_power"].value
        wrong += value is not None and value != pytest.approx(truth, abs=0.1)
        if sample.wall.day > 1:
            assert value is None or value == pytest.approx(truth, abs=0.1)
    # nothing has proven it before the first morning
    assert wrong <= 2
    shown = [clean["current_power"].value for s, clean in pairs if 8 <= s.wall.hour < 20]
    assert shown.count(None) <= 2


def test_absurd_powers_are_not_shown() -> None:
    def spoil(index: int, sample: Sample) -> None:
        if index % 30 == 5:
            sample.record["pac"] = 429496729.5
            sample.record["ppv1"] = 429496729.5
        if index % 30 == 6:
            sample.record["pacToUserTotal"] = 15000.0  # a house may do that

    pairs = cleaned(spoilt(World(days=1).samples(), spoil), Cleaner("Europe/Berlin", RATED_W))
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        if sample.record["pac"] > 1e6:
            assert clean["ac_power"][:3] == (429496729.5, None, Reason.SPIKE)
            assert clean["pv1_power"][:3] == (429496729.5, None, Reason.SPIKE)
        if sample.record["pacToUserTotal"] == 15000:
            assert clean["import_power"].value == 15000
