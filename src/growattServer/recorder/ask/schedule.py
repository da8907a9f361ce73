"""What a recorder is to do next, and when: steps with a due time and a rank, the least first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ...open_api_v1.batches import MOST_DEVICES
from ...open_api_v1.endpoints import DEVICE_LIST, PLANT_ENERGY_HISTORY, PLANT_LIST, Endpoint
from ..derive.cleaning import next_to_clean
from ..events import Event
from ..keep.families import FAMILIES
from ..keep.marks import DISCOVERED, OLD_DROPPED, failed_days, settings_mark
from ..keep.store import StoredDevice, StoredPlant
from ..keep.windows import Window, days_of, known_windows, past_of, utc_day, window_of
from . import steps as jobs
from .days import DaysWindow, known_days, pending_days
from .plan import device_windows

if TYPE_CHECKING:
    from .recorder import Recorder

DISCOVER_EVERY_S = 86_400
DROP_EVERY_S = 86_400

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


class Ahead(NamedTuple):
    """What is known of a device's past: the next window, when it is due, how many pages are.

    `resting` are those that could not be read, with when each is tried again.
    """

    window: Window
    due: float
    to_clean: int | None
    is_complete: bool
    pages: int
    resting: tuple[tuple[float, Window], ...] = ()


class DaysAhead(NamedTuple):
    """The days of a plant to ask for next, and how many calls all that are missing take."""

    window: DaysWindow | None
    calls: int


def next_step(recorder: Recorder, now: float, *, live: bool) -> Step | None:
    """The step to take next, now or later; None where there is nothing to do any more."""
    best: Step | None = None
    for step in _steps(recorder, now, live):
        due = max(step.due, recorder.held_back.get(step.key, 0.0))
        if step.endpoint is not None:
            due = max(due, recorder.pace.free_at(step.endpoint, step.subject))
        step = step._replace(due=due)
        if best is None or (max(due, now), step.rank) < (max(best.due, now), best.rank):
            best = step
    return best


def _steps(recorder: Recorder, now: float, live: bool) -> Iterator[Step]:
    yield from _discovery(recorder, now, live)
    if live:
        yield from _latest(recorder)
    for device in recorder.devices.values():
        yield from _past(recorder, device, recorder.ahead(device, now), live)
    for plant in recorder.plants if recorder.daily else []:
        yield from _days(recorder, plant, now)
    if live and recorder.retention is not None:
        due = recorder.marks.get(OLD_DROPPED, 0.0) + DROP_EVERY_S
        yield Step(due, TIDY, OLD_DROPPED, "dropping what is old", partial(jobs.drop, recorder))
    if live and recorder.settings_every is not None:
        every = recorder.settings_every.total_seconds()
        for device in recorder.devices.values():
            mark = settings_mark(device)
            due = recorder.marks[mark] + every if mark in recorder.marks else 0.0
            act = partial(jobs.look_at_settings, recorder, device)
            yield Step(due, SETTINGS, mark, f"settings of {device.device_sn}", act)


def _discovery(recorder: Recorder, now: float, live: bool) -> Iterator[Step]:
    last, under_way = recorder.marks.get(DISCOVERED), recorder.discovery
    if under_way is None:
        is_new = last is None or recorder.unknown_serials() or recorder.wants_other_zones()
        due = 0.0 if is_new else (last or 0) + DISCOVER_EVERY_S
        if live or due <= now:
            yield _page_of_plants(recorder, due)
        return
    if under_way.page is not None:
        yield _page_of_plants(recorder, 0.0)
    elif not under_way.devices:
        act = partial(jobs.end_discovery, recorder)
        yield Step(0.0, DISCOVER, "found", "looking up devices", act)
    # at first everybody is found, so that they are asked for together; later it may take its time
    rank = DISCOVER if last is None else LOOK_UP
    for plant_id in under_way.devices:
        act = partial(jobs.list_devices, recorder, plant_id)
        what = f"looking up the devices of plant {plant_id}"
        yield Step(0.0, rank, f"plant {plant_id}", what, act, DEVICE_LIST, str(plant_id))


def _page_of_plants(recorder: Recorder, due: float) -> Step:
    act = partial(jobs.list_plants, recorder)
    return Step(due, DISCOVER, DISCOVERED, "looking up plants", act, PLANT_LIST)


def _latest(recorder: Recorder) -> Iterator[Step]:
    for family in FAMILIES.values():
        mine = [device for device in recorder.devices.values() if device.family is family]
        for start in range(0, len(mine), MOST_DEVICES):
            group = mine[start : start + MOST_DEVICES]
            key = group[0].device_sn
            due = recorder.polled.get(key, 0.0) + recorder.interval.total_seconds()
            what = f"latest readings of {len(group)} {family.name}"
            act = partial(jobs.read_latest, recorder, family, group)
            subject = ",".join(device.device_sn for device in group)
            yield Step(due, LIVE, f"latest {key}", what, act, family.batch, subject)


def _past(recorder: Recorder, device: StoredDevice, ahead: Ahead, live: bool) -> Iterator[Step]:
    sn = device.device_sn
    if ahead.to_clean is not None:
        act = partial(jobs.clean, recorder, device, ahead.to_clean)
        yield Step(0.0, TIDY, f"clean {sn}", f"cleaning {sn}", act)
    due, window = ahead.due, ahead.window
    if not live and due:
        # what lies ahead is for the present; what could not be read is tried a few times
        tried = [each for each in ahead.resting if not recorder.is_given_up(device, each[1])]
        if not tried:
            return
        due, window = min(tried, key=lambda each: each[0])
    act = partial(jobs.read_page, recorder, device, window)
    first, last = days_of(window.number, utc_day(recorder.now().timestamp()))
    what = jobs.history_of(device, first, last)
    yield Step(due, PAST, f"page {sn}", what, act, device.family.history, sn, window.number)


def look_ahead(recorder: Recorder, device: StoredDevice, now: float) -> Ahead:
    """Read from the store what is to be done about a device."""
    with recorder.store.writing() as connection:
        known = known_windows(connection, device.device_id)
        due = device_windows(device, known, recorder.since, now)
        ready = [each.window for each in due if not each.window.rests_until(now)]
        resting = tuple((at, each.window) for each in due if (at := each.window.rests_until(now)))
        is_complete = not any(each.read_at is None or each.next_page for each in ready)
        to_clean = next_to_clean(connection, device, all_of_it=is_complete)
    pages = sum(each.pages for each in due)
    if ready:
        return Ahead(ready[0], 0.0, to_clean, is_complete, pages, resting)
    oldest = window_of(past_of(device, recorder.since, now).since)
    rests = {window.number for _, window in resting}
    young = [
        each
        for each in known.values()
        if each.number >= oldest
        and each.read_at is not None
        and not each.is_final
        # one that was read and then failed rests like any other
        and each.number not in rests
    ]
    newest = window_of(now) + 1
    upcoming = [(each.due_at, each) for each in young]
    # the next window begins when this one ends
    upcoming.append((float(newest * 7 * 86_400), Window(newest)))
    at, window = min([*upcoming, *resting], key=lambda pair: pair[0])
    return Ahead(window, at, to_clean, is_complete, pages, resting)


def _days(recorder: Recorder, plant: StoredPlant, now: float) -> Iterator[Step]:
    span = recorder.days_ahead(plant, now).window
    if span is not None:
        act = partial(jobs.read_days, recorder, span)
        what = f"days of plant {plant.plant_id}"
        subject = str(plant.plant_id)
        yield Step(0.0, DAYS, f"days {subject}", what, act, PLANT_ENERGY_HISTORY, subject)


def look_for_days(recorder: Recorder, plant: StoredPlant, now: datetime) -> DaysAhead:
    """The days of a plant that are to be asked for."""
    with recorder.store.writing() as connection:
        known = known_days(connection, plant.plant_id)
        known |= failed_days(connection, plant.plant_id, now.timestamp())
    missing = list(pending_days(plant, known, recorder.since, now))
    return DaysAhead(missing[0] if missing else None, len(missing))
