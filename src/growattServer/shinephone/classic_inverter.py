"""Classic inverters: settings read from a web page, and written one by one."""

from __future__ import annotations

from typing import Any

from .. import exceptions
from ..arguments import required_switch
from ..operation import operation, self_call
from ..switches import CLASSIC, LONG, with_switches
from ..wire import Flow, Reply
from . import records
from .calls import exchange, wrapped
from .checks import number_text, numbered
from .endpoints import CLASSIC_INFO, UPDATE_CLASSIC
from .exchange import ShinePhoneCalls, check_page
from .refusals import call_setting


class ClassicInverterOperations(ShinePhoneCalls):
    """The calls about classic inverters."""

    @operation
    def classic_inverter_info(self, device_sn: str) -> Flow[records.ClassicInverterSettings]:
        """Master data and settings of an inverter, cut out of a page of the web site.

        Raises exceptions.GrowattReplyError where the page does not hold them.
        """
        try:
            document, age = yield from exchange(
                self,
                CLASSIC_INFO,
                {"invSn": device_sn},
                lambda reply: _document_in(reply, device_sn),
                shows_age=True,
            )
        except exceptions.GrowattSessionExpiredError as error:
            # release 2.2.0 could not tell the two apart, and programs know its words
            said = "the session has expired, or there was no login"
            error.args = (f"{_not_found(device_sn)}: {said}",)
            raise
        return wrapped(document, records.ClassicInverterSettings, age)

    @operation
    def update_classic_inverter_setting(
        self, default_parameters: dict[str, Any], parameters: dict[str, Any] | list[Any]
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a setting; look at `success` in it.

        `default_parameters` has `action` and `serialNum`, `parameters` has `paramId`, `command_1`
        and `command_2`.
        """
        both = {**default_parameters, **numbered(parameters)}
        both = with_switches(CLASSIC, both.get("paramId"), both, "command_")
        return call_setting(self, UPDATE_CLASSIC, both, records.SettingAnswer)

    @operation
    def set_classic_inverter_active_power_rate(
        self, serial_number: Any, power_rate: Any
    ) -> Flow[records.SettingAnswer]:
        """What the server says to a limit of the output in % of rated power; see `success`."""
        rate = number_text("power_rate", power_rate)
        return _command(self, serial_number, "pv_active_p_rate", rate)

    @operation
    def set_classic_inverter_on_off(
        self, serial_number: Any, enabled: Any
    ) -> Flow[records.SettingAnswer]:
        """What the server says to switching an inverter on or off; see `success`."""
        code = LONG[required_switch("enabled", enabled)]
        return _command(self, serial_number, "pv_on_off", code)


def _embedded(page: str) -> str | None:
    """The object that a script of the page reads."""
    _, begins, rest = page.partition("inv=JSON.parse('{")
    inner, ends, _ = rest.partition("}')")
    return f"{{{inner}}}" if begins and ends else None


def _command(
    api: ShinePhoneCalls, serial_number: Any, setting: str, value: str
) -> Flow[records.SettingAnswer]:
    return self_call(
        api,
        "update_classic_inverter_setting",
        {"action": "inverterSet", "serialNum": serial_number},
        {"paramId": setting, "command_1": value, "command_2": ""},
    )


def _not_found(device_sn: str) -> str:
    return f"Could not find inverter data in response for device {device_sn}"


def _document_in(reply: Reply, device_sn: str) -> Any:
    """What a script in the page hands to JSON.parse."""
    import json  # for a page that few programs look at

    from ..decoding import text_of

    check_page(reply, CLASSIC_INFO.operation)
    embedded = _embedded(text_of(reply.body, reply.header("Content-Type")))
    if embedded is None:
        raise exceptions.GrowattReplyError(
            _not_found(device_sn),
            operation=CLASSIC_INFO.operation,
            hint="check the serial number and the device family",
        )
    try:
        return json.loads(embedded)
    except (ValueError, RecursionError) as error:
        raise exceptions.GrowattReplyError(
            f"Failed to parse inverter data JSON for device {device_sn}",
            operation=CLASSIC_INFO.operation,
        ) from error
