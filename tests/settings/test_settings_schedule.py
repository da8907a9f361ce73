"""Schedules: what may be said, which slots they take, and in which order these are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer import GrowattParameterError
from growattServer.settings import MIN, SPH, Family, Mode, Schedule, Window
from growattServer.settings.slots import in_order, minutes, place
from growattServer.settings.wishes import checked

CHARGE, DISCHARGE = Mode.BATTERY_FIRST, Mode.GRID_FIRST
ZEROS = {row.name: ("0",) * len(row.positions) for f in (MIN, SPH) for row in f.slots}


def test_a_schedule_is_in_the_order_of_the_day() -> None:
    late, early = Window(DISCHARGE, "18:00", "20:30"), Window("battery_first", time(2), time(5))
    schedule = Schedule([late, early])
    assert list(schedule) == [early, late]
    assert schedule == Schedule([early, late])
    assert len(schedule) == 2
    assert str(schedule) == "battery_first 02:00 to 05:00; grid_first 18:00 to 20:30"
    assert str(Schedule()) == "no windows"


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ([(CHARGE, "02:00", "05:00"), (DISCHARGE, "04:59", "06:00")], "overlap"),
        ([(CHARGE, "02:00", "05:00"), (CHARGE, "02:00", "05:00")], "overlap"),
        ([(CHARGE, "02:00", "05:00"), (CHARGE, "03:00", "04:00")], "overlap"),
        ([(CHARGE, "22:00", "05:00")], "over midnight in two"),
        ([(CHARGE, "22:00", "22:00")], "does not end after its start"),
        ([("sun_first", "02:00", "05:00")], "mode must be one of load_first"),
        ([(CHARGE, "2 o'clock", "05:00")], "start of a window must be a time"),
        ([(CHARGE, "02:00", "24:00")], "end of a window must be a time"),
        ([(CHARGE, time(2, 0, 30), "05:00")], "whole minutes"),
        ([(CHARGE, time(2, tzinfo=UTC), "05:00")], "start of a window"),
        ([(CHARGE, datetime(2026, 1, 1), "05:00")], "start of a window"),
    ],
)
def test_what_cannot_be_a_schedule(windows: list[Any], said: str) -> None:
    with pytest.raises(GrowattParameterError, match=said):
        Schedule(Window(*window) for window in windows)


def test_windows_may_touch() -> None:
    windows = [Window(CHARGE, "02:00", "05:00"), Window(DISCHARGE, "05:00", "06:00")]
    assert len(Schedule(windows)) == 2
    with pytest.raises(GrowattParameterError, match="made of Window"):
        Schedule([("battery_first", "02:00", "05:00")])  # type: ignore[list-item]


def test_a_schedule_of_a_device_may_be_odd_and_cannot_be_wished() -> None:
    odd = Schedule.as_read([Window(CHARGE, "22:00", "05:00"), Window(CHARGE, "04:00", "23:00")])
    assert len(odd) == 2
    with pytest.raises(GrowattParameterError, match="over midnight"):
        checked(MIN, {"schedule": odd}, False)


def test_levels_of_windows_are_settings_of_an_sph() -> None:
    windows = [
        Window(CHARGE, "01:00", "02:00", power=60, stop_soc=90),
        Window(CHARGE, "03:00", "04:00", power=60),
        Window(DISCHARGE, "18:00", "19:00", stop_soc=20),
    ]
    texts, _ = checked(SPH, {"schedule": Schedule(windows), "charge_power": 60}, False)
    assert texts == {
        "charge_power": ("60",),
        "charge_stop_soc": ("90",),
        "discharge_stop_soc": ("20",),
    }
    with pytest.raises(GrowattParameterError, match="here and 60 in windows"):
        checked(SPH, {"schedule": Schedule(windows), "charge_power": 61}, False)
    windows[1] = Window(CHARGE, "03:00", "04:00", power=50)
    with pytest.raises(GrowattParameterError, match="share one charge_power"):
        checked(SPH, {"schedule": Schedule(windows)}, False)
    with pytest.raises(GrowattParameterError, match="MIN has no power or stop_soc of a window"):
        checked(MIN, {"schedule": Schedule(windows)}, False)
    load_first = Schedule([Window("load_first", "01:00", "02:00")])
    with pytest.raises(GrowattParameterError, match="SPH has windows for battery_first"):
        checked(SPH, {"schedule": load_first}, False)
    assert checked(MIN, {"schedule": load_first}, False)[1] == load_first


def quarters(*modes: Mode, most: int) -> st.SearchStrategy[list[Window]]:
    """Windows without overlap, on whole hours so that they often meet."""

    def windows(cuts: list[int], kinds: list[Mode]) -> list[Window]:
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        made = [
            Window(kind, time(first), time(last))
            for (first, last), kind in zip(pairs, kinds, strict=False)
        ]
        return made[:most]

    hours = st.lists(st.integers(0, 23), unique=True, max_size=18).map(sorted)
    kinds = st.lists(st.sampled_from(modes), min_size=9, max_size=9)
    return st.builds(windows, hours, kinds)


def state_of(family: Family, windows: list[Window], switched_off: list[bool]) -> dict[str, Any]:
    state = dict(ZEROS)
    left = list(family.slots)
    for window in windows:
        row = next((row for row in left if row.mode in (None, window.mode)), None)
        if row is not None:
            left.remove(row)
            texts = row.texts_of(window)
            state[row.name] = (*texts[:-1], "0") if switched_off.pop() else texts
    return {row.name: state[row.name] for row in family.slots}


SWITCHES = st.lists(st.booleans(), min_size=9, max_size=9)
MIN_WINDOWS = quarters(*Mode, most=9)
SPH_WINDOWS = quarters(CHARGE, DISCHARGE, most=3)


def overlap_free(family: Family, state: Mapping[str, Any]) -> bool:
    taken: list[int] = []
    for row in family.slots:
        window = row.window(state[row.name])
        taken += minutes(window) if window else ()
    return len(taken) == len(set(taken))


@given(MIN_WINDOWS, MIN_WINDOWS, SWITCHES)
def test_the_slots_of_a_min(old: list[Window], new: list[Window], off: list[bool]) -> None:
    _check_way(MIN, old, new, off)


@given(SPH_WINDOWS, SPH_WINDOWS, SWITCHES)
def test_the_slots_of_an_sph(old: list[Window], new: list[Window], off: list[bool]) -> None:
    _check_way(SPH, old, new, off)


def _check_way(family: Family, old: list[Window], new: list[Window], off: list[bool]) -> None:
    state, schedule = state_of(family, old, off), Schedule(new)
    placed = place(family, schedule, state)
    assert family.schedule(placed) == schedule
    before = {window.span for window in family.schedule(state) or ()}
    after = {window.span for window in schedule}
    changed = [name for name in placed if placed[name] != state[name]]
    assert len(changed) <= max(len(before - after), len(after - before)) or family is SPH
    commands = list(dict.fromkeys(family[name].command for name in changed))
    for some_order in (commands, commands[::-1]):
        _check_steps(family, some_order, dict(state), placed)


def _check_steps(
    family: Family, commands: list[str], state: dict[str, Any], placed: dict[str, Any]
) -> None:
    steps = in_order(family, commands, state, placed)
    for step in steps:
        for row in family.written_by(step.command):
            if row.slot:
                state[row.name] = step.meanwhile.get(row.name) or placed[row.name]
        assert overlap_free(family, state)
    assert state == placed
    assert len(steps) <= 2 * len(commands)


def test_groups_that_change_places_do_not_overlap_on_the_way() -> None:
    hours = [f"{hour:02}:00" for hour in range(6)]
    old = [Window(DISCHARGE, hours[0], hours[1]), Window(CHARGE, hours[2], hours[5])]
    new = [
        Window(CHARGE, hours[0], hours[1]),
        Window(DISCHARGE, hours[2], hours[3]),
        Window(DISCHARGE, hours[4], hours[5]),
    ]
    _check_way(SPH, old, new, [False] * 9)


def test_what_changes_nothing_writes_nothing() -> None:
    windows = [Window(CHARGE, "02:00", "05:00"), Window(DISCHARGE, "18:00", "20:00")]
    state = state_of(MIN, windows, [False] * 9)
    assert place(MIN, Schedule(windows[::-1]), state) == state


def test_there_is_no_room_for_more() -> None:
    windows = [Window(CHARGE, time(hour), time(hour, 30)) for hour in range(10)]
    place(MIN, Schedule(windows[:9]), ZEROS)
    with pytest.raises(GrowattParameterError, match="MIN has room for 9 windows, not for 10"):
        place(MIN, Schedule(windows), ZEROS)
    with pytest.raises(GrowattParameterError, match="3 battery_first windows, not for 4"):
        place(SPH, Schedule(windows[:4]), ZEROS)


def test_an_unknown_slot_is_written_as_nothing() -> None:
    state: dict[str, Any] = {**ZEROS, "segment 9": None}
    placed = place(MIN, Schedule(), state)
    assert placed["segment 9"] == ("0",) * 6


def test_a_goal_that_overlaps_itself_comes_to_an_end() -> None:
    odd = [Window(CHARGE, "01:00", "04:00"), Window(DISCHARGE, "03:00", "05:00")]
    goal = state_of(MIN, odd, [False] * 9)
    steps = in_order(MIN, ["time_segment1", "time_segment2"], ZEROS, goal)
    assert [step.command for step in steps] == ["time_segment1", "time_segment2"]
