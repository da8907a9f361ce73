"""Each failure of a counter that was seen in the wild, beside the truth."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from clean_world import (
    MIN_KEYS,
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
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview, SphEnergy

DAILY = [daily for daily, _, _ in MIN_KEYS.values()]
TOTAL = [total for _, total, _ in MIN_KEYS.values()]
MORNING = time(6, 30)

with_and_without_rating = pytest.mark.parametrize("rated", [RATED_W, None])
on_several_days = pytest.mark.parametrize("seed", [1, 3])
of_each_kind = pytest.mark.parametrize("kind", [MinEnergy, SphEnergy, PlantEnergyOverview])


def keys_of(record: Record, ending: str) -> list[str]:
    """The keys of the daily or lifetime counters that the record holds."""
    return [
        row.key
        for name, row in record.fields.items()
        if name.endswith(ending) and row.key in record and row.key != "epv3Total"
    ]


class Yesterday:
    """Remembers the counters of the evening, to let them come again."""

    def __init__(self) -> None:
        self.last: dict[str, Any] = {}

    def look(self, sample: Sample) -> None:
        if sample.wall.time() >= time(23, 50):
            self.last = {key: sample.record[key] for key in keys_of(sample.record, "_today")}


@with_and_without_rating
@on_several_days
@of_each_kind
def test_around_midnight_value_zero_stale_zero(
    rated: float | None, seed: int, kind: type[Record]
) -> None:
    evening = Yesterday()

    def spoil(index: int, sample: Sample) -> None:
        evening.look(sample)
        if sample.wall.time() in (time(0, 5), time(0, 10), time(0, 20)):
            sample.record.update(evening.last)

    pairs = cleaned(
        spoilt(World(seed=seed, days=4, kind=kind).samples(), spoil),
        Cleaner("Europe/Berlin", rated),
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    assert any(r.reason is Reason.YESTERDAY for _, clean in pairs for r in clean.changed.values())


@with_and_without_rating
@on_several_days
@of_each_kind
@pytest.mark.parametrize("lifetime_too", [False, True])
def test_yesterdays_total_until_the_morning(
    rated: float | None, seed: int, kind: type[Record], lifetime_too: bool
) -> None:
    evening = Yesterday()

    def spoil(index: int, sample: Sample) -> None:
        evening.look(sample)
        if sample.wall.time() < MORNING and evening.last:
            sample.record.update(evening.last)
            if lifetime_too:
                sample.record.update(dict.fromkeys(keys_of(sample.record, "_total"), 0))

    pairs = cleaned(
        spoilt(World(seed=seed, days=4, kind=kind).samples(), spoil),
        Cleaner("Europe/Berlin", rated),
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    for sample, clean in pairs:
        if sample.wall.time() < MORNING and sample.wall.date() != pairs[0][0].wall.date():
            value = clean["energy_today"].value
            truth = sample.today["pv" if kind is PlantEnergyOverview else "ac"]
            # where the total counts on, it soon tells what the counter of the day does not
            held = lifetime_too or sample.wall.time() < time(0, 15)
            assert value is None or (value == 0 and held) or abs(value - truth) <= 0.201


@with_and_without_rating
def test_a_bounce_that_lasts_until_the_morning(rated: float | None) -> None:
    evening = Yesterday()

    def spoil(index: int, sample: Sample) -> None:
        evening.look(sample)
        if time(0, 10) <= sample.wall.time() < MORNING:
            sample.record.update(evening.last)

    pairs = cleaned(spoilt(World(days=4).samples(), spoil), Cleaner("Europe/Berlin", rated))
    check_energies(pairs)
    check_no_false_spikes(pairs)


@with_and_without_rating
@on_several_days
def test_the_last_update_of_a_day_comes_at_ten_past_midnight(
    rated: float | None, seed: int
) -> None:
    evening = Yesterday()

    def spoil(index: int, sample: Sample) -> None:
        evening.look(sample)
        if sample.wall.time() <= time(0, 10):
            sample.record.update(
                {key: round(value + 0.1, 1) for key, value in evening.last.items()}
            )

    world = World(seed=seed, days=4)
    pairs = cleaned(spoilt(world.samples(), spoil), Cleaner("Europe/Berlin", rated))
    check_energies(pairs)
    for sample, clean in pairs:
        if sample.wall.time() <= time(0, 10):
            assert clean["energy_today"].value == 0


def test_after_midnight_an_old_record_counts_nothing_for_today() -> None:
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    samples = list(live(World(days=1).samples()))
    pairs = cleaned(samples, cleaner)
    last = samples[-1]
    total = pairs[-1][1]["energy_today"].value
    assert total > 10
    for minutes in (10, 60, 7 * 60):
        clean = cleaner.clean(last.record, last.moment + timedelta(minutes=minutes))
        assert clean["energy_today"] == (
            last.record["eacToday"],
            0.0,
            Reason.YESTERDAY,
            timedelta(minutes=minutes),
        )
        assert clean["energy_total"].value == last.record["eacTotal"]
    # at its own time it is still what the day came to
    assert cleaner.clean(last.record)["energy_today"].value == total


@with_and_without_rating
@on_several_days
@of_each_kind
def test_lifetime_totals_are_never_zero_negative_or_falling(
    rated: float | None, seed: int, kind: type[Record]
) -> None:
    def spoil(index: int, sample: Sample) -> None:
        totals = keys_of(sample.record, "_total")
        if sample.wall.time() < MORNING and index > 10:
            sample.record.update(dict.fromkeys(totals, 0))
        elif index % 40 == 7:
            sample.record.update(dict.fromkeys(totals, -0.1))
        elif index % 40 in (17, 18):
            sample.record.update({key: float(sample.record[key]) * 0.9 for key in totals})
        elif index % 40 == 27:
            sample.record.update({key: round(float(sample.record[key]) - 0.1, 1) for key in totals})

    pairs = cleaned(
        spoilt(World(seed=seed, days=3, kind=kind).samples(), spoil),
        Cleaner("Europe/Berlin", rated),
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)
    assert reasons(pairs, "energy_total" if kind is not SphEnergy else "pv_energy_total") == {
        "ok",
        "zero",
        "negative",
        "fell",
        "rounding",
    }


def test_before_anything_is_known_a_zero_total_is_no_total() -> None:
    first = {"time": "2026-06-01 03:00:00", "eacTotal": 0, "epvTotal": 0, "eacToday": 0}
    clean = Cleaner().clean(MinEnergy(first))
    assert clean["energy_total"][:3] == (0, None, Reason.ZERO)
    # beside a total that has counted, an input that nothing is connected to has none
    clean = Cleaner().clean(MinEnergy({**first, "epvTotal": 1833, "epv3Total": 0}))
    assert clean["pv3_energy_total"][:3] == (0, 0, Reason.OK)
    clean = Cleaner().clean(MinEnergy({**first, "epvTotal": 1833, "eacToday": 2.5}))
    assert clean["energy_total"][:3] == (0, None, Reason.ZERO)


@with_and_without_rating
@pytest.mark.parametrize("factor", [10, 1000])
@of_each_kind
def test_counters_in_another_unit(rated: float | None, factor: float, kind: type[Record]) -> None:
    def spoil(index: int, sample: Sample) -> None:
        if index % 50 in (20, 21, 22):
            for key in keys_of(sample.record, "_total"):
                sample.record[key] = float(sample.record[key]) * factor
            for key in keys_of(sample.record, "_today"):
                if rated and float(sample.record[key]) > 5:
                    sample.record[key] = float(sample.record[key]) * factor

    pairs = cleaned(
        spoilt(World(days=2, kind=kind, life_kwh=43210).samples(), spoil),
        Cleaner("Europe/Berlin", rated),
    )
    check_energies(pairs)
    check_no_false_spikes(pairs)


@with_and_without_rating
@on_several_days
@pytest.mark.parametrize("begins_with", [0.0, 512.3])
def test_a_device_that_was_reset_or_replaced(
    rated: float | None, seed: int, begins_with: float
) -> None:
    world = World(seed=seed, days=3, life_kwh=2000)
    samples = list(world.samples())
    reset = next(i for i, s in enumerate(samples) if i > 288 and s.wall.time() == time(11, 0))
    lost = samples[reset - 1]

    def spoil(index: int, sample: Sample) -> None:
        if index < reset:
            return
        for name, (daily, total, _) in MIN_KEYS.items():
            sample.record[total] = round(begins_with + sample.life[name] - lost.life[name], 1)
            if sample.wall.date() == lost.wall.date():
                sample.record[daily] = round(sample.today[name] - lost.today[name], 1)

    pairs = cleaned(spoilt(samples, spoil), Cleaner("Europe/Berlin", rated))
    check_energies(pairs, steps=2)
    two_hours = pairs[reset + 24 : reset + 100]
    assert reasons(two_hours, "energy_total") == {"reset"}
    assert reasons(two_hours, "energy_today") == {"restarted"}
    assert reasons(pairs[reset : reset + 11], "energy_total") == {"fell"}
    assert reasons(pairs[-200:], "energy_today") == {"ok"}


@with_and_without_rating
@pytest.mark.parametrize("ahead_s", [3602, -3602])
def test_a_device_whose_days_begin_at_another_time(rated: float | None, ahead_s: int) -> None:
    """The time of the record is right, the counters follow the clock of the device."""
    samples = list(World(days=5).samples())
    begun: dict[str, float] = dict.fromkeys(MIN_KEYS, samples[0].life["pv"])
    last: dict[str, float] = dict(begun)

    def spoil(index: int, sample: Sample) -> None:
        device = sample.wall + timedelta(seconds=ahead_s)
        if device.date() != (device - timedelta(minutes=5)).date():
            begun.update(last)
        for name, (daily, _, _) in MIN_KEYS.items():
            sample.record[daily] = round(sample.life[name] - begun[name], 1)
            last[name] = sample.life[name]

    pairs = cleaned(spoilt(samples, spoil), Cleaner("Europe/Berlin", rated))
    check_energies([pair for pair in pairs if pair[0].wall.day > 1], steps=3)


def test_three_lower_totals_in_two_hours_are_no_reset_yet() -> None:
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    for hour, total in enumerate((5000.0, 5001.0, 400.0, 401.0, 402.0)):
        record = MinEnergy({"time": f"2026-06-01 {10 + hour}:00:00", "eacTotal": total})
        clean = cleaner.clean(record)["energy_total"]
        expected = (total, Reason.OK) if total > 402 else (5001.0, Reason.FELL)
        assert clean[1:3] == expected
