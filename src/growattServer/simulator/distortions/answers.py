"""Lists that are empty, flags that lie, and a plant in another unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..asking import Body
from ..java import plain
from .base import OfAnswers, OfFlag


@dataclass(frozen=True)
class EmptyDeviceList(OfAnswers):
    """The token API counts the devices of a plant and lists none."""

    name: ClassVar[str] = "empty_device_list"
    path: ClassVar[str] = "device/list"

    def spoil(self, data: Body) -> Body:
        """The count without the rows."""
        return {**data, "devices": []}


@dataclass(frozen=True)
class PlantInWatts(OfAnswers):
    """The token API gives the power of a plant in W where it promises kW."""

    name: ClassVar[str] = "plant_in_watts"
    path: ClassVar[str] = "plant/data"

    def spoil(self, data: Body) -> Body:
        """A thousand times the right number."""
        return {**data, "current_power": plain(data["current_power"] * 1000)}


@dataclass(frozen=True)
class WrongFlag(OfFlag):
    """The cloud says `lost`, whatever the line to the device is like."""

    name: ClassVar[str] = "wrong_flag"
    lost: bool = True

    def online(self) -> bool:
        """The opposite of lost."""
        return not self.lost
