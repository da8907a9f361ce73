"""The calls that write settings: what is written here is read in V1, and the other way round."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..device import Device
from ..errors import VendorError
from ..families import FAMILIES
from ..families.min_settings import SEGMENTS, segment
from ..scene import Scene
from ..settings import BAD_TIME, DATE_TIME, OUT_OF_RANGE, UNKNOWN_SETTING, VALUE_EMPTY, clock_text
from .answers import RefusalError
from .asking import Params, find, whole

CLOCK = "pf_sys_year"
_MESSAGES = {UNKNOWN_SETTING: "506", VALUE_EMPTY: "507", OUT_OF_RANGE: "508", BAD_TIME: "509"}
_DONE = {"msg": "200", "success": True}


def write(scene: Scene, device: Device, name: str, texts: tuple[str, ...]) -> None:
    """Write a setting, with V1's failures in the numbers of this API."""
    table, now = FAMILIES[device.family].table, scene.now
    if name not in table.settings and name not in table.app_settings:
        raise RefusalError("506")
    try:
        if name == CLOCK:
            device.advance(now)
            table.set_clock(device, _moment(texts[0]), now)
            return
        if device.family == "min" and name in SEGMENTS:
            _check_overlap(device, name, table.settings[name].tidy(texts))
        table.write_by_app(device, name, texts, now)
    except VendorError as error:
        raise RefusalError(_MESSAGES.get(error.code, "501")) from None


def _moment(wished: str) -> datetime:
    if wished == "":
        raise RefusalError("507")
    clock_text(DATE_TIME)(wished)
    return datetime.strptime(wished, DATE_TIME)


def _check_overlap(device: Device, name: str, texts: tuple[str, ...]) -> None:
    # Unlike V1, the app refuses aloud, and it minds disabled segments as well.
    wished = segment(texts)
    for other in SEGMENTS:
        kept = segment(device.values[other])
        if other != name and any(
            kept.covers(minute) and wished.covers(minute) for minute in range(1440)
        ):
            raise RefusalError("509")


def _target(scene: Scene, params: Params, family: str) -> Device:
    serial_number = params.get("serialNum", "").strip()
    if serial_number == "":
        raise RefusalError("503")
    device = find(scene, serial_number, family)
    if device is None:
        raise RefusalError("701")
    if not device.datalogger_online:
        raise RefusalError("505")
    if not device.online:
        raise RefusalError("504")
    return device


def _numbered(params: Params) -> tuple[str, ...]:
    return tuple(params.get(f"param{index}", "").strip() for index in range(1, 20))


class NumberedWriter:
    """newTcpsetAPI.do: a setting with the values param1 and so on."""

    def __init__(self, family: str) -> None:
        self.family = family

    def __call__(self, scene: Scene, params: Params) -> Any:
        """Write, or refuse with a number."""
        device = _target(scene, params, self.family)
        write(scene, device, params.get("type", "").strip(), _numbered(params))
        return dict(_DONE)


def inverter_set(scene: Scene, params: Params) -> Any:
    """tcpSet.do: a setting of a classic inverter with two commands, answered in words."""
    device = find(scene, params.get("serialNum", ""), "inverter")
    if device is None or not device.reachable:
        raise RefusalError("inv_set_failure")
    commands = tuple(params.get(f"command_{index}", "").strip() for index in (1, 2))
    try:
        write(scene, device, params.get("paramId", "").strip(), commands)
    except RefusalError as refusal:
        words = "inv_set_time_format" if refusal.message == "509" else "inv_set_failure"
        raise RefusalError(words) from None
    return {"msg": "inv_set_success", "success": True}


def noah_set(scene: Scene, params: Params) -> Any:
    """noah/set: a setting of a balcony battery, or the price of energy in its plant."""
    device = find(scene, params.get("serialNum", ""), "noah")
    if device is None:
        raise RefusalError("701")
    if params.get("type", "").strip() == "updatePlantMoney":
        _set_price(scene, params)
    elif not device.reachable:
        raise RefusalError("504")
    else:
        write(scene, device, params.get("type", "").strip(), _numbered(params))
    return {"msg": "", "result": 1, "obj": None}


# The currency ids of the NOAH calls, which have their own.
UNITS = {"Euro": "euro", "DOLLAR": "dollar"}
CURRENCIES = {"euro": "EUR", "dollar": "USD"}


def _set_price(scene: Scene, params: Params) -> None:
    number, price, unit = (params.get(f"param{index}", "").strip() for index in (1, 2, 3))
    plant = scene.world.plants.get(whole(number))
    if plant is None or unit not in CURRENCIES:
        raise RefusalError("508")
    plant.price_per_kwh = amount(price)
    plant.currency = CURRENCIES[unit]


def amount(text: str, low: float = 0.0, high: float = 1e6) -> float:
    """A number between two ends, or the refusal for anything else."""
    try:
        value = float(text)
    except ValueError:
        raise RefusalError("508") from None
    if not low <= value <= high:
        raise RefusalError("508")
    return value
