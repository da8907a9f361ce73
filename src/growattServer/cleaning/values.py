"""What cleaning gives: a value with its past, its age, and why it was touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from growattServer.fields import Kind, Record

# What is true for a moment only; a sum such as the energy of this month stays true.
MOMENTARY = frozenset({"W", "VA", "V", "A", "mA", "Hz", "°C", "%"})


class Reason(StrEnum):
    """Why a cleaned value is not simply the raw one; `sentence` says it to people."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Reason:
        reason = str.__new__(cls, code)
        reason._value_ = code
        reason.sentence = sentence
        return reason

    OK = "ok", "The raw value is believed."
    NEGATIVE = "negative", "A counter cannot be negative: the last good value is kept."
    ZERO = "zero", "A lifetime counter is never zero: the last good value is kept."
    ROUNDING = "rounding", "It fell by one step of rounding: the higher value is kept."
    FELL = "fell", "A counter cannot fall: the last good value is kept."
    SPIKE = "spike", "More than can have come: the last good value of a counter is kept."
    RESET = "reset", "The counter of the device began anew: the earlier total is added."
    YESTERDAY = "yesterday", "Still the total of yesterday: today has what was counted since."
    RESTARTED = "restarted", "The counter began anew at another time than midnight: set right."
    UNIT = "unit", "It came in another unit, 10 or 1000 times too large or small: converted."
    UNIT_UNCLEAR = "unit unclear", "It may have come in another unit: not shown."
    FROZEN = "frozen", "The readings do not move although they should: not shown."
    STALE = "stale", "The device has not reported for long: not shown."
    LATE = "late", "The record is older than one seen before: counters keep the newer value."
    KEPT = "kept", "The list counts devices and holds none: the known ones are kept."
    FLAG = "flag", "The flag contradicts the age of the record: judged by the age."


class CleanValue(NamedTuple):
    """One value: as sent (parsed), cleaned, why, and how old what is shown is."""

    raw: Any
    value: Any
    reason: Reason
    age: timedelta | None


class CleanRecord(Mapping[str, CleanValue]):
    """The cleaned values of one record, by the names of its attributes.

    `record` is the untouched record, `moment` when it was measured (UTC), `age` how long before
    `at` that was, by the corrected clock. Of a record without a time of its own `moment` is `at`
    and `age` is None: nobody knows it. `reason` says what is wrong with the record as a whole
    (LATE, STALE, FROZEN or OK), `changed` holds only the values with a reason. `clock_error` is
    how far the clock of the record is ahead. `online` is None where nobody gave a moment, or where
    the record has neither a time nor a sign of it.
    `rating_refuted` says that the counters of the device refute the rated power that was given.
    """

    __slots__ = (
        "_seen",
        "age",
        "changed",
        "clock_error",
        "moment",
        "online",
        "rating_refuted",
        "reason",
        "record",
    )

    def __init__(
        self,
        record: Record,
        moment: datetime,
        age: timedelta | None,
        clock_error: timedelta,
        *,
        reason: Reason = Reason.OK,
        online: bool | None = None,
        rating_refuted: bool = False,
        seen: Mapping[str, CleanValue] | None = None,
    ) -> None:
        self.record = record
        self.moment = moment
        self.age = age
        self.clock_error = clock_error
        self.reason = reason
        self.online = online
        self.rating_refuted = rating_refuted
        self._seen = dict(seen or {})
        self.changed: Mapping[str, CleanValue] = self._seen
        if reason is not Reason.OK:
            whole = {name: self[name] for name in self}
            self.changed = {
                name: each for name, each in whole.items() if each.reason is not Reason.OK
            }

    def __getitem__(self, name: str) -> CleanValue:
        if name in self._seen:
            return self._seen[name]
        row = self.record.fields[name]
        raw = row.read(self.record)
        if raw is not None and self.reason is not Reason.OK and row.kind is Kind.MEASUREMENT:
            if self.reason is Reason.LATE:
                return CleanValue(raw, raw, Reason.LATE, self.age)
            if row.unit in MOMENTARY:
                return CleanValue(raw, None, self.reason, self.age)
        return CleanValue(raw, raw, Reason.OK, self.age)

    def __iter__(self) -> Iterator[str]:
        record = self.record
        for name, row in record.fields.items():
            if row.key in record or any(key in record for key in row.other_keys):
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self.record.fields

    def __repr__(self) -> str:
        return f"<CleanRecord of {type(self.record).__name__}, {len(self.changed)} changed>"
