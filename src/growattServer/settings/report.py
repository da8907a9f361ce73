"""What became of a plan, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..exceptions import GrowattError, GrowattSettingError
from .catalogue import Family, State, Texts
from .entry import SETTLES_WITHIN, Entry, Goal, Outcome, Planned


class Status(StrEnum):
    """What became of one value."""

    APPLIED = "applied"
    """It was read back, and it is what is wanted."""
    PENDING = "pending"
    """It was sent, and the old value still shows or nothing was read since."""
    REJECTED = "rejected"
    """The server refused it, or the old value still shows after two minutes."""
    CHANGED_BY_OTHERS = "changed by others"
    """There is a value that is neither the old one nor one that was sent."""
    ACCEPTED = "accepted, cannot be read back"
    """The server took it, and no reply shows it."""
    NOT_SENT = "not sent"
    """It differs, and it was not sent: an earlier write failed, or a plan stopped before."""
    UNKNOWN = "unknown"
    """It was sent, no answer came, and nothing could be read since."""
    KEPT = "kept"
    """It is left as it is: never sent, sent along with its default, or a clock, which goes on."""
    NOT_RESTORED = "not restored"
    """It was sent, and what was there before is not known."""


FINE = frozenset({Status.APPLIED, Status.ACCEPTED, Status.KEPT})
FINAL = FINE | {Status.CHANGED_BY_OTHERS, Status.NOT_RESTORED}
"""What a revert cannot make better by trying again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it was, is wanted to be and is; None where that is unknown or a window off.

    `text` says the same in words.
    """

    name: str
    status: Status
    before: Any
    wanted: Any
    now: Any
    text: str
    changes: bool = True

    @property
    def fine(self) -> bool:
        """Whether it is as it should be, as far as can be known."""
        return self.status in FINE

    def __str__(self) -> str:
        return f"{self.name:<26}{self.status:<19}{self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """The state of all values of a plan; iterating gives its lines.

    `goal` is "apply" or "revert"; `error` is what stopped it; `ends` is when a timed plan is due.
    """

    device_sn: str
    goal: Goal
    lines: tuple[Line, ...]
    error: GrowattError | None = None
    ends: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether every value is as it should be, as far as can be known."""
        return all(line.fine for line in self.lines)

    @property
    def differences(self) -> tuple[Line, ...]:
        """The lines that are not as they should be, or not known to be."""
        return tuple(line for line in self.lines if not line.fine)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)

    def raise_for_differences(self) -> None:
        """Raise GrowattSettingError that names the values unless the report is complete."""
        if not self.complete:
            said = "; ".join(f"{line.name}: {line.status}" for line in self.differences)
            raise GrowattSettingError(
                f"{self.goal} of the settings of {self.device_sn} is not complete ({said})",
                operation="settings",
                retryable=True,
            ) from self.error

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, ready for JSON."""
        return {
            "device_sn": self.device_sn,
            "goal": str(self.goal),
            "complete": self.complete,
            "ends": None if self.ends is None else self.ends.isoformat(),
            "error": None if self.error is None else str(self.error),
            "values": {
                line.name: {"status": str(line.status), "text": line.text} for line in self.lines
            },
        }

    def __str__(self) -> str:
        # what is only kept as it is matters where it is not
        shown = [line for line in self.lines if line.changes or not line.fine]
        count = len(self.differences)
        state = "complete" if self.complete else f"{count} not as wanted, or not known to be"
        rows = [f"{self.goal} on {self.device_sn}: {state}", *(f"  {line}" for line in shown)]
        if self.ends is not None:
            rows.append(f"  until {self.ends:%Y-%m-%d %H:%M} UTC")
        if self.error is not None:
            rows.append(f"  stopped by: {self.error}")
        return "\n".join(rows)


def make_report(
    family: Family,
    entry: Entry,
    state: State,
    now: datetime,
    *,
    foreign: Iterable[str] = (),
    error: GrowattError | None = None,
) -> Report:
    """The report on a plan; what is missing in `state` was not read since it was sent.

    `foreign` names those that are known to be somebody else's work.
    """
    others = frozenset(foreign)
    lines = tuple(
        _line(family, entry, value, state, now, value.name in others)
        for value in entry.values.values()
    )
    ends = entry.ends if entry.goal is Goal.APPLY else None
    return Report(entry.device_sn, entry.goal, lines, error, ends)


def target(family: Family, entry: Entry, value: Planned) -> Texts | None:
    """What a value should be for the goal of its plan; None where it is left alone."""
    if entry.goal is Goal.APPLY:
        return value.wanted
    return value.before if family[value.name].restorable else None


def is_at(family: Family, entry: Entry, value: Planned, texts: Texts, now: datetime) -> bool:
    """Whether what was read is what the goal asks for."""
    row, wanted = family[value.name], target(family, entry, value)
    if wanted is None:
        return False
    return row.same(texts, row.at(wanted, now - entry.created))


def is_ours(family: Family, entry: Entry, value: Planned, texts: Texts) -> bool:
    """Whether a value that was read is the old one or one that this plan knows."""
    known = [*value.sent, *value.also]
    if value.before is not None:
        known.append(value.before)
    if entry.goal is Goal.APPLY:
        known.append(value.wanted)
    return family[value.name].moving or texts in known


def _line(
    family: Family, entry: Entry, value: Planned, state: State, now: datetime, foreign: bool
) -> Line:
    row, wanted = family[value.name], target(family, entry, value)
    texts = state.get(value.name)
    status = (
        Status.CHANGED_BY_OTHERS if foreign else _status(family, entry, value, state, texts, now)
    )
    former = value.before if entry.goal is Goal.APPLY else value.wanted
    text = f"{row.show(former)} -> {row.show(wanted)}" if wanted else row.show(former)
    if texts is not None and status is not Status.APPLIED:
        text += f", now {row.show(texts)}"
    return Line(
        value.name,
        status,
        row.value(value.before),
        row.value(wanted),
        row.value(texts),
        text,
        value.changes,
    )


def _status(
    family: Family,
    entry: Entry,
    value: Planned,
    state: State,
    texts: Texts | None,
    now: datetime,
) -> Status:
    outcome = value.outcome
    if target(family, entry, value) is None:
        is_lost = value.sent and value.wished and family[value.name].restorable
        return Status.NOT_RESTORED if is_lost else Status.KEPT
    if texts is None:
        return _unseen(value, was_read=value.name in state)
    if is_at(family, entry, value, texts, now) and not (
        family[value.name].moving and outcome is Outcome.NOT_SENT
    ):
        return Status.APPLIED
    if not is_ours(family, entry, value, texts):
        return Status.CHANGED_BY_OTHERS
    if outcome is Outcome.REFUSED:
        return Status.REJECTED
    if outcome is Outcome.NOT_SENT or value.sent_at is None:
        return Status.NOT_SENT
    return Status.PENDING if now - value.sent_at < SETTLES_WITHIN else Status.REJECTED


def _unseen(value: Planned, was_read: bool) -> Status:
    """The status of a value that could not be read, or was not."""
    if value.outcome is Outcome.NOT_SENT:
        return Status.NOT_SENT
    if value.outcome is Outcome.REFUSED:
        return Status.REJECTED
    if value.outcome is Outcome.ACCEPTED:
        return Status.ACCEPTED if was_read else Status.PENDING
    return Status.UNKNOWN
