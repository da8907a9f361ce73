"""The calls about dataloggers, and those that ask or add a device by its serial number alone."""

from __future__ import annotations

import hashlib
import re

from .asking import SYSTEM_ERROR, Body, Params, good, read_date
from .errors import VendorError
from .families import FAMILIES
from .installer import SpareLogger
from .java import date_time, single
from .plant import Plant
from .plant_calls import find_listed, plant_of
from .scene import Scene

_SERIAL_NUMBER = re.compile(r"[A-Za-z0-9]{4,30}")
_LOGGER_LENGTH = 10
_PREFIX = 6
# The only one that an example shows.
_INTERNAL_WORDS = {"min": "CLOVE"}


def check_code(serial_number: str) -> str:
    """What is printed on a simulated datalogger."""
    return hashlib.sha256(serial_number.encode()).hexdigest()[:5].upper()


def loggers_of(scene: Scene, plant: Plant) -> set[str]:
    """The dataloggers of a plant, with devices and without."""
    spare = scene.world.installer.spare.items()
    without = {name for name, logger in spare if logger.plant_id == plant.plant_id}
    return {device.datalogger_sn for device in scene.world.devices_of(plant)} | without


def known_loggers(scene: Scene) -> set[str]:
    """All dataloggers of the account."""
    world = scene.world
    return {device.datalogger_sn for device in world.devices.values()} | set(world.installer.spare)


def check_user(scene: Scene, params: Params, empty: VendorError) -> int:
    """The end user that a call names, or its failure."""
    number = params.get("c_user_id", "").strip()
    if number == "":
        raise empty
    if not number.isdecimal() or not scene.world.has_user(int(number)):
        raise VendorError(10005, "error_user_not_exist")
    return int(number)


def _serial_number(params: Params, name: str = "sn") -> str:
    serial_number = params.get(name, "").strip()
    if not _SERIAL_NUMBER.fullmatch(serial_number):
        raise VendorError(10002, "error_sn")
    return serial_number


def _plant(scene: Scene, params: Params, unknown: int) -> Plant:
    return plant_of(
        scene,
        params,
        empty=VendorError(10002, "error_plant_id_is_empty"),
        unknown=VendorError(unknown, "error_plant_not_exist"),
    )


def datalogger_add(scene: Scene, params: Params) -> Body:
    """Put a datalogger into a plant, with the devices that were taken out with it."""
    plant = _plant(scene, params, unknown=10004)
    serial_number = _serial_number(params)
    check_user(scene, params, VendorError(10006, "error_user_id_is_empty"))
    if serial_number in known_loggers(scene):
        raise VendorError(10003, "error_datalogger_exist")
    book = scene.world.installer
    devices = book.shelf.pop(serial_number, [])
    if not devices:
        book.spare[serial_number] = SpareLogger(plant.plant_id, scene.now)
    for device in devices:
        device.plant = plant
        device.forget_offers()
        scene.world.mount(device)
    return good("")


def datalogger_delete(scene: Scene, params: Params) -> Body:
    """Take a datalogger out of a plant, with the devices behind it."""
    plant = _plant(scene, params, unknown=10003)
    serial_number = _serial_number(params)
    if serial_number not in loggers_of(scene, plant):
        raise VendorError(10004, "error_datalogger_not_exist")
    scene.world.unmount(plant, serial_number)
    return good("")


def datalogger_validate(scene: Scene, params: Params) -> Body:
    """Do serial number and printed code belong together?"""
    serial_number = params.get("datalogSn", "").strip()
    if len(serial_number) != _LOGGER_LENGTH:
        raise VendorError(10001, "error_datalog_sn")
    if params.get("valiCode", "").strip().upper() != check_code(serial_number):
        raise VendorError(10002, "error_vali_code")
    if serial_number in known_loggers(scene):
        raise VendorError(10003, "error_datalogger_exist")
    return good("")


def device_day_energy(scene: Scene, params: Params) -> Body:
    """What a device gave on a day of its plant; the number stands where others have an object."""
    serial_number = params.get("device_sn", "").strip()
    if serial_number == "":
        raise VendorError(10002, "error_device_sn")
    device = find_listed(scene, serial_number)
    if device is None:
        raise VendorError(10005, "error_device_not_exist")
    day = read_date(params.get("date", ""), VendorError(10003, "error_date_format"))
    energy_kwh = device.flows_on(day, scene.now).ac_output / 1000
    siblings = {"device_sn": serial_number, "dataloggerSn": device.datalogger_sn}
    return good(single(energy_kwh), **siblings)


def device_create_date(scene: Scene, params: Params) -> Body:
    """When devices came to the cloud: they are as old as their plant."""
    wanted = [name.strip() for name in params.get("devices", "").split(",") if name.strip()]
    page = params.get("pageNum", "") or "1"
    if not 1 <= len(wanted) <= 100 or page not in ("1", "2"):
        raise VendorError(SYSTEM_ERROR, "error_system_error")
    devices = (find_listed(scene, name) for name in dict.fromkeys(wanted))
    return good(
        {
            device.serial_number: {
                "createTime": f"{device.plant.created.isoformat()} 00:00:00.0",
                "deviceName": device.family.upper(),
                "tableName": "",
                "lastUpdateTime": date_time(device.plant.local(device.latest(scene.now).timestamp)),
                "deviceType": _INTERNAL_WORDS.get(device.family, ""),
                "datalogSn": device.datalogger_sn,
                "deviceSn": device.serial_number,
            }
            for device in devices
            if device is not None and page == "1"
        }
    )


def device_add(scene: Scene, params: Params) -> Body:
    """Put devices into a plant; those of a known family are online at once, others never."""
    plant = _plant(scene, params, unknown=10004)
    names = [name.strip() for name in params.get("sn", "").split(",")]
    for name in names:
        _serial_number({"sn": name})
    if len(names) > 100:
        raise VendorError(10002, "error_sn")
    check_user(scene, params, VendorError(10005, "error_user_not_exist"))
    world = scene.world
    if any(name in world.devices or name in world.installer.waiting for name in names):
        raise VendorError(10003, "error_device_exist")
    for name in dict.fromkeys(names):
        family = _family_of(name)
        if family is None:
            world.installer.waiting[name] = plant.plant_id
        else:
            world.add_device(family, name, plant.plant_id)
    return {"error_code": 0, "error_msg": ""}


def storage_add(scene: Scene, params: Params) -> Body:
    """The same for one storage; nobody knows how the vendor answers."""
    if _family_of(_serial_number(params)) not in ("storage", None):
        raise VendorError(10002, "error_sn")
    device_add(scene, params)
    return good("")


def _family_of(serial_number: str) -> str | None:
    """The family whose first device has a serial number that begins like this one."""
    for name, family in FAMILIES.items():
        known = family.sample.serial_number if family.sample else f"SIM{name.upper()}"
        if known[:_PREFIX] == serial_number[:_PREFIX]:
            return name
    return None
