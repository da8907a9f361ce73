"""The calls of V4 that read what the cloud knows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from ..asking import Body, Params
from ..device import Device
from ..families import FAMILIES, V4_FAMILIES
from ..java import date_time
from ..scene import Scene
from ..shinephone.asking import SERVER_ZONE
from . import beans
from .asking import TYPE_OF, asked_date, asked_type, device_of, devices_of
from .dialect import SUCCESS, V4, RefusedError

PAGE_SIZE = 100
_MOST, _MOST_OF_A_HISTORY = 100, 50
_NO_PAGE = 10
# a client that others wrote got no rows of older days
_DAYS_KNOWN = 95


def device_list(scene: Scene, params: Params) -> Body:
    """All devices, a hundred a page."""
    text = params.get("page", "").strip() or "1"
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise RefusedError(_NO_PAGE)
    devices = [one for one in scene.world.devices.values() if one.family in TYPE_OF]
    begin = (int(text) - 1) * PAGE_SIZE
    rows = devices[begin : begin + PAGE_SIZE]
    pages = -(-len(devices) // PAGE_SIZE)
    return V4.good(
        {
            "pages": pages,
            "pageSize": PAGE_SIZE,
            "count": len(devices),
            "other": None,
            "notPager": False,
            "data": [_row(device) for device in rows],
            "lastPager": int(text) >= pages,
            "startCount": begin,
        }
    )


def _row(device: Device) -> Body:
    created = datetime.combine(device.plant.created, time())
    return {
        "deviceType": TYPE_OF[device.family],
        "deviceSn": device.serial_number,
        "datalogSn": device.datalogger_sn,
        "createDate": f"{date_time(created)}.0",
    }


def device_info(scene: Scene, params: Params) -> Body:
    """What devices are and how they are set."""
    devices = devices_of(scene, params, _MOST)
    return V4.good({asked_type(params): [beans.detail(scene, device) for device in devices]})


def last_data(scene: Scene, params: Params) -> Body:
    """The latest readings."""
    devices = devices_of(scene, params, _MOST)
    rows = [beans.energy(device, device.latest(scene.now)) for device in devices]
    return V4.good({asked_type(params): rows})


def historical_data(scene: Scene, params: Params) -> Body:
    """The readings of a device on a day."""
    rows = _rows_of_day(scene, device_of(scene, params), params)
    return V4.good({"datas": rows, "start": 0, "haveNext": False})


def devices_historical_data(scene: Scene, params: Params) -> Body:
    """The same of many, by serial number."""
    devices = devices_of(scene, params, _MOST_OF_A_HISTORY)
    rows = {device.serial_number: _rows_of_day(scene, device, params) for device in devices}
    return V4.good(rows)


def _rows_of_day(scene: Scene, device: Device, params: Params) -> list[Body]:
    # nobody tells of which zone the day is; here it is that of the texts
    begin = datetime.combine(asked_date(params), time(), SERVER_ZONE)
    today = datetime.fromtimestamp(scene.now, SERVER_ZONE).date()
    if (today - begin.date()).days >= _DAYS_KNOWN:
        return []
    end = begin + timedelta(days=1)
    steps = device.steps_heard(begin.timestamp(), end.timestamp(), scene.now)
    return [beans.energy(device, device.reading(step)) for step in steps]


def high_frequency(scene: Scene, params: Params) -> Body:
    """A newer reading of a hybrid; other devices have none."""
    device = device_of(scene, params)
    if not V4_FAMILIES[device.family].is_fast:
        return V4.good(None)
    return V4.good(beans.fast(device, device.latest(scene.now)))


def device_model(scene: Scene, params: Params) -> Body:
    """Model and battery."""
    device = device_of(scene, params)
    kit, family = device.hardware, FAMILIES[device.family]
    capacity = kit.battery_capacity_wh
    data: dict[str, Any] = {
        "deviceSn": device.serial_number,
        "deviceType": asked_type(params),
        "deviceModel": family.model,
        "dataloggerModel": "ShineWeFi",
        "batteryModel": "",
        "norminalPower": int(kit.rated_power_w),
        "batteryCapacity": capacity / 1000,
        "batteryNominalPower": kit.max_discharge_w if capacity else 0.0,
        "hasBattery": capacity > 0,
    }
    return V4.good(data)


def signal(scene: Scene, params: Params) -> Body:
    """The signal of the datalogger; data and message have changed places."""
    device_of(scene, params)
    return {"code": 0, "data": SUCCESS, "message": "-67"}
