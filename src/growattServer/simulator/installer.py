"""What an installer keeps beside plants and devices: end users, and what is on its way."""

from __future__ import annotations

from dataclasses import dataclass, field

from .account import Account
from .device import Device


@dataclass(slots=True)
class EndUser:
    """Somebody whom the installer looks after, who logs in with the app."""

    user_id: int
    name: str
    email: str
    phone: str
    registered: float
    account: Account
    agent_code: str = ""


@dataclass(frozen=True, slots=True)
class SpareLogger:
    """A datalogger that was added without a device behind it."""

    plant_id: int
    added: float


@dataclass(slots=True)
class Installer:
    """End users by number, dataloggers without devices, and devices that are in no plant.

    `shelf` has the devices that were taken out with their datalogger, and come back with it;
    `waiting` the plants of serial numbers that never came online.
    """

    users: dict[int, EndUser] = field(default_factory=dict)
    spare: dict[str, SpareLogger] = field(default_factory=dict)
    shelf: dict[str, list[Device]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
