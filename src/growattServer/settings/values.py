"""Kinds of values: what a caller may say, what is sent, and how a reply is read.

Between the two a value is a short text in one spelling ("80", "0.95", "1"), so that what was read,
what is wanted and what was sent can be compared and kept in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from ..arguments import calendar_date, number, quoted, switch, whole
from ..counting import counted
from ..exceptions import GrowattParameterError
from ..parsing import number_parser, parse_clock, parse_datetime, parse_flag


@dataclass(frozen=True)
class Value:
    """One sort of value; `allowed` says in words what a caller may give."""

    unit: str | None = None

    # a moving value goes on by itself after it was set, as a clock does
    moving = False

    @property
    def allowed(self) -> str:
        raise NotImplementedError

    def text(self, name: str, value: Any) -> str:
        """The text of a value that a caller gives; raises GrowattParameterError."""
        text = self._text(value)
        if text is None:
            raise GrowattParameterError(f"{name} must be {self.allowed}, not {quoted(value)}")
        return text

    def _number(self, raw: Any) -> float | None:
        """The number in a reply, which may have its unit behind it."""
        return number_parser(self.unit, 1, ())(raw)

    def _text(self, value: Any) -> str | None:
        raise NotImplementedError

    def read(self, raw: Any) -> str | None:
        """The text of a value in a reply; None where it is missing or cannot be true."""
        raise NotImplementedError

    def knows(self, text: Any) -> bool:
        """Whether it is the text of such a value, in its one spelling."""
        return isinstance(text, str) and self.read(text) == text

    def value(self, text: str) -> Any:
        """The value that a text stands for."""
        raise NotImplementedError

    def words(self, text: str) -> str:
        """The value of a text in words."""
        value = self.value(text)
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value} {self.unit}" if self.unit else str(value)

    def wire(self, text: str) -> str:
        """What is sent for a text."""
        return text

    def at(self, text: str, elapsed: timedelta) -> str:
        """The text of a moving value after some time."""
        return text

    def same(self, now: str, wanted: str) -> bool:
        """Whether what was read is what is wanted."""
        return now == wanted


@dataclass(frozen=True)
class Whole(Value):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 100

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def _text(self, value: Any) -> str | None:
        found = whole(value)
        return None if found is None else self.read(found)

    def read(self, raw: Any) -> str | None:
        found = self._number(raw)
        if found is None or not found.is_integer() or not self.low <= found <= self.high:
            return None
        return str(int(found))

    def value(self, text: str) -> int:
        return int(text)


def percent() -> Whole:
    return Whole("%", 0, 100)


@dataclass(frozen=True)
class Decimal(Value):
    """A number with some decimals; replies carry it as a binary32, so it is rounded."""

    low: float = 0
    high: float = 0
    decimals: int = 1

    @property
    def allowed(self) -> str:
        return (
            f"a number from {self.low:g} to {self.high:g} with at most "
            f"{counted(self.decimals, 'decimal')}"
        )

    def _fits(self, value: float) -> bool:
        return self.low <= value <= self.high

    def _text(self, value: Any) -> str | None:
        found = number(value)
        # what would be rounded away was not meant
        return None if found is None or round(found, self.decimals) != found else self.read(found)

    def read(self, raw: Any) -> str | None:
        found = self._number(raw)
        if found is None or not self._fits(round(found, self.decimals)):
            return None
        return f"{round(found, self.decimals):g}"

    def value(self, text: str) -> float:
        return float(text)


@dataclass(frozen=True)
class PowerFactor(Decimal):
    """-1 to -0.8 (one sign) or 0.8 to 1 (the other)."""

    low: float = -1
    high: float = 1
    decimals: int = 3

    @property
    def allowed(self) -> str:
        return "-1 to -0.8 or 0.8 to 1 with at most 3 decimals"

    def _fits(self, value: float) -> bool:
        return 0.8 <= abs(value) <= 1


@dataclass(frozen=True)
class Switch(Value):
    """True or False, or what else stands for them; `codes` is how off and on are sent."""

    codes: tuple[str, str] = ("0", "1")

    @property
    def allowed(self) -> str:
        return "True or False"

    def _text(self, value: Any) -> str | None:
        is_on = switch(value)
        return None if is_on is None else str(int(is_on))

    def read(self, raw: Any) -> str | None:
        is_on = parse_flag(raw)
        return None if is_on is None else str(int(is_on))

    def value(self, text: str) -> bool:
        return text == "1"

    def wire(self, text: str) -> str:
        return self.codes[int(text)]


@dataclass(frozen=True)
class ReversedSwitch(Switch):
    """A switch whose codes are documented the other way round: 0 is on."""

    def _text(self, value: Any) -> str | None:
        is_on = switch(value)
        return None if is_on is None else str(int(not is_on))

    def value(self, text: str) -> bool:
        return text == "0"


@dataclass(frozen=True)
class Choice(Value):
    """One of a few words or numbers, each with its code."""

    codes: Mapping[str, Any] | None = None

    @property
    def _codes(self) -> Mapping[str, Any]:
        return self.codes or {}

    @property
    def allowed(self) -> str:
        return "one of " + ", ".join(repr(choice) for choice in self._codes.values())

    def _text(self, value: Any) -> str | None:
        wished = value.strip().lower() if isinstance(value, str) else whole(value)
        return next((code for code, choice in self._codes.items() if choice == wished), None)

    def read(self, raw: Any) -> str | None:
        found = number_parser(None, 1, ())(raw)
        code = None if found is None else f"{found:g}"
        return code if code in self._codes else None

    def value(self, text: str) -> Any:
        return self._codes[text]


@dataclass(frozen=True)
class Word(Choice):
    """One of a few words, each with a word of the vendor."""

    def read(self, raw: Any) -> str | None:
        code = raw.strip().lower() if isinstance(raw, str) else None
        return code if code in self._codes else None


@dataclass(frozen=True)
class ClockPart(Whole):
    """The hour or the minute of a time of day that replies show as `H:M`."""

    part: str = "hour"

    def read(self, raw: Any) -> str | None:
        moment = parse_clock(raw)
        return None if moment is None else str(getattr(moment, self.part))

    def knows(self, text: Any) -> bool:
        # its texts are the hour or the minute alone
        return isinstance(text, str) and super().read(text) == text


def hour() -> ClockPart:
    return ClockPart("h", 0, 23, "hour")


def minute() -> ClockPart:
    return ClockPart("min", 0, 59, "minute")


@dataclass(frozen=True)
class DeviceClock(Value):
    """The clock of a device, as date and time or, with `of_day`, as hour and minute only.

    The cloud shows it as old as its last data, which come every five minutes. With `to_minute` it
    is sent without seconds.
    """

    of_day: bool = False
    to_minute: bool = False

    moving = True
    tolerance = timedelta(minutes=6)

    @property
    def allowed(self) -> str:
        return "a datetime without zone, on the clock of the device"

    def _text(self, value: Any) -> str | None:
        # one without a day is pandas' "not a time"
        if not isinstance(value, datetime) or calendar_date(value) is None or value.tzinfo:
            return None
        return self._written(value)

    def _written(self, moment: datetime) -> str:
        # strftime writes the year 1 without its zeros, as nothing reads it
        return f"{moment:%H:%M}" if self.of_day else moment.isoformat(" ", "seconds")

    def read(self, raw: Any) -> str | None:
        moment = parse_datetime(raw)
        if moment is None and self.of_day and (clock := parse_clock(raw)) is not None:
            moment = datetime.combine(datetime.min, clock)
        return None if moment is None else self._written(moment)

    def wire(self, text: str) -> str:
        return text[:16] if self.to_minute else text

    def _moment(self, text: str) -> datetime:
        # any day will do where only the time of day is known, with room on both sides
        return datetime.fromisoformat(f"2000-01-02 {text}" if self.of_day else text)

    def value(self, text: str) -> datetime | time:
        return self._moment(text).time() if self.of_day else self._moment(text)

    def at(self, text: str, elapsed: timedelta) -> str:
        try:
            return self._written(self._moment(text) + elapsed)
        except OverflowError:  # no clock shows that, but a reply may
            return text

    def same(self, now: str, wanted: str) -> bool:
        apart = abs(self._moment(now) - self._moment(wanted))
        if self.of_day:
            apart = min(apart, timedelta(days=1) - apart)
        return apart <= self.tolerance
