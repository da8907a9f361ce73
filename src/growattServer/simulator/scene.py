"""What a call sees of the cloud: the moment at which it came, a world, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from .account import Account
from .device import Device
from .world import World

_T = TypeVar("_T")
# Something that is made step by step, so that others can have their turn in between.
Gradual = Generator[None, None, _T]


class NotYetError(Exception):
    """Some devices have not lived up to the present moment; the call comes again when they have."""

    def __init__(self, devices: list[Device]) -> None:
        super().__init__(f"{len(devices)} devices are behind")
        self.devices = devices


@dataclass(frozen=True, slots=True)
class Scene:
    """One call's look at the cloud."""

    now: float
    world: World
    account: Account

    def device(self, serial_number: str) -> Device | None:
        """A device as it is now, None where there is none of this number."""
        device = self.world.devices.get(serial_number)
        return None if device is None else self.present([device])[0]

    def present(self, devices: Iterable[Device]) -> list[Device]:
        """These devices as they are now."""
        found = list(devices)
        behind = [device for device in found if device.is_behind(self.now)]
        if behind:
            raise NotYetError(behind)
        return found


def patiently(
    scene: Scene, make: Callable[[], _T], lock: AbstractContextManager[Any]
) -> Gradual[_T]:
    """What is made, as soon as the devices that it needs have caught up, a day at a time."""
    while True:
        try:
            with lock, scene.world.one_look():
                return make()
        except NotYetError as error:
            behind = error.devices
        for device in behind:
            while device.is_behind(scene.now):
                with lock:
                    device.catch_up(scene.now)
                yield
