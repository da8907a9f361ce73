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
characters, or something that is not a value of that sort at all. Only what names a thing, and the
rows of a list, are never None: where a reply lacks them, reading raises GrowattReplyError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypedDict, TypeVar, Unpack, overload

from . import exceptions, parsing
from .rows import Rows, oldest
from .showing import Named, unless_secret

if TYPE_CHECKING:
    from .faults.codes import CodeTable

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
F = TypeVar("F", bound="Field[Any]")
R = TypeVar("R", bound="Record")


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
    `other_keys` are further spellings that the vendor uses for the same value; `codes` is the table
    of `growattServer.faults` that a number is of; `faults` are the states that are faults.
    """

    __slots__ = (
        *("basis", "codes", "faults", "key", "kind", "meaning"),
        *("name", "other_keys", "parse", "precision", "unit"),
    )

    def __init__(
        self,
        key: str,
        parse: parsing.Parse[T],
        meaning: str,
        *,
        unit: str | None = None,
        kind: Kind | None = None,
        precision: int | None = None,
        basis: Basis = Basis.DOCUMENTED,
        other_keys: tuple[str, ...] = (),
        codes: CodeTable | None = None,
        faults: tuple[int, ...] = (),
    ) -> None:
        self.name: str = key
        self.key: str = key
        self.other_keys: tuple[str, ...] = other_keys
        self.parse: parsing.Parse[T] = parse
        self.meaning: str = meaning
        self.unit: str | None = unit
        self.kind: Kind | None = kind
        self.precision: int | None = precision
        self.basis: Basis = basis
        self.codes: CodeTable | None = codes
        self.faults: tuple[int, ...] = faults

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T | None: ...
    def __get__(self, record: Record | None, owner: type) -> Self | T | None:
        return self if record is None else self.read(record)

    def read(self, record: Mapping[str, Any]) -> T | None:
        """The parsed value of this row in a record, None where it is missing."""
        value = self.parse(record.get(self.key))
        if value is None and self.other_keys:
            others = (self.parse(record.get(key)) for key in self.other_keys)
            return next((other for other in others if other is not None), None)
        return value

    def __set__(self, record: Record, value: object) -> None:
        raise AttributeError(
            f"{self.name} is read from record[{self.key!r}]; change it there if you must"
        )

    def __repr__(self) -> str:
        unit = f", {self.unit}" if self.unit else ""
        return f"<Field {self.name}: {self.key!r}{unit}>"


class Required(Field[T]):
    """A row without which a reply is of no use: it names a thing, or holds the rows of a list."""

    __slots__ = ()

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T: ...
    def __get__(self, record: Record | None, owner: type) -> Self | T:
        if record is None:
            return self
        value = self.read(record)
        if value is None:
            raise self._missing(record, owner)
        return value

    def _missing(self, record: Record, owner: type) -> exceptions.GrowattReplyError:
        held = f"its {self.key!r} is no such value" if self.key in record else f"no {self.key!r}"
        return exceptions.GrowattReplyError(
            f"The reply has no {self.name}: there is {held} in this {owner.__name__}",
            hint="record[...] and record.get(...) show what the server sent",
        )


def row_like(row: Field[Any], kind: type[F], **changed: Any) -> F:
    """A row of this kind that says of its value what another one says, but for what is changed."""
    twin = kind(row.key, row.parse, row.meaning)
    for name in Field.__slots__:
        setattr(twin, name, changed.get(name, getattr(row, name)))
    return twin


def required(row: Field[T]) -> Required[T]:
    """The same row for what every such reply has."""
    twin: Required[T] = row_like(row, Required)
    return twin


class Record(Named, dict[str, Any]):
    """What the server sent, as a dict, with its known values as typed attributes.

    Equal to the plain dict, serialisable like it; keys that nobody knows are kept.
    `fields` maps the names of the attributes to their rows. A field row says `kind=` where it
    differs from the class's own, given as `class MinSettings(Record, kind=Kind.SETTING)`.
    """

    fields: ClassVar[Mapping[str, Field[Any]]] = {}

    age: timedelta | None = None
    """How old the answer was when it was given in place of a new one; None for a new one."""

    def __init_subclass__(cls, *, kind: Kind = Kind.MEASUREMENT, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: row for name, row in vars(cls).items() if isinstance(row, Field)}
        for name, row in own.items():
            if hasattr(Record, name):
                raise TypeError(f"{cls.__name__}.{name} would hide what every record has")
            if row.kind is None:
                row.kind = kind
        inherited: dict[str, Field[Any]] = {}
        for base in reversed(cls.__bases__):
            inherited |= getattr(base, "fields", {})
        cls.fields = {**inherited, **own}

    def to_dict(self) -> dict[str, Any]:
        """The typed values by the names of their attributes, None where one is missing.

        Records inside become such dicts too. Dates and times stay what they are. What the server
        sent under keys that nobody knows is left out: `dict(record)` has it.
        """
        return {name: _as_dicts(row.read(self)) for name, row in self.fields.items()}

    def copy(self) -> Self:
        """The same record once more, with its age."""
        return self._like(self)

    @overload
    def __or__(self, other: dict[str, Any], /) -> Self: ...
    @overload
    def __or__(self, other: dict[K, V], /) -> dict[str | K, Any | V]: ...
    def __or__(self, other: Any, /) -> Any:
        return self._with(self, other) if isinstance(other, dict) else NotImplemented

    @overload
    def __ror__(self, other: dict[str, Any], /) -> Self: ...
    @overload
    def __ror__(self, other: dict[K, V], /) -> dict[str | K, Any | V]: ...
    def __ror__(self, other: Any, /) -> Any:
        return self._with(other, self) if isinstance(other, dict) else NotImplemented

    def _like(self, content: dict[Any, Any]) -> Self:
        twin = type(self)(content)
        vars(twin).update(vars(self))
        return twin

    def _with(self, first: dict[Any, Any], second: dict[Any, Any]) -> Self:
        both = self._like(first)
        both.update(second)
        both.age = oldest(first, second)
        return both

    def _named(self) -> Iterator[tuple[str, Any]]:
        told: set[str] = set()
        for name, row in self.fields.items():
            keys = {row.key, *row.other_keys}
            if keys & self.keys() and (value := row.read(self)) is not None:
                told |= keys
                yield f"{name}=", unless_secret(row.key, value)
        if rest := {key: value for key, value in self.items() if key not in told}:
            yield "", rest


def _as_dicts(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, list):
        return [_as_dicts(inner) for inner in value]
    if isinstance(value, dict):
        return {label: _as_dicts(inner) for label, inner in value.items()}
    return value


# --- the rows, by the sort of value --------------------------------------------------------------


if TYPE_CHECKING:

    class RowOptions(TypedDict, total=False):
        """What every row may say beside key and meaning."""

        kind: Kind | None
        basis: Basis
        other_keys: tuple[str, ...]
        codes: CodeTable | None
        faults: tuple[int, ...]


def number(
    key: str,
    meaning: str,
    *,
    unit: str | None = None,
    precision: int | None = None,
    scale: float = 1,
    missing: tuple[float, ...] = (),
    **more: Unpack[RowOptions],
) -> Field[float]:
    """A number; `scale` turns the vendor's unit into `unit`, `missing` lists what means unknown."""
    parse = parsing.number_parser(unit, scale, missing)
    return Field(key, parse, meaning, unit=unit, precision=precision, **more)


