"""One way in: an account with its plants, devices and readings, whichever APIs it takes."""

from .account import AsyncCloud, AsyncCloudDevice, Cloud, CloudDevice
from .phone_device import AsyncPhoneDevice, PhoneDevice
from .way_in import connect, connect_async

__all__ = [
    "AsyncCloud",
    "AsyncCloudDevice",
    "AsyncPhoneDevice",
    "Cloud",
    "CloudDevice",
    "PhoneDevice",
    "connect",
    "connect_async",
]
