"""What a recorder is to do next, and when: steps with a due time and a rank, the least first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ...open_api_v1.endpoints import DEVICE_LIST, PLANT_ENERGY_HISTORY, PLANT_LIST, Endpoint
from ...open_api_v4.endpoints import DEVICE_LIST as DEVICES
from ..events import Event
from ..keep.families import FAMILIES
from ..keep.marks import DISCOVERED, NEWER_DISCOVERED, OLD_DROPPED, settings_mark
from ..keep.spans import DAY_S
from ..keep.store import StoredDevice, groups_of
from ..keep.windows import days_of, utc_day
from . import steps
from .backlog import Backlog
from .settings_watch import is_watched
from .state import TRIES, RecorderState

DISCOVER_EVERY_S = DAY_S
DROP_EVERY_S = DAY_S

# The present first: it is gone when it is missed, and the past stays where it is.
DISCOVER, LIVE, LOOK_UP, TIDY, PAST, DAYS, SETTINGS = range(7)


class Step(NamedTuple):
    """One thing to do; `key` names it where it has failed before."""

    due: float
    rank: int
    key: str
    what: str
    act: Callable[[], Iterator[Event]]
    endpoint: Endpoint | None = None
    subject: str = ""
    window: int | None = None


def next_step(state: RecorderState, now: float, *, live: bool) -> Step | None:
    """The step to take next, now or later; None where there is nothing to do any more."""
    best: Step | None = None
    for step in _steps(state, now, live):
        due = max(step.due, state.held_back.get(step.key, 0.0))
        if step.endpoint is not None:
            due = max(due, state.pace.free_at(step.endpoint, step.subject))
        step = step._replace(due=due)
        if best is None or (max(due, now), step.rank) < (max(best.due, now), best.rank):
            best = step
    return best


def _steps(state: RecorderState, now: float, live: bool) -> Iterator[Step]:
    yield from _newer(state, now, live)
    yield from _discovery(state, now, live)
    if live:
        yield from _latest(state)
    for device in state.devices.values():
        yield from _past(state, device, state.backlog(device, now), live)
    if state.daily:
        yield from _days(state, now)
    if live and state.retention is not None:
        due = state.marks.get(OLD_DROPPED, 0.0) + DROP_EVERY_S
        yield Step(due, TIDY, OLD_DROPPED, "dropping what is old", partial(steps.drop, state))
    if live and state.settings_every is not None:
        every = state.settings_every.total_seconds()
        for device in filter(is_watched, state.devices.values()):
            mark = settings_mark(device)
            due = state.marks[mark] + every if mark in state.marks else 0.0
            act = partial(steps.look_at_settings, state, device)
            what = f"settings of {device.device_sn}"
            yield Step(due, SETTINGS, mark, what, act, device.family.detail, device.device_sn)


def _discovery(state: RecorderState, now: float, live: bool) -> Iterator[Step]:
    last, under_way = state.marks.get(DISCOVERED), state.discovery
    if under_way is None:
        due = _discovery_due(state)
        if live or due <= now:
            yield _page_of_plants(state, due)
        return
    if under_way.page is not None:
        yield _page_of_plants(state, 0.0)
    elif not under_way.devices and not _is_waited_for(state):
        act = partial(steps.end_discovery, state)
        yield Step(0.0, DISCOVER, "found", "looking up devices", act)
    # at first everybody is found, so that they are asked for together; later it may take its time
    rank = DISCOVER if last is None else LOOK_UP
    for plant_id in under_way.devices:
        act = partial(steps.list_devices, state, plant_id)
        what = f"looking up the devices of plant {plant_id}"
        yield Step(0.0, rank, f"plant {plant_id}", what, act, DEVICE_LIST, str(plant_id))


def _discovery_due(state: RecorderState) -> float:
    """When the plants are to be looked up again."""
    last = state.marks.get(DISCOVERED)
    is_new = last is None or state.unknown_serials() or state.wants_other_zones()
    return 0.0 if is_new else (last or 0) + DISCOVER_EVERY_S


def _is_waited_for(state: RecorderState) -> bool:
    """Is it V4 that may know of what was not found yet?"""
    is_over = state.has_looked_newer or state.failures_of(NEWER_DISCOVERED) >= TRIES
    return state.has_newer and not is_over and bool(state.unknown_serials())


def _newer(state: RecorderState, now: float, live: bool) -> Iterator[Step]:
    """Looking what V4 lists: after the plants, whose places tell the zones of what has no plant."""
    under_way, last = state.discovery, state.marks.get(NEWER_DISCOVERED)
    is_early = _discovery_due(state) <= now if under_way is None else not under_way.is_listed
    if not state.has_newer or is_early:
        return
    is_new = state.newer_look is not None or last is None or state.wants_other_zones(newer=True)
    is_sought = bool(state.unknown_serials()) and not state.has_looked_newer
    due = 0.0 if is_new or is_sought else (last or 0) + DISCOVER_EVERY_S
    # a past without V4 comes to its end, too
    if live or (due <= now and state.failures_of(NEWER_DISCOVERED) < TRIES):
        act = partial(steps.list_newer, state)
        yield Step(due, DISCOVER, NEWER_DISCOVERED, "looking up devices of V4", act, DEVICES)


def _page_of_plants(state: RecorderState, due: float) -> Step:
    act = partial(steps.list_plants, state)
    return Step(due, DISCOVER, DISCOVERED, "looking up plants", act, PLANT_LIST)


def _latest(state: RecorderState) -> Iterator[Step]:
    for family in FAMILIES.values():
        for group in groups_of(state.devices.values(), family):
            key = group[0].device_sn
            due = state.polled.get(key, 0.0) + state.interval.total_seconds()
            what = f"latest readings of {len(group)} {family.name}"
            act = partial(steps.read_latest, state, family, group)
            subject = ",".join(device.device_sn for device in group)
            yield Step(due, LIVE, f"latest {key}", what, act, family.latest, subject)


def _past(
    state: RecorderState, device: StoredDevice, backlog: Backlog, live: bool
) -> Iterator[Step]:
    sn = device.device_sn
    if backlog.to_clean is not None:
        act = partial(steps.clean, state, device, backlog.to_clean)
        yield Step(0.0, TIDY, f"clean {sn}", f"cleaning {sn}", act)
    if backlog.to_freeze is not None:
        act = partial(steps.freeze_week, state, device, backlog.to_freeze)
        yield Step(0.0, TIDY, f"freeze {sn}", f"freezing a week of {sn}", act)
    if backlog.to_renew is not None:
        act = partial(steps.renew_rollups, state, device, backlog.to_renew)
        yield Step(0.0, TIDY, f"renew {sn}", f"roll-ups of a week of {sn}", act)
    due, window = backlog.due, backlog.window
    if not live and due:
        # what lies ahead is for the present; what could not be read is tried a few times
        tried = [each for each in backlog.deferred if not state.is_given_up(device, each[1])]
        if not tried:
            return
        due, window = min(tried, key=lambda each: each[0])
    act = partial(steps.read_page, state, device, window)
    first, last = days_of(window.number, utc_day(state.now().timestamp()))
    what = steps.history_of(device, first, last)
    yield Step(due, PAST, f"page {sn}", what, act, device.family.history, sn, window.number)


def _days(state: RecorderState, now: float) -> Iterator[Step]:
    """Plants may share what may be asked in a day: the one that was asked longest ago is first."""
    found = [(plant.plant_id, state.days_backlog(plant, now)) for plant in state.plants]
    for plant_id, days in sorted(found, key=lambda each: each[1].asked_at):
        if days.window is not None:
            act = partial(steps.read_days, state, days.window)
            subject = str(plant_id)
            what = f"days of plant {subject}"
            yield Step(0.0, DAYS, f"days {subject}", what, act, PLANT_ENERGY_HISTORY, subject)
