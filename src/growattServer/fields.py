"""Field rows and records: what the server sent, and what each value of it means.

A `Record` is the very dict that the server sent. The rows on its class say, once, under which
key a value travels, what it means and in which unit; reading the attribute parses that one value:

    class MinEnergy(Record):
        pv_power = watts("ppv", "Total PV power")

    reading = MinEnergy({"ppv": "230.1"})
    reading["ppv"]          # "230.1", as sent
    reading.pv_power        # 230.1, a float in watts
    MinEnergy.pv_power.unit # "W"

An attribute is None where the value is missing: no key, null, empty text, the text "null", NUL
characters, or something that is not a value of that sort at all. Reading never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from math import isfinite
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

T = TypeVar("T")
R = TypeVar("R", bound="Record")
Parse = Callable[[Any], T | None]


class Kind(StrEnum):
    """What sort of value a field holds, and so how it behaves over time."""

    MEASUREMENT = "measurement"
    DAILY = "daily counter"
    LIFETIME = "lifetime counter"
    SETTING = "setting"
    IDENTITY = "identity"


class Basis(StrEnum):
    """How well the meaning of a field is known."""

    DOCUMENTED = "documented by the vendor"
    CAPTURE = "seen in captured replies"
    NAME = "read from the name of the key only"
    REPORT = "reported by users of other clients"


class Field(Generic[T]):
    """One row: the vendor's key, and what its value means.

    Read through a record it gives the parsed value or None; read through the class it is the row.
    """

    __slots__ = ("basis", "key", "kind", "meaning", "name", "parse", "precision", "unit")

    def __init__(
        self,
        key: str,
        parse: Parse[T],
        meaning: str,
        *,
        unit: str | None = None,
        kind: Kind | None = None,
        precision: int | None = None,
        basis: Basis = Basis.DOCUMENTED,
    ) -> None:
        self.name = key
        self.key = key
        self.parse = parse
        self.meaning = meaning
        self.unit = unit
        self.kind = kind
        self.precision = precision
        self.basis = basis

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T | None: ...
    def __get__(self, record: Record | None, owner: type) -> Self | T | None:
        if record is None:
            return self
        return self.parse(record.get(self.key))

    def __set__(self, record: Record, value: object) -> None:
        raise AttributeError(
            f"{self.name} is read from record[{self.key!r}]; change it there if you must"
        )

    def __repr__(self) -> str:
        unit = f", {self.unit}" if self.unit else ""
        return f"<Field {self.name}: {self.key!r}{unit}>"


class Record(dict[str, Any]):
    """What the server sent, as a dict, with its known values as typed attributes.

    Equal to the plain dict, serialisable like it; keys that nobody knows are kept.
    `fields` maps the names of the attributes to their rows. A field row says `kind=` where it
    differs from the class's own, given as `class MinSettings(Record, kind=Kind.SETTING)`.
    """

    fields: ClassVar[Mapping[str, Field[Any]]] = {}

    def __init_subclass__(cls, *, kind: Kind = Kind.MEASUREMENT, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: row for name, row in vars(cls).items() if isinstance(row, Field)}
        for name, row in own.items():
            if hasattr(dict, name):
                raise TypeError(f"{cls.__name__}.{name} would hide dict.{name}")
            if row.kind is None:
                row.kind = kind
        cls.fields = {**cls.fields, **own}


# --- parsing one value ---------------------------------------------------------------------------

_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*)?", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?", re.ASCII)

_SAME_QUANTITY: Mapping[str, Mapping[str, float]] = {
    "W": {"W": 1, "kW": 1e3, "KW": 1e3, "MW": 1e6},
    "kWh": {"Wh": 1e-3, "kWh": 1, "KWh": 1, "KWH": 1, "MWh": 1e3, "GWh": 1e6},
    "VA": {"VA": 1, "kVA": 1e3, "KVA": 1e3},
    "V": {"V": 1, "mV": 1e-3, "kV": 1e3},
    "A": {"A": 1, "mA": 1e-3},
    "mA": {"mA": 1, "A": 1e3},
    "Hz": {"Hz": 1, "HZ": 1},
    "°C": {"°C": 1, "℃": 1, "C": 1},
    "kΩ": {"kΩ": 1, "KΩ": 1, "Ω": 1e-3, "MΩ": 1e3},
    "h": {"h": 1, "H": 1},
}


def _present(value: str) -> str:
    """The text without NULs and padding; empty when the server means that there is none."""
    value = value.replace("\0", "").strip()
    return "" if value == "null" else value


def _parse_number(unit: str | None, scale: float, missing: tuple[float, ...]) -> Parse[float]:
    factors = _SAME_QUANTITY.get(unit or "", {unit: 1.0} if unit else {})

    def parse(value: Any) -> float | None:
        factor = scale
        if isinstance(value, str):
            match = _NUMBER.fullmatch(_present(value))
            if match is None or (match[2] and match[2] not in factors):
                return None
            value, suffix = float(match[1]), match[2]
            if suffix:
                factor = factors[suffix]
        elif isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        if not isfinite(number) or number in missing:
            return None
        return number if factor == 1 else round(number * factor, 10)

    return parse


def _parse_integer(missing: tuple[int, ...]) -> Parse[int]:
    def parse(value: Any) -> int | None:
        if isinstance(value, str):
            match = _NUMBER.fullmatch(_present(value))
            if match is None or match[2]:
                return None
            # 64 bits have 19 digits; what is longer is no code and costs time to read
            is_plain = match[1].lstrip("+-").isdigit() and len(match[1]) < 21
            value = int(match[1]) if is_plain else float(match[1])
        if isinstance(value, float):
            value = int(value) if value.is_integer() else None
        if isinstance(value, bool) or not isinstance(value, int) or value in missing:
            return None
        return value

    return parse


def _parse_text(value: Any) -> str | None:
    if isinstance(value, str):
        return _present(value) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


_FLAGS = {"1": True, "0": False, "true": True, "false": False}


def _parse_flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _FLAGS.get(_present(value).lower())
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    return None


def _parse_datetime(value: Any) -> datetime | None:
    if not isinstance(value, str) or not _DATETIME.fullmatch(text := _present(value)):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parse_day(value: Any) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(text := _present(value)):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parse_clock(value: Any) -> time | None:
    match = _CLOCK.fullmatch(_present(value)) if isinstance(value, str) else None
    if match is None:
        return None
    hour, minute, second = (int(part) for part in match.groups(default="0"))
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _parse_java_date(value: Any) -> datetime | None:
    if not isinstance(value, dict):
        return None
    try:
        return datetime(
            value["year"] + 1900,
            value["month"] + 1,
            value["date"],
            value["hours"],
            value["minutes"],
            value["seconds"],
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _parse_java_calendar(value: Any) -> datetime | None:
    return _parse_java_date(value.get("time")) if isinstance(value, dict) else None


# --- the rows, by the sort of value --------------------------------------------------------------


def number(
    key: str,
    meaning: str,
    *,
    unit: str | None = None,
    scale: float = 1,
    missing: tuple[float, ...] = (),
    kind: Kind | None = None,
    precision: int | None = None,
    basis: Basis = Basis.DOCUMENTED,
) -> Field[float]:
    """A number; `scale` turns the vendor's unit into `unit`, `missing` lists what means unknown."""
    return Field(
        key,
        _parse_number(unit, scale, missing),
        meaning,
        unit=unit,
        kind=kind,
        precision=precision,
        basis=basis,
    )


