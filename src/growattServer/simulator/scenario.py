"""A scenario: what goes wrong, when, and with which devices. Read from a table of TOML or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from typing import Any

from .clock import parse_moment
from .distortions import KINDS
from .distortions.base import Distortion, OfAnswers
from .errors import DoorError
from .numbers import is_number
from .when import KEYS as WHEN_KEYS
from .when import When, parse_when

_TARGETS = {"devices": str, "families": str, "plants": int}
_TOP = ("title", "source", "about", "start", "houses", "failures")
_HOUSE_KEYS: dict[str, tuple[type, ...]] = {
    "serial_number": (str,),
    "family": (str,),
    "timezone": (str,),
    "latitude": (int, float),
    "longitude": (int, float),
    "name": (str,),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure; without devices, families and plants it meets all of them."""

    kind: Distortion
    when: When
    devices: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    plants: frozenset[int] = frozenset()

    def meets_plant(self, plant_id: int) -> bool:
        """Is a call about this plant meant?"""
        return not self.plants or plant_id in self.plants

    def meets(self, serial_number: str, family: str, plant_id: int) -> bool:
        """Is this device meant?"""
        return (
            (not self.devices or serial_number in self.devices)
            and (not self.families or family in self.families)
            and self.meets_plant(plant_id)
        )


@dataclass(frozen=True, slots=True)
class House:
    """A device in a house of its own, which the scenario brings along."""

    serial_number: str
    family: str
    timezone: str
    latitude: float
    longitude: float
    name: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a file says; `table` is its content as JSON."""

    title: str
    failures: tuple[Failure, ...]
    table: dict[str, Any]
    source: str = ""
    about: str = ""
    start: datetime | None = None
    houses: tuple[House, ...] = ()


def parse_scenario(table: Mapping[str, Any], lines: tuple[int, ...] = ()) -> Scenario:
    """Read a scenario, or a sentence that names failure and key; `lines` are those of failures."""
    _only("the scenario", table, _TOP)
    for key in ("title", "source", "about"):
        if not isinstance(table.get(key, ""), str):
            raise DoorError(f"{key} must be text.")
    if not table.get("title"):
        raise DoorError("title is missing: a scenario says in a few words what it shows.")
    failures = _tables(table, "failures")
    if not failures:
        raise DoorError("failures is missing: a scenario has at least one [[failures]].")
    if len(lines) != len(failures):
        lines = ()
    return Scenario(
        title=table["title"],
        failures=tuple(
            _failure(_place("failure", number, wish, lines), wish)
            for number, wish in enumerate(failures, 1)
        ),
        table=_as_json(dict(table)),
        source=table.get("source", ""),
        about=table.get("about", ""),
        start=_start(table),
        houses=tuple(
            _house(f"house {number}", wish)
            for number, wish in enumerate(_tables(table, "houses"), 1)
        ),
    )


def _start(table: Mapping[str, Any]) -> datetime | None:
    if "start" not in table:
        return None
    try:
        return parse_moment(table["start"])
    except DoorError as error:
        raise DoorError(f"start: {error}") from None


def _place(word: str, number: int, wish: Mapping[str, Any], lines: tuple[int, ...]) -> str:
    kind = f" ({wish['kind']})" if isinstance(wish.get("kind"), str) else ""
    line = f", line {lines[number - 1]}" if lines else ""
    return f"{word} {number}{kind}{line}"


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise DoorError(f"{key} must be a list of tables, each below its own [[{key}]].")
    return found


def _only(place: str, wish: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in wish:
        if name not in names:
            raise DoorError(f"{place}: {name} is not known here; known: {', '.join(names)}.")


def _failure(place: str, wish: Mapping[str, Any]) -> Failure:
    kind = KINDS.get(str(wish.get("kind")))
    if kind is None:
        raise DoorError(f"{place}: kind must be one of {', '.join(KINDS)}.")
    own = {field.name: field for field in fields(kind)}
    targets = ("plants",) if issubclass(kind, OfAnswers) else tuple(_TARGETS)
    _only(place, wish, ("kind", *WHEN_KEYS, *targets, *own))
    try:
        values = {
            name: _value(name, str(field.type), wish[name])
            for name, field in own.items()
            if name in wish
        }
        for name, field in own.items():
            if name not in values and field.default is MISSING:
                raise DoorError(f"{name} is missing")
        distortion = kind(**values)
        distortion.check()
        chosen = {name: _names(name, wish[name]) for name in targets if name in wish}
        return Failure(distortion, parse_when(wish), **chosen)
    except DoorError as error:
        raise DoorError(f"{place}: {str(error).rstrip('.')}.", error.status) from None


def _value(name: str, wanted: str, value: Any) -> Any:
    """A value of a kind of failure, by the type that its field has."""
    if wanted == "bool":
        fits, words = isinstance(value, bool), "true or false"
    elif wanted == "int":
        fits, words = type(value) is int, "a whole number"
    elif wanted.startswith("tuple"):
        fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
        words = "a list of texts"
    else:
        fits = is_number(value) and abs(value) < 1e9
        words = "a number"
    if not fits:
        raise DoorError(f"{name} must be {words}")
    return tuple(value) if wanted.startswith("tuple") else value


def _names(name: str, value: Any) -> frozenset[Any]:
    wanted = _TARGETS[name]
    if not isinstance(value, list) or not value or not all(type(x) is wanted for x in value):
        words = "whole numbers" if wanted is int else "texts"
        raise DoorError(f"{name} must be a list of {words}")
    return frozenset(value)


def _house(place: str, wish: Mapping[str, Any]) -> House:
    _only(place, wish, tuple(_HOUSE_KEYS))
    for key, types in _HOUSE_KEYS.items():
        if key not in wish and key != "name":
            raise DoorError(f"{place}: {key} is missing.")
        if key in wish and type(wish[key]) not in types:
            raise DoorError(f"{place}: {key} must be {'text' if str in types else 'a number'}.")
    named = {"name": f"Simulated house, {wish['timezone']}", **wish}
    return House(**named)


def _as_json(value: Any) -> Any:
    """The table of a file with its dates as text."""
    if isinstance(value, Mapping):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
