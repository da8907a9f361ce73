"""What a recorder does, one step at a time: each asks for something and keeps it, or tidies up.

Calls that come too soon are refused (`on_limit="raise"`) and made later: waiting would hold up what
may be asked now, and an old answer is none to a recorder.

A step is a transaction. Whatever happens between two of them, or in the middle of one, the store
is as after the last step, and the next recorder goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..exceptions import GrowattError
from ..open_api_v1.endpoints import DEVICE_LIST, PLANT_ENERGY_HISTORY, PLANT_LIST
from .cleaning_pass import clean_window
from .days import DaysWindow, put_days
from .discovery import Discovery, look_into
from .events import (
    Cleaned,
    DaysRead,
    Event,
    Found,
    LatestRead,
    OldDropped,
    PageRead,
    SettingsRead,
    WindowRead,
)
from .families import Family
from .history import confirmed_rows, keep_reply, put_page
from .live import put_latest
from .marks import DISCOVERED, OLD_DROPPED, put_mark, settings_mark
from .plan import plan_of
from .plant_pages import page_of_plants
from .retention import drop_old
from .settings_watch import put_settings, read_settings
from .store import StoredDevice
from .windows import PAGE_ROWS, Window, days_of, utc_day

if TYPE_CHECKING:
    from .run import Recorder


def list_plants(recorder: Recorder) -> Iterator[Event]:
    """Look which plants there are, a page of them."""
    under_way = recorder.discovery or Discovery()
    recorder.pace.note(PLANT_LIST, "", recorder.now().timestamp())
    under_way.add_plants(page_of_plants(recorder.api, under_way.page or 1))
    recorder.discovery = under_way
    yield from ()


def list_devices(recorder: Recorder, plant_id: int) -> Iterator[Event]:
    """Look which devices a plant has, a page of them."""
    now, under_way = recorder.now(), recorder.discovery
    if under_way is None or plant_id not in under_way.devices:
        return
    plant, page = under_way.devices[plant_id]
    recorder.pace.note(DEVICE_LIST, str(plant_id), now.timestamp())
    try:
        found = look_into(
            recorder.api, recorder.store, plant, page, recorder.timezones, now, recorder.only
        )
    except GrowattError as error:
        if not error.retryable:
            # the others are recorded without this plant; the next look tries it again
            under_way.devices.pop(plant_id)
        raise
    serials = [row.device_sn or "" for row in found.rows]
    under_way.add_devices(plant_id, serials, is_last=found.is_last)
    recorder.load_devices()
    yield from ()


def end_discovery(recorder: Recorder) -> Iterator[Event]:
    """All plants and devices are known."""
    now, under_way = recorder.now(), recorder.discovery
    if under_way is not None:
        with recorder.store.writing() as connection:
            put_mark(connection, DISCOVERED, now.timestamp())
        recorder.discovery = None
        recorder.load_marks()
        yield Found(now, len(under_way.plants), tuple(under_way.serials))


def read_page(recorder: Recorder, device: StoredDevice, window: Window) -> Iterator[Event]:
    """Ask for the next page of a window, and keep it."""
    now = recorder.now()
    first, last = days_of(window.number, utc_day(now.timestamp()))
    page = window.next_page or 1
    family = device.family
    recorder.pace.note(family.history, device.device_sn, now.timestamp())
    reply: Any = getattr(recorder.api, family.history_call)(
        device.device_sn, first, last, "UTC", page, PAGE_ROWS, on_limit="raise"
    )
    with recorder.store.writing() as connection:
        if recorder.keep_raw:
            part = f"{window.number}/{page}"
            keep_reply(connection, device, family.history_call, part, reply, now.timestamp())
        outcome = put_page(connection, device, window.number, page, reply, now.timestamp())
        rest = plan_of(connection, recorder.devices.values(), recorder.plants, recorder.since, now)
        stored = confirmed_rows(connection, device, window.number) if outcome.is_done else 0
    recorder.forget_window(device)
    yield PageRead(
        now,
        device.device_sn,
        first,
        last,
        page,
        outcome.pages,
        outcome.rows,
        len(outcome.written.new),
        rest.calls,
        rest.duration,
    )
    if outcome.is_done:
        yield WindowRead(now, device.device_sn, first, last, stored)


def clean(recorder: Recorder, device: StoredDevice, number: int) -> Iterator[Event]:
    """Clean a window."""
    now = recorder.now()
    with recorder.store.writing() as connection:
        rows = clean_window(connection, device, number)
    recorder.forget_window(device)
    first, last = days_of(number, utc_day(now.timestamp()))
    yield Cleaned(now, device.device_sn, first, last, rows)


def read_days(recorder: Recorder, span: DaysWindow) -> Iterator[Event]:
    """Ask for the energy of up to seven days of a plant, and keep it."""
    now = recorder.now()
    recorder.pace.note(PLANT_ENERGY_HISTORY, str(span.plant_id), now.timestamp())
    answer = recorder.api.plant_energy_history(
        span.plant_id, span.first, span.last, "day", 1, 20, on_limit="raise"
    )
    with recorder.store.writing() as connection:
        put_days(connection, span, answer, now.timestamp())
    recorder.forget_days(span.plant_id)
    yield DaysRead(now, span.plant_id, span.first, span.last)


def read_latest(
    recorder: Recorder, family: Family, devices: Sequence[StoredDevice]
) -> Iterator[Event]:
    """Ask for the latest records of up to a hundred devices, and keep them."""
    now = recorder.now()
    serials = [device.device_sn for device in devices]
    recorder.pace.note(family.batch, ",".join(serials), now.timestamp())
    latest = getattr(recorder.api, family.batch_call)(serials, on_limit="raise")
    with recorder.store.writing() as connection:
        new = put_latest(
            connection,
            {device.device_sn: device for device in devices},
            latest,
            now.timestamp(),
            family.batch_call,
            keep_raw=recorder.keep_raw,
        )
    for device in devices:
        recorder.forget_window(device)
    recorder.polled[serials[0]] = now.timestamp()
    yield LatestRead(now, family.name, len(latest), new)


def drop(recorder: Recorder) -> Iterator[Event]:
    """Drop what is older than it has to be."""
    now = recorder.now()
    if recorder.retention is not None:
        with recorder.store.writing() as connection:
            dropped = drop_old(connection, recorder.retention, now.timestamp())
            put_mark(connection, OLD_DROPPED, now.timestamp())
        recorder.load_marks()
        yield OldDropped(now, dropped.raw_replies, dropped.readings)


def look_at_settings(recorder: Recorder, device: StoredDevice) -> Iterator[Event]:
    """See whether the settings of a device have changed."""
    now = recorder.now()
    present = read_settings(recorder.api, device)
    with recorder.store.writing() as connection:
        changed = put_settings(connection, device, present, now.timestamp())
        put_mark(connection, settings_mark(device), now.timestamp())
    recorder.load_marks()
    yield SettingsRead(now, device.device_sn, changed)
