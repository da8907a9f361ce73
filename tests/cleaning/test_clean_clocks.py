"""Clocks that are wrong, records that come late, twice or not at all, and memory on paper."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clean_world import RATED_W, World, check_energies, cleaned, live
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from growattServer.cleaning import Cleaner, CleanRecord, Reason
from growattServer.fields import Kind
from growattServer.open_api_v1.records import MinEnergy, PlantEnergyOverview, SphEnergy


def shown(clean: CleanRecord) -> tuple[Any, ...]:
    """All that can be seen of a clean record."""
    values = {name: clean[name] for name in clean}
    return values, clean.reason, clean.moment, clean.age, clean.online, clean.clock_error


@pytest.mark.parametrize("ahead_s", [3602, -3602])
def test_a_device_clock_that_is_an_hour_off(ahead_s: int) -> None:
    world = World(days=2, device_ahead_s=ahead_s)
    pairs = cleaned(live(world.samples(), most_s=60), Cleaner("Europe/Berlin", RATED_W))
    for sample, clean in pairs[12:]:
        assert sample.at is not None
        assert abs(clean.clock_error.total_seconds() - ahead_s) <= 60
        assert abs(clean.moment - sample.moment) <= timedelta(seconds=60)
        assert clean.age is not None
        assert clean.age <= timedelta(seconds=120)
        assert clean.online is True
        assert clean["lost"].value is False
        assert clean["energy_total"].reason is Reason.OK
    # a clock that is behind shows only when each of many records is old
    early = {clean.online for _, clean in pairs[:10]}
    assert early == ({True} if ahead_s > 0 else {False})


def test_a_clock_that_is_put_right_makes_nothing_late() -> None:
    wrong = list(live(World(days=1, device_ahead_s=7200).samples(), most_s=60))
    right = list(live(World(days=1).samples(), most_s=60))
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    cleaned(wrong[:150], cleaner)
    pairs = cleaned(right[150:], cleaner)
    assert {clean.reason for _, clean in pairs} == {Reason.OK}
    assert not pairs[-1][1].clock_error
    assert all(not clean.changed for _, clean in pairs)


def test_a_time_that_cannot_be_is_not_believed() -> None:
    samples = list(live(World(days=1).samples()))
    samples[100].record["time"] = "2099-01-01 00:00:00"
    samples[110].record["time"] = None
    pairs = cleaned(samples, Cleaner("Europe/Berlin", RATED_W))
    check_energies(pairs)
    assert {clean.reason for _, clean in pairs} == {Reason.OK}
    assert pairs[100][1].moment == samples[100].at


def test_times_on_the_clock_of_the_server() -> None:
    samples = list(live(World(days=3).samples()))
    for sample in samples:
        in_china = sample.moment + timedelta(hours=8)
        sample.record["time"] = f"{in_china:%Y-%m-%d %H:%M:%S}"
    cleaner = Cleaner("Europe/Berlin", RATED_W, record_timezone="Asia/Shanghai")
    pairs = cleaned(samples, cleaner)
    check_energies(pairs)
    assert all(not clean.changed and not clean.clock_error for _, clean in pairs)


@pytest.mark.parametrize("in_history", [False, True])
def test_the_hour_that_comes_twice(in_history: bool) -> None:
    world = World(days=1, first=date(2026, 10, 25))
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    samples = list(world.samples())
    assert len(samples) == 25 * 12
    for sample, clean in cleaned(samples if in_history else live(samples), cleaner):
        assert clean.moment == sample.moment, sample.wall
        assert not clean.changed


def test_records_out_of_order_and_twice_do_not_move_the_memory() -> None:
    samples = list(live(World(days=2).samples()))
    straight, shaken = Cleaner("Europe/Berlin", RATED_W), Cleaner("Europe/Berlin", RATED_W)
    for index, sample in enumerate(samples):
        expected = straight.clean(sample.record, sample.at)
        assert shown(shaken.clean(sample.record, sample.at)) == shown(expected)
        memory = json.dumps(shaken.to_dict())
        assert shown(shaken.clean(sample.record, sample.at)) == shown(expected)
        if index > 40:
            old = samples[index - 1 - index % 40]
            late = shaken.clean(old.record, sample.at)
            assert late.reason is Reason.LATE
            assert late.online is False
            assert late["pv1_power"][:3] == (old.record["ppv1"], old.record["ppv1"], Reason.LATE)
            total = late["energy_total"]
            assert total[:3] == (old.record["eacTotal"], sample.record["eacTotal"], Reason.LATE)
        assert json.dumps(shaken.to_dict()) == memory


@pytest.mark.parametrize("first", [100.0, None])
def test_what_another_look_at_a_moment_has_shown_stays(first: float | None) -> None:
    cleaner = Cleaner("Europe/Berlin")
    seen = []
    for time, total in (("12:00", first), ("12:00", 100.5), ("12:00", 100.3), ("12:05", 100.2)):
        today = None if total is None else total - 90
        values = {"time": f"2026-06-15 {time}:00", "eacTotal": total, "eacToday": today}
        clean = cleaner.clean(MinEnergy(values))
        seen.append((clean["energy_total"].value, clean["energy_today"].value))
    assert seen[1:] == [(100.5, 10.5)] * 3


def test_many_looks_at_a_moment_prove_nothing() -> None:
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    for time, total in (("12:00", 100.0), *[("12:05", 3.0)] * 20, ("14:00", 3.0)):
        record = MinEnergy({"time": f"2026-06-15 {time}:00", "eacTotal": total})
        assert cleaner.clean(record)["energy_total"].value == 100.0


def test_a_late_record_shows_no_total_that_nobody_knows() -> None:
    cleaner = Cleaner("Europe/Berlin")
    cleaner.clean(MinEnergy({"time": "2026-06-15 12:00:00", "eacTotal": None}))
    late = cleaner.clean(MinEnergy({"time": "2026-06-15 11:55:00", "eacTotal": 105.0}))
    assert late["energy_total"][:3] == (105.0, None, Reason.LATE)


def test_a_replayed_buffer_of_yesterday() -> None:
    samples = list(World(days=3).samples())
    replayed = samples[:500] + samples[300:400] + samples[500:]
    pairs = cleaned(replayed, Cleaner("Europe/Berlin", RATED_W))
    assert [clean.reason for _, clean in pairs[500:600]] == [Reason.LATE] * 100
    rest = pairs[:500] + pairs[600:]
    check_energies(rest)
    assert all(not clean.changed for _, clean in rest)


KINDS = st.sampled_from([MinEnergy, SphEnergy, PlantEnergyOverview])
NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True), st.integers(), st.none(), st.text(max_size=5)
)
few = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@few
@given(
    kind=KINDS,
    seed=st.integers(0, 99),
    cut=st.integers(1, 400),
    wrong=st.dictionaries(
        st.integers(0, 430), st.sampled_from([0, -0.1, 0.5, 10, 1000]), max_size=60
    ),
    is_live=st.booleans(),
)
def test_memory_on_paper_goes_on_where_it_was(
    kind: type[Any], seed: int, cut: int, wrong: dict[int, float], is_live: bool
) -> None:
    world = World(seed=seed, days=2, kind=kind)
    samples = list(live(world.samples()) if is_live else world.samples())[:430]
    for index, factor in wrong.items():
        record = samples[index].record if index < len(samples) else {}
        for name, row in kind.fields.items():
            if row.key in record and row.kind in (Kind.DAILY, Kind.LIFETIME):
                value = getattr(samples[index].healthy or record, name) or 0
                record[row.key] = value * factor if factor > 0 else factor
    first = Cleaner("Europe/Berlin", RATED_W)
    second = Cleaner("Europe/Berlin", RATED_W)
    cleaned(samples[:cut], first)
    second.from_dict(json.loads(json.dumps(first.to_dict(), allow_nan=False)))
    for sample in samples[cut:]:
        one = first.clean(sample.record, sample.at)
        other = second.clean(sample.record, sample.at)
        assert shown(one) == shown(other)
    assert first.to_dict() == second.to_dict()


@few
@given(
    seed=st.integers(0, 99),
    start=st.integers(20, 500),
    length=st.integers(1, 5),
    raw=st.floats(-10, 1e6, allow_nan=False),
)
def test_whatever_a_total_says_for_moments_it_never_falls_and_comes_back(
    seed: int, start: int, length: int, raw: float
) -> None:
    samples = list(World(seed=seed, days=2).samples())
    for sample in samples[start : start + length]:
        sample.record["eacTotal"] = raw
    pairs = cleaned(samples, Cleaner("Europe/Berlin", RATED_W))
    last = 0.0
    for sample, clean in pairs:
        value = clean["energy_total"].value
        assert value >= last
        # until the next true value, it can be wrong by no more than the device can count
        assert abs(value - sample.life["ac"]) <= 0.5 + 1.2 * length
        last = value
    assert pairs[-1][1]["energy_total"].value == samples[-1].record["eacTotal"]


@few
@given(kind=KINDS, values=st.lists(NUMBERS, min_size=5, max_size=5), data=st.data())
def test_nothing_that_a_server_sends_makes_it_raise(
    kind: type[Any], values: list[Any], data: st.DataObject
) -> None:
    cleaner = Cleaner("Europe/Berlin", RATED_W)
    keys = [row.key for row in kind.fields.values()]
    at = datetime(2026, 6, 1, tzinfo=UTC)
    for value in values:
        some = data.draw(st.lists(st.sampled_from(keys), max_size=20))
        clean = cleaner.clean(
            kind({"time": "2026-06-01 02:00:00", **dict.fromkeys(some, value)}), at
        )
        for name in clean:
            raw = kind.fields[name].read(clean.record)
            # what no row reads is handed on, a NaN too, which is not even equal to itself
            assert clean[name].raw is raw or clean[name].raw == raw
        json.dumps(cleaner.to_dict(), allow_nan=False)
        at += timedelta(minutes=5)


def test_what_a_clean_record_offers() -> None:
    record = MinEnergy({"time": "2026-06-01 12:00:00", "ppv": "230.1", "eacToday": -0.1, "x": 1})
    clean = Cleaner("Europe/Berlin").clean(record)
    assert clean.record is record
    assert clean.moment == datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert clean["pv_power"] == (230.1, 230.1, Reason.OK, timedelta())
    assert clean["ac_power"] == (None, None, Reason.OK, timedelta())
    assert set(clean) == {"time", "pv_power", "energy_today"}
    assert len(clean) == 3
    assert "ac_power" in clean
    assert "nonsense" not in clean
    assert set(clean.changed) == {"energy_today"}
    assert repr(clean) == "<CleanRecord of MinEnergy, 1 changed>"
    with pytest.raises(KeyError):
        clean["nonsense"]
    assert all(reason.sentence.endswith(".") for reason in Reason)
    assert record == {"time": "2026-06-01 12:00:00", "ppv": "230.1", "eacToday": -0.1, "x": 1}


def test_the_page_lists_every_reason() -> None:
    page = Path(__file__).parents[2] / "docs" / "clean-values.md"
    table = page.read_text("utf-8").partition("## The reasons")[2]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{reason.value}` | {reason.sentence} |" for reason in Reason]


def test_what_cannot_be_asked() -> None:
    cleaner = Cleaner("Europe/Berlin")
    with pytest.raises(ValueError, match="time zone"):
        cleaner.clean(MinEnergy(), datetime(2026, 6, 1))
    with pytest.raises(ValueError, match="no time of its own"):
        cleaner.clean(MinEnergy())
    with pytest.raises(ValueError, match="for MinEnergy"):
        cleaner.clean(SphEnergy())
    with pytest.raises(ValueError, match="layout"):
        cleaner.from_dict({})
