"""The backlog: what is to be read of a device or a plant next, and when, as the store says."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from ..derive.cleaning import next_to_clean
from ..derive.renewing import next_to_renew
from ..keep.frozen import weeks_to_freeze
from ..keep.marks import failed_days
from ..keep.store import Store, StoredDevice, StoredPlant
from ..keep.weeks import start_of, window_of
from ..keep.windows import Window, known_windows, past_of
from .days import DaysWindow, known_days, pending_days
from .plan import device_windows


class Backlog(NamedTuple):
    """What is known of a device's past: the next window, when it is due, how many pages are.

    `deferred` are those that could not be read, with when each is tried again. `to_freeze` is a
    week to be frozen, once all of the past is read and clean; then `to_renew` is one whose roll-ups
    are still those of an earlier version.
    """

    window: Window
    due: float
    to_clean: int | None
    is_complete: bool
    pages: int
    deferred: tuple[tuple[float, Window], ...] = ()
    to_freeze: int | None = None
    to_renew: int | None = None

    @property
    def is_tidy(self) -> bool:
        """Is there nothing to do about what is stored?"""
        return self.to_clean is None and self.to_freeze is None and self.to_renew is None


class DaysBacklog(NamedTuple):
    """The days of a plant to ask for next, and how many calls all that are missing take.

    `asked_at` is when any were asked for last, 0 for never.
    """

    window: DaysWindow | None
    calls: int
    asked_at: float = 0.0


def backlog_of(store: Store, device: StoredDevice, since: date | None, now: float) -> Backlog:
    """Read from the store what is to be done about a device."""
    with store.writing() as connection:
        known = known_windows(connection, device.device_id)
        due = device_windows(device, known, since, now)
        ready = [each.window for each in due if not each.window.deferred_until(now)]
        deferred = tuple(
            (at, each.window) for each in due if (at := each.window.deferred_until(now))
        )
        is_complete = not any(each.read_at is None or each.next_page for each in ready)
        to_clean = next_to_clean(connection, device, all_of_it=is_complete)
        is_clean = is_complete and to_clean is None
        unfrozen = weeks_to_freeze(connection, device.family, device.device_id) if is_clean else []
        is_frozen = is_clean and not unfrozen
        to_renew = next_to_renew(connection, device) if is_frozen else None
    pages = sum(each.pages for each in due)
    to_freeze = next(iter(unfrozen), None)
    tidy = to_freeze, to_renew
    if ready:
        return Backlog(ready[0], 0.0, to_clean, is_complete, pages, deferred, *tidy)
    oldest = window_of(past_of(device, since, now).since)
    deferred_numbers = {window.number for _, window in deferred}
    young = [
        each
        for each in known.values()
        if each.number >= oldest
        and each.read_at is not None
        and not each.is_final
        # one that was read and then failed is deferred like any other
        and each.number not in deferred_numbers
    ]
    newest = window_of(now) + 1
    upcoming = [(each.due_at, each) for each in young]
    # the next window begins when this one ends
    upcoming.append((float(start_of(newest)), Window(newest)))
    at, window = min([*upcoming, *deferred], key=lambda pair: pair[0])
    return Backlog(window, at, to_clean, is_complete, pages, deferred, *tidy)


def days_backlog(
    store: Store, plant: StoredPlant, since: date | None, now: datetime
) -> DaysBacklog:
    """The days of a plant that are to be asked for."""
    with store.writing() as connection:
        known = known_days(connection, plant.plant_id)
        known |= failed_days(connection, plant.plant_id, now.timestamp())
    missing = list(pending_days(plant, known, since, now))
    asked_at = max(known.values(), default=0)
    return DaysBacklog(missing[0] if missing else None, len(missing), asked_at)