def _quantity(unit: str, precision: int, kind: Kind | None = None) -> Callable[..., Field[float]]:
    default_kind = kind

    def row(
        key: str,
        meaning: str,
        *,
        scale: float = 1,
        missing: tuple[float, ...] = (),
        kind: Kind | None = None,
        basis: Basis = Basis.DOCUMENTED,
    ) -> Field[float]:
        return number(
            key,
            meaning,
            unit=unit,
            scale=scale,
            missing=missing,
            kind=kind or default_kind,
            precision=precision,
            basis=basis,
        )

    return row


watts = _quantity("W", 0)
volt_amperes = _quantity("VA", 0)
volts = _quantity("V", 1)
amperes = _quantity("A", 1)
milliamperes = _quantity("mA", 0)
ampere_hours = _quantity("Ah", 1)
hertz = _quantity("Hz", 2)
celsius = _quantity("°C", 1)
percent = _quantity("%", 0)
percent_per_minute = _quantity("%/min", 0)
kiloohms = _quantity("kΩ", 0)
seconds = _quantity("s", 0)
milliseconds = _quantity("ms", 0)
degrees = _quantity("°", 4)
meters = _quantity("m", 0)
square_meters = _quantity("m²", 1)
kilowatts_peak = _quantity("kWp", 2)
kilowatt_hours = _quantity("kWh", 1)
kilowatt_hours_today = _quantity("kWh", 1, Kind.DAILY)
kilowatt_hours_total = _quantity("kWh", 1, Kind.LIFETIME)


