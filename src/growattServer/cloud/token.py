"""An account with a token: V4 lists its devices in one call, V1 knows their plants and the rest."""

from __future__ import annotations

from typing import Any

from .. import exceptions
from ..exceptions import GrowattUnknownDeviceError
from ..fields import Record
from ..open_api_v1 import DeviceType
from ..open_api_v1.batches import MOST_DEVICES
from ..open_api_v1.devices import FAMILIES
from ..open_api_v4 import V4Device
from ..open_api_v4.calls import has_no_v4
from ..open_api_v4.families import FAMILY_NAMES, family_of
from ..operation import self_call
from ..rows import Rows
from ..wire import Flow, Wait
from .listing import Listed

ROWS_A_PAGE = 100
MOST_PAGES = 250
_NEXT_PAGE_AFTER_S = 300.5
"""The pause before the next page of a list of V1, as long as the server wants it and a bit more."""


class TokenSource:
    """V1 and V4 with one token."""

    def __init__(self, v1: Any, v4: Any) -> None:
        self.api: Any = v1
        self._v4 = v4
        self.clients: tuple[Any, ...] = (v1, v4)

    def plants(self) -> Flow[Rows[Any]]:
        return self._all_pages("plant_list", "plants")

    def listed(self, plants: Rows[Any]) -> Flow[list[Listed]]:
        found: dict[tuple[Any, ...], Listed] = {}
        for plant in plants:
            rows = yield from self._all_pages("device_list", "devices", plant.plant_id)
            for row in rows:
                # the server may list a device twice, in one plant or in two; meters have no
                # serial number of their own
                key = row.device_sn, row.type, row.datalogger_sn
                listed = Listed(row.device_sn, plant.plant_id, row, self._v1_device(row))
                found.setdefault(key, listed)
        entries = list(found.values())
        for row in (yield from self._v4_rows()):
            self._add(entries, row)
        return entries

    def _all_pages(self, call: str, rows_of: str, *given: Any) -> Flow[Rows[Any]]:
        found: Rows[Any] = Rows()
        for page in range(1, MOST_PAGES + 1):
            if page > 1 and self.api.etiquette is not None:
                yield Wait(_NEXT_PAGE_AFTER_S, is_at_limit=True)
            reply = yield from self_call(self.api, call, *given, page=page, perpage=ROWS_A_PAGE)
            rows = getattr(reply, rows_of)
            found = found + rows
            # a server was seen to count one and to give none
            if not rows or len(found) >= (reply.count or 0):
                break
        return found

    def _v4_rows(self) -> Flow[Rows[Any]]:
        """What V4 lists; nothing where an old server, or one of somebody else, has no V4."""
        try:
            rows: Rows[Any] = yield from self_call(self._v4, "devices")
        except exceptions.GrowattError as error:
            if not has_no_v4(error):
                raise
            return Rows()
        return rows

    def _v1_device(self, row: Any) -> Any:
        known = {member.value: member.name for member in DeviceType}
        family = FAMILIES.get(known.get(row.type, ""))
        return None if family is None else family(self.api, row.device_sn)

    def _add(self, entries: list[Listed], row: Any) -> None:
        """Say of a device that V4 lists it, and make its object where V1 has none."""
        word = row.family if row.family in FAMILY_NAMES else None
        same = [at for at, one in enumerate(entries) if one.serial == row.device_sn]
        # a datalogger may have the serial number of its inverter
        at = next((at for at in same if entries[at].device is not None), same[0] if same else None)
        device = entries[at].device if at is not None else None
        if device is None and word is not None:
            device = self._made(row.device_sn, word)
        if at is None:
            entries.append(Listed(row.device_sn, None, row, device, word))
        else:
            entries[at] = entries[at]._replace(device=device, v4_family=word)

    def _made(self, serial: str, word: str) -> Any:
        family = FAMILIES.get(family_of(word).common_name.upper())
        return V4Device(self._v4, serial, word) if family is None else family(self.api, serial)

    def latest_of(self, listed: list[Listed]) -> Flow[dict[str, Any]]:
        by_v4: dict[str, list[str]] = {}
        by_v1: dict[str, list[Listed]] = {}
        for one in listed:
            if one.v4_family is not None:
                by_v4.setdefault(one.v4_family, []).append(one.serial)
            else:
                by_v1.setdefault(one.device.family, []).append(one)
        found: dict[str, Any] = {}
        for word, serials in by_v4.items():
            found |= yield from self_call(self._v4, "latest", serials, word)
        for family, devices in by_v1.items():
            found |= yield from self._v1_latest(f"{family}_last_data_batch", devices)
        return found

    def _v1_latest(self, batch: str, listed: list[Listed]) -> Flow[dict[str, Record]]:
        found: dict[str, Record] = {}
        has_batch = hasattr(self.api, batch)
        size = MOST_DEVICES if has_batch else 1
        for begin in range(0, len(listed), size):
            some = listed[begin : begin + size]
            try:
                if has_batch:
                    found |= yield from self_call(self.api, batch, [one.serial for one in some])
                else:
                    found[some[0].serial] = yield from self_call(some[0].device, "latest")
            except GrowattUnknownDeviceError:
                continue  # as those that a call about many leaves out
        return found
