"""A cleaned counter never falls, and never runs ahead of its partner.

Every cleaner is watched, whoever made it. A lifetime total is never lower than it was shown before.
A counter of the day is no more than its total has counted since the end of the day before, where
that total is believed: one that is held bears no witness, and to one that began anew on that day
what came in between is lost. A day may be set right when its total refutes it, so it may fall.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from growattServer.cleaning import Cleaner, CleanRecord, Reason
from growattServer.cleaning.plan import plan_of
from growattServer.fields import Record

from .findings import look_on, note

NAME = "cleaned"
# counters come in steps of 0.1 kWh, and what looks like a small beginning is believed
_SPARE_KWH = 0.8
_FLOAT32 = 1e-3
_BELIEVED = frozenset({Reason.OK, Reason.ROUNDING, Reason.RESET})


@dataclass
class _Shown:
    """What a cleaner has shown: totals, why, where they stood when the day began; raw values."""

    totals: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    ended: dict[str, float] = field(default_factory=dict)


_shown: WeakKeyDictionary[Cleaner, _Shown] = WeakKeyDictionary()


def watch() -> None:
    """Look at what every cleaner gives."""
    look_on(Cleaner, "clean", _cleaned)
    look_on(Cleaner, "from_dict", _went_on)


def _went_on(from_dict: Any, cleaner: Cleaner, stored: Mapping[str, Any]) -> None:
    from_dict(cleaner, stored)
    totals = {name: state["value"] for name, state in stored["lifetimes"].items()}
    _shown[cleaner] = _Shown(totals)


def _cleaned(
    clean: Any, cleaner: Cleaner, record: Record, at: datetime | None = None
) -> CleanRecord:
    result: CleanRecord = clean(cleaner, record, at)
    check(cleaner, result, at)
    return result


def check(cleaner: Cleaner, result: CleanRecord, at: datetime | None = None) -> None:
    """Compare what is shown with what this cleaner has shown before."""
    known = _shown.get(cleaner)
    if known is None:
        known = _shown[cleaner] = _Shown()
    record, changed, source = result.record, result.changed, type(result.record).__name__
    plan = plan_of(type(record))
    day = result.moment.astimezone(cleaner.timezone).date()
    if day != known.day and result.reason is not Reason.LATE:
        known.day, known.ended = day, dict(known.totals) if known.day else {}
        for daily in plan.dailies:
            known.raw.pop(daily.name, None)
    totals, reasons, held = known.totals, known.reasons, set[str]()
    for total in plan.lifetimes:
        name = total.name
        if name in changed:
            _, value, reason, _ = changed[name]
        else:
            raw = record.get(total.sole_key)
            if raw is not None and known.raw.get(name) == raw:
                continue  # most totals rest most of the time
            value, reason = total.read(record), Reason.OK
            known.raw[name] = raw
        if value is None:
            held.add(name)
            continue
        if name in changed:
            known.raw.pop(name, None)
        before = totals.get(name)
        if before is not None and value < before - _FLOAT32:
            note(NAME, f"{source}.{name} falls from {before} to {value} at {result.moment}")
        if reason is Reason.RESET is not reasons.get(name):
            known.ended.pop(name, None)
        totals[name], reasons[name] = value, reason
        if reason not in _BELIEVED:
            held.add(name)
    if result.reason is Reason.LATE or (at and at.astimezone(cleaner.timezone).date() != day):
        return  # nothing of today
    for daily in plan.dailies:
        total_then = known.ended.get(daily.partner)
        if total_then is None or not daily.energy or daily.partner in held:
            continue
        risen = totals[daily.partner] - total_then
        raw = record.get(daily.sole_key)
        if daily.name in changed:
            value = changed[daily.name].value
        elif raw is not None and known.raw.get(daily.name) == raw:
            continue  # it was right when its total had counted less
        else:
            value, known.raw[daily.name] = daily.read(record), raw
        if value is not None and value > risen + _SPARE_KWH:
            note(
                NAME,
                f"{source}.{daily.name} is {value} of {day} at {result.moment}, and its total has "
                f"risen by {risen:.1f} since the end of the day before",
            )