def integer(
    key: str,
    meaning: str,
    *,
    unit: str | None = None,
    missing: tuple[int, ...] = (),
    kind: Kind | None = None,
    basis: Basis = Basis.DOCUMENTED,
) -> Field[int]:
    """A whole number: a code, a state, a count."""
    return Field(
        key, _parse_integer(missing), meaning, unit=unit, kind=kind, precision=0, basis=basis
    )


def text(
    key: str, meaning: str, *, kind: Kind | None = None, basis: Basis = Basis.DOCUMENTED
) -> Field[str]:
    """A text, without the NUL characters and padding that some devices send."""
    return Field(key, _parse_text, meaning, kind=kind, basis=basis)


def serial_number(key: str, meaning: str, *, basis: Basis = Basis.DOCUMENTED) -> Field[str]:
    """A text that names a thing for good: a serial number, a model, a firmware version."""
    return text(key, meaning, kind=Kind.IDENTITY, basis=basis)


def flag(
    key: str, meaning: str, *, kind: Kind | None = None, basis: Basis = Basis.DOCUMENTED
) -> Field[bool]:
    """Yes or no, sent as 1 and 0, true and false, or as their texts."""
    return Field(key, _parse_flag, meaning, kind=kind, basis=basis)


def timestamp(
    key: str, meaning: str, *, kind: Kind | None = None, basis: Basis = Basis.DOCUMENTED
) -> Field[datetime]:
    """A date and time without a zone; the meaning says whose clock it is."""
    return Field(key, _parse_datetime, meaning, kind=kind, basis=basis)


def day(
    key: str, meaning: str, *, kind: Kind | None = None, basis: Basis = Basis.DOCUMENTED
) -> Field[date]:
    """A calendar day."""
    return Field(key, _parse_day, meaning, kind=kind, basis=basis)


def clock(
    key: str, meaning: str, *, kind: Kind | None = None, basis: Basis = Basis.DOCUMENTED
) -> Field[time]:
    """A time of day, sent as H:M without leading zeros."""
    return Field(key, _parse_clock, meaning, kind=kind, basis=basis)


def java_date(key: str, meaning: str, *, basis: Basis = Basis.DOCUMENTED) -> Field[datetime]:
    """The wall clock of a serialised java.util.Date (years from 1900, months from 0)."""
    return Field(key, _parse_java_date, meaning, basis=basis)


def java_calendar(key: str, meaning: str, *, basis: Basis = Basis.DOCUMENTED) -> Field[datetime]:
    """The wall clock of a serialised java.util.Calendar."""
    return Field(key, _parse_java_calendar, meaning, basis=basis)


def raw(key: str, meaning: str, *, basis: Basis = Basis.DOCUMENTED) -> Field[Any]:
    """A value as sent: a tree that nobody has described."""
    return Field(key, lambda value: value, meaning, basis=basis)


def nested(key: str, record: type[R], meaning: str, *, basis: Basis = Basis.DOCUMENTED) -> Field[R]:
    """An object inside the object, as a record of its own."""

    def parse(value: Any) -> R | None:
        return record(value) if isinstance(value, dict) else None

    return Field(key, parse, meaning, basis=basis)


def rows(
    key: str, record: type[R], meaning: str, *, basis: Basis = Basis.DOCUMENTED
) -> Field[list[R]]:
    """A list of objects, as records; what is no object is passed over."""

    def parse(value: Any) -> list[R] | None:
        if not isinstance(value, list):
            return None
        return [record(row) for row in value if isinstance(row, dict)]

    return Field(key, parse, meaning, basis=basis)
