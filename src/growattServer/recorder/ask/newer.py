"""What only V4 knows: looked up in its list, which does not say in which plant a device is.

So each has a place of its own in the store, whose zone is that of the account's plants if the hours
from UTC that V4 tells fit it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ...exceptions import GrowattError, GrowattRateLimitError
from ...open_api_v1 import OpenApiV1
from ...open_api_v1.records import Plant
from ...open_api_v4 import OpenApiV4
from ...open_api_v4.calls import has_no_v4
from ...open_api_v4.endpoints import DEVICE_INFO
from ...open_api_v4.readings import device_page
from ...open_api_v4.records import DeviceRow
from ...zones import ZoneChoice, choose_zone, fits
from ..events import Event
from ..keep.families import NEWER
from ..keep.store import Store
from ..receive.placeless import KnownPlace, Placeless, known_places, places_of, put_placeless
from .discovery import GIVEN
from .pace import Pace
from .plant_pages import Page, is_serial_number


class NewerLook:
    """A look at the list of V4 that is under way; `page` is the next one, None after the last."""

    def __init__(self) -> None:
        self.page: int | None = 1
        self.rows: list[DeviceRow] = []

    def add(self, found: Page[DeviceRow]) -> None:
        """These devices are on the page that was asked for."""
        known = {row.device_sn for row in self.rows}
        self.rows += [row for row in found.rows if row.device_sn not in known]
        self.page = None if found.is_last else (self.page or 1) + 1


def newer_beside(api: OpenApiV1) -> OpenApiV4:
    """A client of V4 with the token, the limits and the session of one of V1."""
    newer = OpenApiV4(
        api._headers["token"],
        server_url=api.server_url,
        timeout=None if api._is_patient else api.timeout,
        etiquette=api.etiquette,
        allow_cleartext=True,  # a recorder has refused a server without TLS by then
    )
    newer.session = api.session
    return newer


def page_of_newer(api: OpenApiV4, page: int) -> Page[DeviceRow]:
    """The devices that only V4 knows on a page of its list, counted from 1.

    There are none where an old server, or somebody else's, has no V4, or the token is not for it.
    """
    try:
        found = api._run(device_page, (api, page), {}, on_limit="raise")
    except GrowattError as error:
        if not has_no_v4(error):
            raise
        return Page([], True)
    rows = [
        row
        for row in found.devices
        if is_serial_number(DeviceRow.device_sn.read(row)) and DeviceRow.family.read(row) in NEWER
    ]
    is_last = bool(found.is_last) or not found.devices or page >= (found.pages or 0)
    return Page(rows, is_last)


def keep_newer(
    api: OpenApiV4,
    store: Store,
    rows: Sequence[DeviceRow],
    places: Iterable[Plant] | None,
    timezones: Mapping[Any, str],
    now: datetime,
    pace: Pace,
) -> list[Event]:
    """Keep these devices; those that are new, or of an uncertain zone, are asked about.

    `places` are the plants of the account; None where the store has no others.
    """
    with store.reading() as connection:
        known = known_places(connection, [row.device_sn for row in rows])
        plants = places_of(connection) if places is None else list(places)
    # a serial number that V1 has listed is read through V1
    mine = [row for row in rows if row.device_sn not in known or known[row.device_sn].is_newer]
    unsure = [row for row in mine if not _is_settled(row.device_sn, known, timezones)]
    # asked before the transaction, which holds nobody up while the network is slow
    details = _details(api, unsure, known, pace, now)
    events: list[Event] = []
    with store.writing() as connection:
        for row in mine:
            detail = details.get(row.device_sn)
            choice = _zone(row.device_sn, detail, plants, timezones, known, now)
            listed = Placeless(
                row.device_sn,
                NEWER[row.family].name,
                row.datalogger_sn,
                # of which zone that day is nobody tells
                row.created and row.created.date() - timedelta(days=1),
                None if detail is None else detail.model,
                getattr(detail, "rated_power", None) or None,
            )
            events += put_placeless(connection, listed, choice, now)
    return events


def _is_settled(serial: str, known: Mapping[str, KnownPlace], timezones: Mapping[Any, str]) -> bool:
    """Is all known of a device that its details tell?"""
    return serial in known and (serial in timezones or known[serial].is_sure)


def _details(
    api: OpenApiV4,
    rows: Sequence[DeviceRow],
    known: Mapping[str, KnownPlace],
    pace: Pace,
    now: datetime,
) -> dict[str, Any]:
    """What V4 tells of devices, by serial number."""
    found: dict[str, Any] = {}
    for word, family in NEWER.items():
        serials = [row.device_sn for row in rows if row.family == word]
        if not serials:
            continue
        pace.note(DEVICE_INFO, ",".join(serials), now.timestamp())
        try:
            found |= family.read_details(api, serials)
        except GrowattError as error:
            is_too_soon = isinstance(error, GrowattRateLimitError)
            if (is_too_soon or error.retryable) and not known.keys() >= set(serials):
                # it can be told later, and is asked only once
                raise
    return found


def _zone(
    serial: str,
    detail: Any,
    plants: Sequence[Plant],
    timezones: Mapping[Any, str],
    known: Mapping[str, KnownPlace],
    now: datetime,
) -> ZoneChoice | None:
    """The zone of a device; None where nothing better is known than what is stored."""
    if serial in timezones:
        return ZoneChoice(timezones[serial], GIVEN, True)
    before = known.get(serial)
    if before is not None and before.is_sure:
        return None
    hours = None if detail is None else detail.utc_offset
    choice = zone_among(None if hours is None else f"GMT{hours:+g}", plants, now)
    # what is uncertain stays, as hours that follow the summer would move it twice a year
    return choice if before is None or choice.is_sure else None


def zone_among(hours: str | None, plants: Iterable[Plant], now: datetime) -> ZoneChoice:
    """The zone of something that is in one of these plants, by its hours from UTC."""
    near = [
        choose_zone(hours, plant.latitude, plant.longitude, now, plant.country) for plant in plants
    ]
    fitting = [each for each in near if hours is None or fits(each.zone, hours, now)]
    if not fitting:
        return choose_zone(hours, None, None, now)
    zone, _ = Counter(each.zone for each in fitting).most_common(1)[0]
    is_sure = all(each.is_sure and each.zone == zone for each in fitting)
    said = "its hours from UTC are not told" if hours is None else f"{hours} fits"
    return ZoneChoice(zone, f"the zone of the account's plants; {said}", is_sure)
