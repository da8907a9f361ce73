"""Which rule applies to which value of a record: read from the field rows, once per class.

What a row does not say is declared here, and only here: the names that a record's time goes by,
which powers are the house's and not the device's, and what can bear witness to a power.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from growattServer.fields import Field, Kind, Record

# The time of a record, the best first. `device_time` is no candidate: it is a setting.
TIMES = ("time", "last_update_time", "last_update_time_from_text", "calendar_time")

# What a meter sees can exceed what the inverter can do: other loads, other inverters.
HOUSE_SIDE = ("import_", "export_", "load_")

# Volts times amperes, both of direct current, so that no reactive power misleads.
WITNESSES: Mapping[str, tuple[tuple[str, str], ...]] = {
    **{f"pv{n}_power": ((f"pv{n}_voltage", f"pv{n}_current"),) for n in range(1, 17)},
    "pv_power": tuple((f"pv{n}_voltage", f"pv{n}_current") for n in range(1, 17)),
}

# The first pair that a record has.
BATTERY_WITNESSES = (
    ("battery_voltage", "battery_current"),
    ("bms_battery_voltage", "bms_battery_current"),
)
BATTERY_POWERS = ("battery_charge_power", "battery_discharge_power")

# The counters of a power that does not share its name with them.
COUNTERS: Mapping[str, str] = {"ac_power": "energy", "current_power": "energy"}

W_IN_KW = 1000

AnyRow = Field[Any]
Read = Callable[[Record], Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A value with a rule; `sole_key` is its key, empty where it travels under several.

    Most records hold few of the known values: reading those whose key is missing takes time.
    """

    name: str
    sole_key: str
    read: Read
    house: bool


@dataclass(frozen=True, slots=True)
class Power(Value):
    """A power, the counter that it must move, and the volts and amperes that witness it.

    `in_kw` says that the vendor promises kW, so that W may come in their place.
    """

    counter: str
    in_kw: bool
    witnesses: tuple[tuple[Read, Read], ...]
    witness_names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counter(Value):
    """A daily or lifetime counter, with its partner: the same energy over the other span.

    `powers` are those that must move it.
    """

    energy: bool
    partner: str
    read_partner: Read
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The values of one class of records that have a rule."""

    times: tuple[Read, ...]
    lifetimes: tuple[Counter, ...]
    dailies: tuple[Counter, ...]
    powers: tuple[Power, ...]
    read_lost: Read


@cache
def plan_of(record: type[Record]) -> Plan:
    """The plan of a class of records; the order in which its rows stand is kept."""
    rows = record.fields
    powers = tuple(
        _power(rows, name, row)
        for name, row in rows.items()
        if row.unit == "W" and row.kind is Kind.MEASUREMENT and _is_number(row)
    )
    return Plan(
        times=tuple(_reader(rows[name]) for name in TIMES if name in rows),
        lifetimes=_counters(rows, Kind.LIFETIME, "_total", "_today", powers),
        dailies=_counters(rows, Kind.DAILY, "_today", "_total", powers),
        powers=powers,
        read_lost=_reader(rows.get("lost")),
    )


def _reader(row: AnyRow | None) -> Read:
    """Reads one attribute, sooner than the row itself; None for a row that is not there."""
    if row is None:
        return lambda record: None
    key, parse = row.key, row.parse
    if row.other_keys:
        return lambda record: row.read(record)

    def read(record: Record) -> Any:
        value = record.get(key)
        return None if value is None else parse(value)

    return read


def _is_number(row: AnyRow) -> bool:
    """Whether the row reads one number: there are also curves in W, and totals as texts."""
    return isinstance(row.parse("2"), int | float)


def _counters(
    rows: Mapping[str, AnyRow], kind: Kind, ending: str, other: str, powers: tuple[Power, ...]
) -> tuple[Counter, ...]:
    found = []
    for name, row in rows.items():
        if row.kind is kind and _is_number(row):
            partner = name.removesuffix(ending) + other if name.endswith(ending) else ""
            found.append(
                Counter(
                    name,
                    "" if row.other_keys else row.key,
                    _reader(row),
                    house=name.startswith(HOUSE_SIDE),
                    energy=row.unit == "kWh",
                    partner=partner,
                    read_partner=_reader(rows.get(partner)),
                    powers=tuple(each for each in powers if each.counter in (name, partner)),
                )
            )
    return tuple(found)


def _power(rows: Mapping[str, AnyRow], name: str, row: AnyRow) -> Power:
    stem = COUNTERS.get(name, name.removesuffix("_power") + "_energy")
    counters = [each for each in (f"{stem}_total", f"{stem}_today") if each in rows]
    known = BATTERY_WITNESSES if name in BATTERY_POWERS else WITNESSES.get(name, ())
    witnesses = [pair for pair in known if pair[0] in rows and pair[1] in rows]
    if name in BATTERY_POWERS:
        witnesses = witnesses[:1]
    # Of the inputs of a device all or none must bear witness to their sum.
    if name == "pv_power" and len(witnesses) < sum(f"pv{n}_power" in rows for n in range(1, 17)):
        witnesses = []
    return Power(
        name,
        "" if row.other_keys else row.key,
        _reader(row),
        house=name.startswith(HOUSE_SIDE),
        counter=counters[0] if counters else "",
        in_kw=row.parse("1") == W_IN_KW,
        witnesses=tuple((_reader(rows[one]), _reader(rows[other])) for one, other in witnesses),
        witness_names=tuple(witnesses),
    )
