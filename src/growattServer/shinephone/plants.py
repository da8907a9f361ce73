"""Plants: which there are, what they produce, their devices and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date  # noqa: N812  # methods have an argument called date
from typing import Any, cast

from .. import exceptions
from ..exceptions import GrowattError, GrowattParameterError
from ..operation import is_replaced, operation, self_call
from ..rows import Rows
from ..warn import warn_caller
from ..wire import Flow
from . import records
from .calls import call, call_record, call_records, exchange, wrapped_rows
from .dates import Timespan, as_timespan, date_text
from .endpoints import (
    DEVICE_LIST,
    PLANT_DETAIL,
    PLANT_INFO,
    PLANT_LIST,
    PLANT_LIST_TWO,
    PLANT_SETTINGS,
    UPDATE_PLANT,
)
from .exchange import ShinePhoneCalls, promised
from .refusals import call_setting


class PlantOperations(ShinePhoneCalls):
    """The calls about plants."""

    @operation
    def plant_list(self, user_id: int | str) -> Flow[records.PlantList]:
        """The plants of a user under `data`, and their totals under `totalData`.

        `user_id` is the `userId` that a login answers.
        """
        return call_record(self, PLANT_LIST, {"userId": user_id}, records.PlantList)

    @operation
    def plant_detail(
        self, plant_id: int | str, timespan: Timespan, date: Date | str | None = None
    ) -> Flow[records.PlantCurve]:
        """The power of a plant over one day, or its energy by the days of one month.

        `Timespan.day` is the day and `Timespan.month` the month of `date`; now in UTC unless given.
        """
        span = as_timespan(timespan)
        parameters = {"plantId": plant_id, "type": span.value, "date": date_text(date, span)}
        return call_record(self, PLANT_DETAIL, parameters, records.PlantCurve)

    @operation
    def plant_list_two(self) -> Flow[Rows[records.PlantSettings]]:
        """The plants of the session in detail, at most 15."""
        parameters = {
            "language": "1",
            "nominalPower": "",
            "order": "1",
            "pageSize": "15",
            "plantName": "",
            "plantStatus": "",
            "toPageNum": "1",
        }
        return call_records(self, PLANT_LIST_TWO, parameters, records.PlantSettings)

    @operation
    def inverter_list(self, plant_id: int | str) -> Flow[Any]:
        """The same as `device_list`, which is the better name."""
        warn_caller(
            "This function may be deprecated in the future because naming is not correct, "
            "use device_list instead",
            DeprecationWarning,
        )
        return self_call(self, "device_list", plant_id)

    @operation
    def device_list(self, plant_id: int | str) -> Flow[Rows[records.Device]]:
        """The devices of a plant: serial number, type, alias, state.

        Takes a second request where the first answer, that of `plant_info`, lists none.
        """
        info = yield from self_call(self, "plant_info", plant_id)
        devices = cast(Any, info).get("deviceList") if isinstance(info, dict) else None
        age = getattr(info, "age", None)
        if not devices:
            parameters = {"plantId": plant_id, "language": "1"}
            devices, age = yield from exchange(
                self, DEVICE_LIST, parameters, kind=list, shows_age=True
            )
        elif not is_replaced(self, "plant_info"):
            promised(devices, list, DEVICE_LIST.operation)
        return wrapped_rows(devices, records.Device, age)

    @operation
    def plant_info(self, plant_id: int | str) -> Flow[records.PlantInfo]:
        """Totals of a plant, its dataloggers and, for most families, its devices."""
        parameters = {"plantId": plant_id, "pageNum": "1", "pageSize": "1"}
        return call_record(self, PLANT_INFO, parameters, records.PlantInfo)

    @operation
    def plant_settings(self, plant_id: int | str) -> Flow[records.PlantSettings]:
        """The settings of a plant: name, place, time zone, tariffs."""
        return call_record(self, PLANT_SETTINGS, {"plantId": plant_id}, records.PlantSettings)

    @operation
    def get_plant_settings(self, plant_id: int | str) -> Flow[records.PlantSettings]:
        """The same as `plant_settings`, under a name that the documentation used."""
        return self_call(self, "plant_settings", plant_id)

    @operation
    def update_plant_settings(
        self,
        plant_id: int | str,
        changed_settings: dict[str, Any],
        current_settings: dict[str, Any] | None = None,
    ) -> Flow[records.SettingAnswer]:
        """What the server says to changed settings of a plant; look at `success` in it.

        `changed_settings` has the names of the form (`plantTimezone`); `current_settings` is the
        answer of `plant_settings`, which is asked for where it is not given.
        """
        kind: type[GrowattError] = GrowattParameterError
        if current_settings is None:
            kind = exceptions.GrowattReplyError
            if is_replaced(self, "plant_settings"):
                known: Any = self_call(self, "plant_settings", plant_id)
            else:
                # what is written is made of them, and so never of those of an earlier answer
                known = call(self, PLANT_SETTINGS, {"plantId": plant_id})
            current_settings = yield from known
        parts = _plant_parts(current_settings, kind)
        parts.update({name: str(value) for name, value in changed_settings.items()})
        return (yield from call_setting(self, UPDATE_PLANT, parts, records.SettingAnswer))


_PLANT_PARTS = {
    "plantCoal": "formulaCoal",
    "plantSo2": "formulaSo2",
    "accountName": "userAccount",
    "plantID": "id",
    "plantFirm": None,
    "plantCountry": "country",
    "plantType": "plantType",
    "plantIncome": "formulaMoneyStr",
    "plantAddress": "plantAddress",
    "plantTimezone": "timezone",
    "plantLng": "plant_lng",
    "plantCity": "city",
    "plantCo2": "formulaCo2",
    "plantMoney": "formulaMoneyUnitId",
    "plantPower": "nominalPower",
    "plantLat": "plant_lat",
    "plantDate": "createDateText",
    "plantName": "plantName",
}
"""The parts of the form, all of which are sent every time, and where `plant_settings` has them."""


def _plant_parts(settings: Any, error: type[GrowattError]) -> dict[str, str]:
    known = settings if isinstance(settings, Mapping) else {}
    # lists and objects are no texts of a form either
    missing = [
        key
        for key in _PLANT_PARTS.values()
        if key is not None and isinstance(known.get(key, {}), dict | list)
    ]
    if missing:
        trouble = error(
            f"Error during {UPDATE_PLANT.operation}: the settings of the plant have no "
            f"{', '.join(missing)}"
        )
        trouble.operation = UPDATE_PLANT.operation
        raise trouble
    return {part: "0" if key is None else str(known[key]) for part, key in _PLANT_PARTS.items()}
