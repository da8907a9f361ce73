"""A scenario that plays: its failures laid over the devices and the answers of a world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .asking import Body
from .distortions.base import OfAnswers
from .errors import DoorError
from .scenario import Failure, Scenario
from .view import View
from .world import World


class Stage:
    """Plays a scenario from the present moment on, until it is cleared."""

    def __init__(self, scenario: Scenario, world: World, clock: Callable[[], float]) -> None:
        self.scenario = scenario
        self._world = world
        self._clock = clock
        self._begin = clock()
        self._check()
        self._build()
        self._answers = [
            (failure, failure.kind)
            for failure in scenario.failures
            if isinstance(failure.kind, OfAnswers)
        ]
        self.dress()

    def _check(self) -> None:
        world, houses = self._world, self.scenario.houses
        families = {device.family for device in world.devices.values()}
        known: dict[str, set[Any]] = {
            "device": {*world.devices, *(house.serial_number for house in houses)},
            "family": {*families, *(house.family for house in houses)},
            "plant": set(world.plants),
        }
        for number, failure in enumerate(self.scenario.failures, 1):
            asked: dict[str, frozenset[Any]] = {
                "device": failure.devices,
                "family": failure.families,
                "plant": failure.plants,
            }
            for word, names in asked.items():
                for name in sorted(names - known[word]):
                    raise DoorError(
                        f"Scenario, failure {number} ({failure.kind.name}): there is no {word} "
                        f"{name}; known: {', '.join(map(str, sorted(known[word])))}."
                    )

    def _build(self) -> None:
        world = self._world
        plants, devices = set(world.plants), set(world.devices)
        for number, house in enumerate(self.scenario.houses, 1):
            if house.serial_number in devices:
                continue  # it plays again
            try:
                plant = world.add_plant(
                    name=house.name,
                    latitude=house.latitude,
                    longitude=house.longitude,
                    timezone=house.timezone,
                )
                world.add_device(house.family, house.serial_number, plant.plant_id)
            except DoorError as error:
                for serial_number in set(world.devices) - devices:
                    world.take_down(world.devices[serial_number])
                for plant_id in set(world.plants) - plants:
                    del world.plants[plant_id]
                raise DoorError(f"Scenario, house {number}: {error}") from None

    def dress(self) -> None:
        """Lay the failures over all devices, those that came later too."""
        for device in self._world.devices.values():
            place = (device.serial_number, device.family, device.plant.plant_id)
            met = [failure for failure in self.scenario.failures if failure.meets(*place)]
            device.view = View(device, met, self._begin, self._clock) if met else None

    def undress(self) -> None:
        """Show the truth again."""
        for device in self._world.devices.values():
            device.view = None

    def spoil(self, path: str, params: Mapping[str, str], body: Body) -> Body:
        """The answer that a call of the token API gets in place of the right one."""
        for failure, kind in self._answers:
            if kind.path == path and self._is_meant(failure, params):
                body = {**body, "data": kind.spoil(body["data"])}
        return body

    def _is_meant(self, failure: Failure, params: Mapping[str, str]) -> bool:
        number = params.get("plant_id", "").strip()
        plant = self._world.plants.get(int(number)) if number.isdecimal() else None
        if plant is None or not failure.meets_plant(plant.plant_id):
            return False
        return failure.when.span_at(self._clock(), plant, self._begin) is not None

    def described(self) -> dict[str, Any]:
        """The scenario as JSON."""
        return dict(self.scenario.table)
