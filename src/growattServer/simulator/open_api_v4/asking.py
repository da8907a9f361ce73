"""How a call of V4 names what it wants."""

from __future__ import annotations

from datetime import date

from ..asking import Params, read_date
from ..device import Device
from ..errors import VendorError
from ..families import V4_FAMILIES
from ..scene import Scene
from .dialect import NO_PERMISSION, RefusedError

OFFLINE, WRONG_TYPE, NO_SERIAL, NO_DATE, TOO_MANY = 5, 7, 8, 9, 11
TYPE_OF = {family: v4.word for family, v4 in V4_FAMILIES.items()}
"""The word of V4 for each family; a NEXA is a NOAH there."""
TYPES = frozenset(TYPE_OF.values())


def is_noah(device: Device) -> bool:
    """Is it a NOAH, or a NEXA, which is one for V4?"""
    return TYPE_OF.get(device.family) == "noah"


def asked_type(params: Params) -> str:
    """The type of device that is asked about."""
    word = params.get("deviceType", "").strip()
    if word not in TYPES:
        raise RefusedError(WRONG_TYPE)
    return word


def devices_of(scene: Scene, params: Params, most: int) -> list[Device]:
    """Those of the devices asked for that there are, without a word about the others."""
    word = asked_type(params)
    wanted = [name.strip() for name in params.get("deviceSn", "").split(",") if name.strip()]
    if not wanted:
        raise RefusedError(NO_SERIAL)
    if len(wanted) > most:
        raise RefusedError(TOO_MANY)
    known = scene.world.devices
    found = (known[name] for name in dict.fromkeys(wanted) if name in known)
    return scene.present(device for device in found if TYPE_OF.get(device.family) == word)


def device_of(scene: Scene, params: Params) -> Device:
    """The one device asked for."""
    word, serial_number = asked_type(params), params.get("deviceSn", "").strip()
    if not serial_number:
        raise RefusedError(NO_SERIAL)
    device = scene.device(serial_number)
    if device is None:
        raise RefusedError(NO_PERMISSION, "DEVICE_SN_DOES_NOT_HAVE_PERMISSION")
    if TYPE_OF.get(device.family) != word:
        raise RefusedError(WRONG_TYPE)
    return device


def reachable_device_of(scene: Scene, params: Params) -> Device:
    """The same where the device itself has to answer."""
    device = device_of(scene, params)
    if not device.reachable:
        raise RefusedError(OFFLINE, "DEVICE_OFFLINE")
    return device


def asked_date(params: Params) -> date:
    """The day asked for; a text that is no day counts as none."""
    error: VendorError = RefusedError(NO_DATE)
    return read_date(params.get("date", "").strip(), error)
