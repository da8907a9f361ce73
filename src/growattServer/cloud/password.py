"""An account with a user and a password: the API of the ShinePhone app."""

from __future__ import annotations

from typing import Any

from ..operation import self_call
from ..rows import Rows
from ..secret import Secret
from ..shinephone.records import Device
from ..wire import Flow
from .listing import Listed
from .phone_device import CALLS, COMMON, PhoneDevice


class PasswordSource:
    """The app's API; a login happens when it is first needed."""

    def __init__(self, api: Any, user: str, password: str) -> None:
        self.api = api
        self.clients: tuple[Any, ...] = (api,)
        self._user, self._password = user, Secret(password)
        self._user_id: str | None = None

    def _enter(self) -> Flow[str]:
        """The number of the user, whose session is there from now on."""
        if self._user_id is None:
            me = yield from self_call(self.api, "resume_login", self._user, self._password)
            if me.error is not None:
                raise me.error
            self._user_id = str(me.user_id)
        return self._user_id

    def plants(self) -> Flow[Rows[Any]]:
        user_id = yield from self._enter()
        reply = yield from self_call(self.api, "plant_list", user_id)
        plants: Rows[Any] = reply.plants
        return plants

    def listed(self, plants: Rows[Any]) -> Flow[list[Listed]]:
        found: dict[tuple[str, str], Listed] = {}
        for plant in plants:
            for row in (yield from self._rows_of(plant.plant_id)):
                listed = Listed(row.device_sn, plant.plant_id, row, self._made(row, plant.plant_id))
                found.setdefault((row.device_sn, row.family), listed)
        return list(found.values())

    def _rows_of(self, plant_id: Any) -> Flow[list[Any]]:
        """The devices of a plant; a second list is asked for where the first one has none."""
        info = yield from self_call(self.api, "plant_info", plant_id)
        lists = (
            *(info.devices, info.inverters, info.batteries, info.boosts, info.chargers),
            *(info.meters, info.off_grid_boxes, info.pids, info.sph_devices),
            *(info.storages, info.wit_devices),
        )
        rows = [row for some in lists for row in some]
        if not rows:
            rows = list((yield from self_call(self.api, "device_list", plant_id)))
        return rows + (yield from self._noah_of(plant_id))

    def _noah_of(self, plant_id: Any) -> Flow[list[Any]]:
        """The NOAH of a plant, which is in no list, as a row like theirs."""
        answer = yield from self_call(self.api, "is_plant_noah_system", plant_id)
        found: Any = answer.plant or {}
        serial = found.get("deviceSn")
        return [Device({**found, "deviceType": "noah"})] if serial else []

    def _made(self, row: Any, plant_id: Any) -> PhoneDevice | None:
        family = COMMON.get(row.family, row.family)
        if family not in CALLS:
            return None
        return PhoneDevice(self.api, row.device_sn, family, plant_id)

    def latest_of(self, listed: list[Listed]) -> Flow[dict[str, Any]]:
        found = {}
        for one in listed:
            found[one.serial] = yield from self_call(one.device, "latest")
        return found
