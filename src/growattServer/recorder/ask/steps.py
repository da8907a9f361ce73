"""What a recorder does, one step at a time: each asks for something and keeps it, or tidies up.

Calls that come too soon are refused (`on_limit="raise"`) and made later: waiting would hold up what
may be asked now, and an old answer is none to a state.

A step is a transaction. Whatever happens between two of them, or in the middle of one, the store
is as after the last step, and the next recorder goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from typing import ParamSpec

from sqlalchemy import Connection

from ...exceptions import GrowattError, GrowattRateLimitError
from ...open_api_v1.endpoints import DEVICE_LIST, PLANT_ENERGY_HISTORY, PLANT_LIST
from ...open_api_v4.endpoints import DEVICE_LIST as DEVICES
from ..care.retention import drop_old
from ..derive.cleaning import clean_window
from ..derive.renewing import renew_week
from ..errors import GrowattDeviceNotFoundError, GrowattStoreError, step_trouble
from ..events import (
    Cleaned,
    DaysRead,
    Event,
    Found,
    Frozen,
    LatestRead,
    LazyEstimate,
    OldDropped,
    PageRead,
    PastEnds,
    SettingsRead,
    Trouble,
    WindowRead,
)
from ..keep.families import Family
from ..keep.frozen import freeze, weeks_to_freeze
from ..keep.marks import (
    DISCOVERED,
    NEWER_DISCOVERED,
    OLD_DROPPED,
    days_mark,
    put_mark,
    settings_mark,
)
from ..keep.store import StoredDevice
from ..keep.windows import (
    PAGE_ROWS,
    Window,
    days_asked,
    days_of,
    known_windows,
    note_failure,
    past_of,
    silent_from,
    utc_day,
)
from ..receive.history import confirmed_rows, keep_reply, put_page
from ..receive.latest import put_latest
from .days import DaysWindow, put_days
from .discovery import look_up_devices
from .newer import NewerLook, keep_newer, page_of_newer
from .plant_pages import page_of_plants
from .settings_watch import put_settings, read_settings
from .state import RecorderState

P = ParamSpec("P")

SOME_FAILURES = 2
"""After so many failures in a row the next one is not for the call, but for what it asks for."""


def step(act: Callable[P, Iterator[Event]]) -> Callable[P, Iterator[Event]]:
    """A step of a state, which fails with one of our errors and with no other."""

    @wraps(act)
    def total(*args: P.args, **kwargs: P.kwargs) -> Iterator[Event]:
        with step_trouble("a step of the recorder"):
            yield from act(*args, **kwargs)

    return total


@step
def list_plants(state: RecorderState) -> Iterator[Event]:
    """Look which plants there are, a page of them."""
    under_way = state.discovery or state.new_discovery()
    state.pace.note(PLANT_LIST, "", state.now().timestamp())
    under_way.add_plants(page_of_plants(state.api, under_way.page or 1))
    state.discovery = under_way
    yield from ()


@step
def list_devices(state: RecorderState, plant_id: int) -> Iterator[Event]:
    """Look which devices a plant has, a page of them."""
    now, under_way = state.now(), state.discovery
    if under_way is None or plant_id not in under_way.devices:
        return
    plant, page = under_way.devices[plant_id]
    state.pace.note(DEVICE_LIST, str(plant_id), now.timestamp())
    try:
        found, events = look_up_devices(
            state.api, state.store, plant, page, state.timezones, now, state.only
        )
    except GrowattError as error:
        if not error.retryable:
            # the others are recorded without this plant; the next look tries it again
            under_way.drop(plant_id)
        raise
    serials = [row.device_sn or "" for row in found.rows]
    under_way.add_devices(plant_id, serials, state.only, is_last=found.is_last)
    state.load_devices()
    for device in state.devices.values() if events else ():
        # of what was placed anew, other windows are to be cleaned
        state.forget_backlog(device)
    yield from events


@step
def list_newer(state: RecorderState) -> Iterator[Event]:
    """Look what V4 lists, a page of it, and keep what only V4 knows."""
    now, look = state.now(), state.newer_look or NewerLook()
    state.newer_look = look
    if look.page is not None:
        state.pace.note(DEVICES, "", now.timestamp())
        look.add(page_of_newer(state.newer, look.page))
    if look.page is not None:
        return
    under_way = state.discovery
    found = [row for row in look.rows if state.only is None or row.device_sn in state.only]
    places = state.places_known()
    events = keep_newer(state.newer, state.store, found, places, state.timezones, now, state.pace)
    with state.store.writing() as connection:
        state.note_newer(connection, [row.device_sn for row in found])
        state.put_mark(connection, NEWER_DISCOVERED, now.timestamp())
    state.newer_look, state.has_looked_newer = None, True
    state.load_devices()
    state.load_marks()
    for device in state.devices.values() if events else ():
        state.forget_backlog(device)
    yield from events
    serials = [row.device_sn for row in found]
    if under_way is not None:
        under_way.serials += serials
        under_way.all_serials += [row.device_sn for row in look.rows]
    elif serials:
        yield Found(now, 0, tuple(serials))


@step
def end_discovery(state: RecorderState) -> Iterator[Event]:
    """All plants and devices are known."""
    now, under_way = state.now(), state.discovery
    if under_way is not None:
        with state.store.writing() as connection:
            under_way.end(connection)
            state.put_mark(connection, DISCOVERED, now.timestamp())
        state.discovery = None
        state.has_looked = True
        state.places = under_way.places
        state.load_marks()
        yield Found(now, len(under_way.plants), tuple(under_way.serials))
        if missing := state.unknown_serials():
            raise GrowattDeviceNotFoundError(missing, under_way.all_serials)


@step
def read_page(state: RecorderState, device: StoredDevice, window: Window) -> Iterator[Event]:
    """Ask for the next page of a window, and keep it."""
    now = state.now()
    first, last = days_of(window.number, utc_day(now.timestamp()))
    family = device.family
    days = days_asked(family, window.number, now.timestamp())
    page = window.next_page or 1
    if family.is_newer:
        # a clock that was put back has fewer days
        page = min(page, len(days))
    state.pace.note(family.history, device.device_sn, now.timestamp())
    with _deferred_on_failure(state, device, window, now):
        api = state.api_of(family)
        reply = family.read_history(api, device.device_sn, days, page, PAGE_ROWS)
        with state.store.writing() as connection:
            outcome = put_page(connection, device, window.number, page, reply, now.timestamp())
            if state.keep_raw or outcome.unplaced:
                part = f"{window.number}/{page}"
                keep_reply(connection, device, family.history_call, part, reply, now.timestamp())
            whole = outcome.is_complete
            stored = confirmed_rows(connection, device, window.number) if whole else 0
            ends = _end_of_past(connection, state, device, window.number, now)
    state.forget_backlog(device)
    yield PageRead(
        now,
        device.device_sn,
        first,
        last,
        page,
        outcome.pages,
        outcome.rows,
        len(outcome.written.new),
        LazyEstimate(state.left),
        outcome.unplaced,
    )
    if outcome.missing:
        state.note_refusal(device, window)
        retry_at = datetime.fromtimestamp(outcome.retry_at, UTC)
        yield Trouble(now, history_of(device, first, last), outcome.missing, retry_at)
    elif outcome.is_complete:
        yield WindowRead(now, device.device_sn, first, last, stored)
    if ends is not None and outcome.is_complete:
        yield PastEnds(now, device.device_sn, ends)


@contextmanager
def _deferred_on_failure(
    state: RecorderState, device: StoredDevice, window: Window, now: datetime
) -> Iterator[None]:
    """Have a window rest that cannot be read or kept: those behind it do not wait for it."""
    try:
        yield
    except Exception as error:
        if _is_of_the_call(error) and not getattr(error, "was_not_sent", False):
            with state.store.writing() as connection:
                note_failure(connection, device.device_id, window.number, now.timestamp())
            state.note_refusal(device, window)
        raise


def _is_of_the_call(error: Exception) -> bool:
    """Is it the call that fails, or what it brings? Not the limits, nor the store as a whole."""
    if isinstance(error, GrowattStoreError):
        return error.is_of_a_value
    return not isinstance(error, GrowattRateLimitError)


def history_of(device: StoredDevice, first: date, last: date) -> str:
    """A window, for people."""
    return f"history of {device.device_sn}, {first} to {last}"


def _end_of_past(
    connection: Connection, state: RecorderState, device: StoredDevice, number: int, now: datetime
) -> date | None:
    """The first day of the past, where this window is the silence at which it ends."""
    moment = now.timestamp()
    past = past_of(device, state.since, moment)
    if not past.is_guess:
        return None
    silence = silent_from(known_windows(connection, device.device_id), past, moment)
    return days_of(number, utc_day(moment))[0] if silence == number else None


@step
def clean(state: RecorderState, device: StoredDevice, number: int) -> Iterator[Event]:
    """Clean a window."""
    now = state.now()
    with state.store.writing() as connection:
        rows = clean_window(connection, device, number)
    state.forget_backlog(device)
    first, last = days_of(number, utc_day(now.timestamp()))
    yield Cleaned(now, device.device_sn, first, last, rows)


@step
def freeze_week(state: RecorderState, device: StoredDevice, number: int) -> Iterator[Event]:
    """Freeze a week that no longer changes."""
    now = state.now()
    with state.store.writing() as connection:
        rows = freeze(connection, device.family, device.device_id, number)
        left = len(weeks_to_freeze(connection, device.family, device.device_id))
    state.forget_backlog(device)
    yield Frozen(now, device.device_sn, *days_of(number, utc_day(now.timestamp())), rows, left)


@step
def renew_rollups(state: RecorderState, device: StoredDevice, number: int) -> Iterator[Event]:
    """Make the roll-ups of a week again, which are those of an earlier version."""
    with state.store.writing() as connection:
        renew_week(connection, device, number)
    state.forget_backlog(device)
    yield from ()


@step
def read_days(state: RecorderState, span: DaysWindow) -> Iterator[Event]:
    """Ask for the energy of up to seven days of a plant, and keep it."""
    now = state.now()
    state.pace.note(PLANT_ENERGY_HISTORY, str(span.plant_id), now.timestamp())
    try:
        answer = state.api.plant_energy_history(
            span.plant_id, span.first, span.last, "day", 1, 20, on_limit="raise"
        )
        with state.store.writing() as connection:
            unplaced = put_days(connection, span, answer, now.timestamp())
    except Exception as error:
        is_lasting = not getattr(error, "retryable", False)
        has_failed = state.failures_of(f"days {span.plant_id}") >= SOME_FAILURES
        if _is_of_the_call(error) and (is_lasting or has_failed):
            # those behind them do not wait for them
            mark = days_mark(span.plant_id, span.first, span.last)
            with state.store.writing() as connection:
                put_mark(connection, mark, now.timestamp())
            state.forget_days(span.plant_id)
        raise
    state.forget_days(span.plant_id)
    yield DaysRead(now, span.plant_id, span.first, span.last, unplaced)


@step
def read_latest(
    state: RecorderState, family: Family, devices: Sequence[StoredDevice]
) -> Iterator[Event]:
    """Ask for the latest records of as many devices as one call may have, and keep them."""
    now = state.now()
    serials = [device.device_sn for device in devices]
    state.pace.note(family.latest, ",".join(serials), now.timestamp())
    latest = family.read_latest(state.api_of(family), serials)
    with state.store.writing() as connection:
        kept = put_latest(
            connection,
            {device.device_sn: device for device in devices},
            latest,
            now.timestamp(),
            family.latest_call,
            keep_raw=state.keep_raw,
        )
    state.forget_polled(devices)
    state.polled[serials[0]] = now.timestamp()
    yield LatestRead(now, family.name, len(latest), kept.new)
    for why in kept.unplaced:
        yield Trouble(now, f"latest readings of {family.name}", why, now + state.interval)


@step
def drop(state: RecorderState) -> Iterator[Event]:
    """Drop what is older than it has to be."""
    now = state.now()
    if state.retention is not None:
        with state.store.writing() as connection:
            dropped = drop_old(connection, state.retention, now.timestamp())
            put_mark(connection, OLD_DROPPED, now.timestamp())
        state.load_marks()
        yield OldDropped(now, dropped.raw_replies, dropped.readings)


@step
def look_at_settings(state: RecorderState, device: StoredDevice) -> Iterator[Event]:
    """See whether the settings of a device have changed."""
    now = state.now()
    present = read_settings(state.api_of(device.family), device)
    with state.store.writing() as connection:
        changed = put_settings(connection, device, present, now.timestamp())
        put_mark(connection, settings_mark(device), now.timestamp())
    state.load_marks()
    yield SettingsRead(now, device.device_sn, changed)