def _quantity(unit: str, precision: int, kind: Kind | None = None) -> Callable[..., Field[float]]:
    def row(key: str, meaning: str, **more: Any) -> Field[float]:
        more.setdefault("kind", kind)
        return number(key, meaning, unit=unit, precision=precision, **more)

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
hours = _quantity("h", 1)
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
    **more: Unpack[RowOptions],
) -> Field[int]:
    """A whole number: a count, bits, or a code that nobody has explained."""
    return Field(key, parsing.integer_parser(missing), meaning, unit=unit, precision=0, **more)


def text(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[str]:
    """A text, without the NUL characters and padding that some devices send."""
    return Field(key, parsing.parse_text, meaning, **more)


def serial_number(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[str]:
    """A text that names a thing for good: a serial number, a model, a firmware version."""
    more.setdefault("kind", Kind.IDENTITY)
    return Field(key, parsing.parse_text, meaning, **more)


def flag(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[bool]:
    """Yes or no, sent as 1 and 0, true and false, or as their texts."""
    return Field(key, parsing.parse_flag, meaning, **more)


def timestamp(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[datetime]:
    """A date and time without a zone; the meaning says whose clock it is."""
    return Field(key, parsing.parse_datetime, meaning, **more)


def day(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[date]:
    """A calendar day."""
    return Field(key, parsing.parse_day, meaning, **more)


def clock(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[time]:
    """A time of day, sent as H:M without leading zeros."""
    return Field(key, parsing.parse_clock, meaning, **more)


def java_date(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[datetime]:
    """The wall clock of a serialised java.util.Date (years from 1900, months from 0)."""
    more.setdefault("kind", Kind.MEASUREMENT)
    return Field(key, parsing.parse_java_date, meaning, **more)


def java_calendar(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[datetime]:
    """The wall clock of a serialised java.util.Calendar."""
    more.setdefault("kind", Kind.MEASUREMENT)
    return Field(key, parsing.parse_java_calendar, meaning, **more)


def raw(key: str, meaning: str, **more: Unpack[RowOptions]) -> Field[Any]:
    """A value as sent: a tree that nobody has described."""
    return Field(key, lambda value: value, meaning, **more)


def nested(key: str, record: type[R], meaning: str, **more: Unpack[RowOptions]) -> Field[R]:
    """An object inside the object, as a record of its own."""

    def parse(value: Any) -> R | None:
        return record(value) if isinstance(value, dict) else None

    return Field(key, parse, meaning, **more)


def rows(
    key: str,
    record: type[R],
    meaning: str,
    *,
    may_be_absent: bool = False,
    **more: Unpack[RowOptions],
) -> Required[Rows[R]]:
    """A list of objects, as records; what is no object is passed over.

    Where the list may be absent, that means that it is empty.
    """

    def parse(value: Any) -> Rows[R] | None:
        if not isinstance(value, list):
            return Rows[R]() if may_be_absent else None
        return Rows(record(row) for row in value if isinstance(row, dict))

    return Required(key, parse, meaning, **more)
