"""The methods of the devices, reached through the api with a serial number."""

from __future__ import annotations

from enum import Enum
from typing import Any

from ..warn import warn_caller
from .devices import FAMILIES
from .devices.hps import HpsBySerialNumber
from .devices.inverter import InverterBySerialNumber
from .devices.max import MaxBySerialNumber
from .devices.min import MinBySerialNumber
from .devices.pbd import PbdBySerialNumber
from .devices.pcs import PcsBySerialNumber
from .devices.spa import SpaBySerialNumber
from .devices.sph import SphBySerialNumber
from .devices.storage import StorageBySerialNumber


class DeviceType(Enum):
    """The `type` of a row of `device_list`."""

    INVERTER = 1
    STORAGE = 2
    OTHER = 3
    MAX = 4
    SPH = 5
    SPA = 6
    MIN = 7
    PCS = 8
    HPS = 9
    PBD = 10


class DeviceOperations(
    MinBySerialNumber,
    SphBySerialNumber,
    SpaBySerialNumber,
    MaxBySerialNumber,
    HpsBySerialNumber,
    PcsBySerialNumber,
    PbdBySerialNumber,
    InverterBySerialNumber,
    StorageBySerialNumber,
):
    """The calls about one device, named after its family."""

    def get_device(self, device_sn: str, device_type: int | DeviceType) -> Any:
        """The device object of a serial number; None, with a warning, for other families."""
        kind = device_type.value if isinstance(device_type, DeviceType) else device_type
        for family in FAMILIES.values():
            if kind == family.DEVICE_TYPE_ID:
                return family(self, device_sn)
        warn_caller(f"Device for type id: {device_type} has not been implemented yet.")
        return None
