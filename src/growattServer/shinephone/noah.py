"""NOAH, the balcony storages."""

from __future__ import annotations

from typing import Any

from ..operation import operation
from ..switches import NOAH, with_switches
from ..wire import Flow
from . import records
from .calls import call_record
from .checks import numbered
from .endpoints import IS_NOAH, NOAH_INFO, NOAH_STATUS, UPDATE_NOAH
from .exchange import ShinePhoneCalls
from .refusals import call_setting


class NoahOperations(ShinePhoneCalls):
    """The calls about NOAH storages; their payload lies under `obj`."""

    @operation
    def is_plant_noah_system(self, plant_id: int | str) -> Flow[records.NoahSystem]:
        """Whether a plant has a NOAH, and its serial number `deviceSn`."""
        return call_record(self, IS_NOAH, {"plantId": plant_id}, records.NoahSystem)

    @operation
    def noah_system_status(self, serial_number: str) -> Flow[records.NoahStatusAnswer]:
        """The present values of a NOAH."""
        return call_record(self, NOAH_STATUS, {"deviceSn": serial_number}, records.NoahStatusAnswer)

    @operation
    def noah_info(self, serial_number: str) -> Flow[records.NoahInfo]:
        """The settings of a NOAH, its time segments included."""
        return call_record(self, NOAH_INFO, {"deviceSn": serial_number}, records.NoahInfo)

    @operation
    def update_noah_settings(
        self, serial_number: str, setting_type: str, parameters: dict[str, Any] | list[Any]
    ) -> Flow[records.NoahSettingAnswer]:
        """What the server says to a setting of a NOAH.

        `parameters` is a dict, or a list of `param1`, `param2`, ... A stored schedule overrides
        `default_power`.
        """
        values = with_switches(NOAH, setting_type, numbered(parameters))
        both = {"serialNum": serial_number, "type": setting_type, **values}
        return call_setting(self, UPDATE_NOAH, both, records.NoahSettingAnswer)
