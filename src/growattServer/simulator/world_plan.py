"""A world from a table of TOML: the plants and devices of an account, and further accounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from . import inspection
from .errors import DoorError
from .families import FAMILIES
from .world import World

WorldSource = str | PathLike[str] | Mapping[str, Any]

_ACCOUNT = ("user", "password", "token")
_MOST = 10_000
_MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """So many devices of one kind; a serial number only where there is one of them."""

    family: str
    serial_number: str | None
    count: int
    hardware: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlantPlan:
    """So many plants, each with these devices."""

    place: Mapping[str, Any]
    devices: tuple[DevicePlan, ...]
    count: int

    def named(self, number: int) -> dict[str, Any]:
        """What one of them is made of; the name says which of many it is."""
        if self.count == 1:
            return dict(self.place)
        return {**self.place, "name": f"{self.place.get('name', 'House')} {number}"}


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """Another account in the same cloud, with plants of its own."""

    user: str
    password: str
    token: str
    plants: tuple[PlantPlan, ...]


@dataclass(frozen=True, slots=True)
class WorldPlan:
    """What a file says."""

    title: str
    plants: tuple[PlantPlan, ...]
    accounts: tuple[AccountPlan, ...] = ()
    history_days: int | None = None


def bundled_worlds() -> dict[str, str]:
    """The texts of the worlds that are bundled, by name."""
    folder = files(__name__.rpartition(".")[0]).joinpath("worlds")
    found = {
        each.name.removesuffix(".toml"): each.read_text("utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }
    return dict(sorted(found.items()))


def load_world(source: WorldSource) -> WorldPlan:
    """A world from a path, the name of a bundled one, or a table."""
    if isinstance(source, Mapping):
        return parse_world(source)
    name, path, texts = str(source), Path(source), bundled_worlds()
    if name in texts:
        text = texts[name]
    else:
        try:
            text = path.read_text("utf-8")
        except (OSError, ValueError):
            raise DoorError(
                f"There is no world {name!r}: neither a file that can be read nor one of "
                f"{', '.join(texts)}."
            ) from None
    try:
        return parse_world(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DoorError(f"World {path.name} is not TOML: {error}.") from None
    except DoorError as error:
        raise DoorError(f"World {path.name}: {error}") from None


def parse_world(table: Mapping[str, Any]) -> WorldPlan:
    """Read a world, or a sentence that names what does not fit."""
    _only("A world", table, ("title", "history_days", "plants", "accounts"))
    title = table.get("title", "")
    if not isinstance(title, str):
        raise DoorError("title must be text.")
    days = table.get("history_days")
    if days is not None and (type(days) is not int or not 0 <= days <= _MOST_DAYS):
        raise DoorError(f"history_days must be a whole number from 0 to {_MOST_DAYS}.")
    accounts = tuple(map(_account, _tables("accounts", table)))
    return WorldPlan(title, _plants(table), accounts, days)


def fill(world: World, plants: tuple[PlantPlan, ...]) -> None:
    """Put plants and devices into an empty world."""
    with world.one_look():
        for plan in plants:
            for number in range(1, plan.count + 1):
                plant = world.add_plant(**plan.named(number))
                for devices in plan.devices:
                    _mount(world, devices, plant.plant_id)


def _mount(world: World, devices: DevicePlan, plant_id: int) -> None:
    for _ in range(devices.count):
        serial = devices.serial_number or _next_serial(world, devices.family)
        world.add_device(devices.family, serial, plant_id, **devices.hardware)


def _next_serial(world: World, family: str) -> str:
    prefix = re.sub("[^A-Z0-9]", "", family.upper())
    return f"{prefix}{world.owner:02d}{len(world.devices) + 1:06d}"


def _plants(table: Mapping[str, Any]) -> tuple[PlantPlan, ...]:
    plants = tuple(map(_plant, _tables("plants", table)))
    if not plants:
        raise DoorError("It needs at least one [[plants]].")
    return plants


def _plant(table: Mapping[str, Any]) -> PlantPlan:
    place = {name: value for name, value in table.items() if name not in ("devices", "count")}
    for name, value in place.items():
        inspection.check_plant(name, value)
    if table.get("count", 1) != 1 and "plant_id" in place:
        raise DoorError("Many plants cannot have one plant_id.")
    devices = tuple(map(_devices, _tables("devices", table)))
    if any(each.serial_number for each in devices) and table.get("count", 1) != 1:
        raise DoorError("Devices of many plants cannot have one serial_number.")
    return PlantPlan(place, devices, _count(table))


def _devices(table: Mapping[str, Any]) -> DevicePlan:
    wish = dict(table)
    family, serial = wish.pop("family", None), wish.pop("serial_number", None)
    count = _count(wish)
    wish.pop("count", None)
    if family not in FAMILIES:
        raise DoorError(f"The family of a device is one of {', '.join(sorted(FAMILIES))}.")
    if serial is not None and (not isinstance(serial, str) or count != 1):
        raise DoorError("A serial_number is text, and of one device only.")
    for name, value in wish.items():
        inspection.check_hardware(name, value)
    return DevicePlan(family, serial, count, wish)


def account_texts(table: Mapping[str, Any]) -> tuple[str, str, str]:
    """User, password and token of an account; without a token an empty text."""
    _only("An account", table, _ACCOUNT)
    texts = [table.get(name, "") for name in _ACCOUNT]
    if not all(isinstance(text, str) for text in texts) or not all(texts[:2]):
        raise DoorError("An account has user, password and perhaps token, all text.")
    user, password, token = texts
    return user, password, token


def _account(table: Mapping[str, Any]) -> AccountPlan:
    rest = {name: value for name, value in table.items() if name != "plants"}
    return AccountPlan(*account_texts(rest), _plants(table))


def _count(table: Mapping[str, Any]) -> int:
    count = table.get("count", 1)
    if type(count) is not int or not 1 <= count <= _MOST:
        raise DoorError(f"count must be a whole number from 1 to {_MOST}.")
    return count


def _tables(name: str, table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise DoorError(f"Write {name} as [[{name}]].")
    return iter(found)


def _only(what: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            raise DoorError(f"{what} has {', '.join(known)}, not {name!r}.")
