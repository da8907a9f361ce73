"""What the device families have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypedDict

from ...arguments import whole
from ...exceptions import GrowattParameterError
from ...operation import is_replaced, long_operation, operation, self_call
from ...switches import Positions
from ...wire import Flow
from ..calls import call, call_record, call_text
from ..checks import parameter_fields, required, whole_number
from ..endpoints import Endpoint
from .declared import declared_in
from .readable import ApiT as ApiT
from .readable import AsyncApiT as AsyncApiT
from .readable import ReadableDevice

if TYPE_CHECKING:
    from ...settings import Journal, Plan, Settings

ParameterValue: TypeAlias = str | float | bool | list[Any] | dict[str, Any]
"""What a setting may be written with: one value, a list in order, or a dict by position."""

LAST_REGISTER = 65535


class ReadParamResponse(TypedDict):
    """The envelope of a reply to reading a setting."""

    data: str
    error_code: str
    error_msg: str


class AbstractDevice(ReadableDevice[ApiT]):
    """A device whose settings can be read and written, too."""

    _read_endpoint: Endpoint
    _write_endpoint: Endpoint
    _value_count: int
    _switches: Positions = MappingProxyType({})
    _settings_in: ClassVar[str] = "detail"
    """The operation that shows most of the settings."""

    def validate_read_parameter_input(
        self, parameter_id: str | None, start_address: int | None, end_address: int | None
    ) -> None:
        """Raise GrowattParameterError unless either a setting or registers are named."""
        if parameter_id is None and start_address is None:
            raise GrowattParameterError("specify either parameter_id or start_address/end_address")
        if parameter_id is not None and start_address is not None:
            raise GrowattParameterError(
                "specify either parameter_id or start_address/end_address - not both."
            )
        if start_address is not None:
            first = whole_number("start_address", start_address, 0, LAST_REGISTER)
            if end_address is not None:
                whole_number("end_address", end_address, first, LAST_REGISTER)

    def _read(self, setting: str | None, first: int | None, last: int | None) -> Flow[Any]:
        """The flow that reads one setting, or the registers from first to last."""
        self.validate_read_parameter_input(setting, first, last)
        if setting is None:
            setting = "set_any_reg"
            first, last = whole(first), whole(last)
        else:
            required("parameter_id", setting)
            first = last = 0
        parameters = {
            "device_sn": self._sn,
            "paramId": setting,
            "startAddr": first,
            "endAddr": last,
        }
        return call_text(self.api, self._read_endpoint, parameters, f"reading parameter {setting}")

    def _write(self, setting: str, values: dict[str, str], operation: str) -> Flow[Any]:
        """The flow that writes one setting with these values."""
        parameters = {self._serial_key: self._sn, "type": setting, **values}
        return call(self.api, self._write_endpoint, parameters, operation)

    @operation
    def write_parameter(
        self, parameter_id: str, parameter_values: ParameterValue | None = None
    ) -> Flow[Any]:
        """What the server says to a setting that is written: an empty text when it accepts.

        `parameter_values` is a value, a list in order, or a dict by position from 1; a known switch
        may be True or False. Accepted is not applied: the device takes seconds to minutes, so read
        the setting back.
        """
        required("parameter_id", parameter_id)
        switches = self._switches.get(str(parameter_id), ())
        values = parameter_fields(parameter_id, parameter_values, self._value_count, switches)
        return self._write(parameter_id, values, f"writing parameter {parameter_id}")

    @property
    def _settings_key(self) -> int:
        return self.DEVICE_TYPE_ID

    def _send_setting(self, command: str, values: list[str]) -> Flow[Any]:
        return self_call(self, "write_parameter", command, values)

    def _ask_setting(self, command: str) -> Flow[Any]:
        return self_call(self, "read_parameter", command)

    def _settings_reply(self) -> Flow[Any]:
        """The flow that reads the reply with most of the settings, as they are now."""
        if is_replaced(self, self._settings_in):
            return self_call(self, self._settings_in)
        endpoint, named = declared_in(getattr(type(self), self._settings_in))
        return call_record(self.api, endpoint, self._key_of(endpoint), named(), is_fresh=True)

    @long_operation
    def read_settings(self) -> Flow[Settings]:
        """The present settings by the names of `growattServer.settings`, typed; None is unknown."""
        from ...settings.reading import read_settings  # whoever sets nothing does not load it

        return read_settings(self)

    @long_operation
    def plan(
        self,
        wishes: Mapping[str, Any],
        *,
        for_: timedelta | None = None,
        allow_dangerous: bool = False,
        journal: Journal | None = None,
        soc: float | None = None,
    ) -> Flow[Plan[ApiT]]:
        """The differences between the present settings and these; reads, and sends no write.

        With `for_` the plan is to be reverted after that time. Settings of the grid code and of the
        off-grid output need `allow_dangerous`. `journal` says where plans are kept.
        `soc` is the level of the battery in %, if you know it: the plan's `needs` compare it with
        the levels where charging and discharging stop.
        """
        from ...settings.plan import make_plan

        return make_plan(
            self,
            self.api,
            wishes,
            for_=for_,
            allow_dangerous=allow_dangerous,
            journal=journal,
            soc=soc,
        )
