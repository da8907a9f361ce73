"""Which window goes into which slot of a device, and in which order slots are written.

A device drops a window that overlaps another one in force without a word. So windows that are there
already stay where they are, what goes is switched off before what comes is written, and at no
moment do two windows in force overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..exceptions import GrowattParameterError
from .catalogue import Family, Setting, State, Texts, off
from .schedule import Schedule, Window


class Step(NamedTuple):
    """One write: a command, and texts that differ from what the goal says (on the way to it).

    With `if_needed` the device is read again first: an earlier write may have made it superfluous.
    """

    command: str
    meanwhile: Mapping[str, Texts] = {}
    if_needed: bool = False


def minutes(window: Window) -> frozenset[int]:
    """The minutes of the day that a window covers."""
    start = window.start.hour * 60 + window.start.minute
    end = window.end.hour * 60 + window.end.minute
    if start <= end:
        return frozenset(range(start, end))
    return frozenset((*range(start, 1440), *range(end)))


def place(family: Family, schedule: Schedule, present: State) -> dict[str, Texts]:
    """The texts of every slot that make the schedule, with as few changes as can be."""
    placed: dict[str, Texts] = {}
    for mode in dict.fromkeys(row.mode for row in family.slots):
        rows = [row for row in family.slots if row.mode == mode]
        windows = [window for window in schedule if mode in (None, window.mode)]
        if len(windows) > len(rows):
            which = f"{mode} windows" if mode else "windows"
            raise GrowattParameterError(
                f"{family.name} has room for {len(rows)} {which}, not for {len(windows)}"
            )
        placed.update(_place(rows, windows, present))
    return placed


def _place(rows: list[Setting], windows: list[Window], present: State) -> dict[str, Texts]:
    active = _active(rows, present)
    placed: dict[str, Texts] = {}
    coming = []
    for window in windows:
        # a window that is there already stays where it is
        there = (row for row in rows if row.name in active)
        name = next((r.name for r in there if r.texts_of(window) == present[r.name]), None)
        if name is None:
            coming.append(window)
        else:
            placed[name] = present[name] or ()
            del active[name]
    free = [row for row in rows if row.name not in placed]
    for window in coming:
        row = max(free, key=lambda row: _fitness(row, window, active, present))
        free.remove(row)
        placed[row.name] = row.texts_of(window)
    for row in free:
        texts = present.get(row.name)
        if texts is None:
            # it may be in force, so it is written as nothing at all
            placed[row.name] = ("0",) * len(row.positions)
        else:
            placed[row.name] = off(texts) if row.name in active else texts
    return placed


def _active(rows: Iterable[Setting], state: State) -> dict[str, Window]:
    found = {}
    for row in rows:
        texts = state.get(row.name)
        if texts is not None and (window := row.window(texts)) is not None:
            found[row.name] = window
    return found


def _fitness(
    row: Setting, window: Window, active: Mapping[str, Window], present: State
) -> tuple[bool, int, bool]:
    # a slot whose window has to go costs a write in any case
    going = active.get(row.name)
    shared = len(minutes(going) & minutes(window)) if going else 0
    return going is not None, shared, present.get(row.name) is not None


def in_order(
    family: Family, commands: list[str], present: State, goal: Mapping[str, Texts]
) -> list[Step]:
    """The steps that write these commands, without an overlap on the way where that is possible."""
    now = {row.name: present.get(row.name) for row in family.slots}
    waiting, steps, emptied = list(commands), [], set()
    while waiting:
        command = next((one for one in waiting if _fits(family, one, now, goal)), None)
        if command is None and (full := next((one for one in waiting if one not in emptied), None)):
            # all windows of the command, since it writes them together: none may be the goal's yet
            meanwhile = {
                row.name: off(texts)
                for row in family.written_by(full)
                if row.slot and (texts := now[row.name] or goal.get(row.name))
            }
            emptied.add(full)
            if not meanwhile.keys().isdisjoint(_active(family.slots, now)):
                now.update(meanwhile)
                steps.append(Step(full, meanwhile))
            continue
        # where even the goal has an overlap, as a device may have had, there is no better order
        command = command or waiting[0]
        waiting.remove(command)
        now.update(_after(family, command, goal))
        steps.append(Step(command))
    return steps


def _after(family: Family, command: str, goal: Mapping[str, Texts]) -> dict[str, Texts]:
    return {row.name: goal[row.name] for row in family.written_by(command) if row.name in goal}


def _fits(family: Family, command: str, now: State, goal: Mapping[str, Texts]) -> bool:
    then = {**now, **_after(family, command, goal)}
    taken: set[int] = set()
    for window in _active(family.slots, then).values():
        covered = minutes(window)
        if not taken.isdisjoint(covered):
            return False
        taken |= covered
    return True
