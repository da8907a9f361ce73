"""What became of a plan, value by value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..counting import counted
from ..exceptions import GrowattError, GrowattSettingError
from .catalogue import Family, State, Texts
from .entry import Entry, Goal, Outcome, Planned, is_recent
from .needs import Need


class Status(StrEnum):
    """What became of one value."""

    APPLIED = "applied"
    """It was sent and read back, and it is what is wanted."""
    ALREADY_SO = "already so"
    """It is what is wanted, and this plan did not send it."""
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


FINE = frozenset({Status.APPLIED, Status.ALREADY_SO, Status.ACCEPTED, Status.KEPT})
FINAL = FINE | {Status.CHANGED_BY_OTHERS, Status.NOT_RESTORED}
"""What a revert cannot make better by trying again."""


_UNSENT = frozenset({Status.ALREADY_SO, Status.NOT_SENT, Status.KEPT})
"""What says by itself that nothing was sent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it was, is wanted to be and is; None where that is unknown or a window off.

    `before` is what was there on the way to the goal of the report: of a revert what the plan had
    made of it. `sent` is None where no answer tells whether it came to the server, and `reason`
    what the server said when it refused. `words` are the three values in words.
    """

    name: str
    status: Status
    before: Any
    wanted: Any
    now: Any
    words: tuple[str, str, str]
    changes: bool = True
    sent: bool | None = False
    reason: str | None = None
    is_window: bool = False

    @property
    def text(self) -> str:
        """The values in words."""
        former, wanted, now = self.words
        is_left = self.status is Status.ALREADY_SO or wanted == "unknown"
        text = former if is_left else f"{former} -> {wanted}"
        is_told = self.status in (Status.APPLIED, Status.ALREADY_SO) or now == "unknown"
        return text if is_told else f"{text}, now {now}"

    @property
    def result(self) -> str:
        """What came of it in words: whether it was sent, its status, and the server's reason."""
        said = str(self.status)
        if self.sent is not False:
            said = f"{'sent' if self.sent else 'perhaps sent'}, {said}"
        elif self.status not in _UNSENT:
            said = f"not sent, {said}"
        return f"{said}: {self.reason}" if self.reason else said

    @property
    def fine(self) -> bool:
        """Whether it is as it should be, as far as can be known."""
        return self.status in FINE

    def __str__(self) -> str:
        return f"{self.name:<25} {self.result:<19} {self.text}"


@dataclass(frozen=True, slots=True)
class Report:
    """The state of all values of a plan; iterating gives its lines.

    `goal` is "apply" or "revert"; `error` is what stopped it; `ends` is when a timed plan is due.
    `writes` is how many were sent for it, or perhaps sent; of a dry run how many it takes at most.
    `needs` are settings that keep windows from doing anything, though they are in force.
    """

    device_sn: str
    goal: Goal
    lines: tuple[Line, ...]
    error: GrowattError | None = None
    ends: datetime | None = None
    writes: int = 0
    dry_run: bool = False
    needs: tuple[Need, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every value is as it should be, as far as can be known."""
        return all(line.fine for line in self.lines)

    @property
    def differences(self) -> tuple[Line, ...]:
        """The lines that are not as they should be, or not known to be."""
        return tuple(line for line in self.lines if not line.fine)

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that matter: what is only kept as it is does where it is not."""
        return tuple(line for line in self.lines if line.changes or not line.fine)

    @property
    def headline(self) -> str:
        """The whole of it in a line."""
        state = f"{len(self.differences)} not as wanted, or not known to be"
        if self.dry_run:
            state = f"at most {counted(self.writes, 'write')}"
        elif self.complete:
            state = "complete"
        return f"{self.goal} on {self.device_sn}: {state}"

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)

    def raise_for_differences(self) -> None:
        """Raise GrowattSettingError that names the values unless the report is complete."""
        if not self.complete:
            said = "; ".join(
                f"{line.name}: {line.status}{f', {line.reason}' if line.reason else ''}"
                for line in self.differences
            )
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
            "writes": self.writes,
            "needs": [need.as_dict() for need in self.needs],
            "values": {
                line.name: {
                    "status": str(line.status),
                    "sent": line.sent,
                    "reason": line.reason,
                    "from": _plain(line.before),
                    "to": _plain(line.wanted),
                    "now": _plain(line.now),
                    "text": line.text,
                }
                for line in self.lines
            },
        }

    def __str__(self) -> str:
        rows = [self.headline, *(f"  {line}" for line in self.shown)]
        if self.writes and not self.dry_run:
            rows.append(f"  {counted(self.writes, 'write')} sent")
        rows += [f"  in force, but {need}" for need in self.needs]
        if self.ends is not None:
            rows.append(f"  until {self.ends:%Y-%m-%d %H:%M} UTC")
        if self.error is not None:
            rows.append(f"  stopped by: {self.error}")
        return "\n".join(rows)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def make_report(
    family: Family,
    entry: Entry,
    state: State,
    now: datetime,
    *,
    foreign: Iterable[str] = (),
    error: GrowattError | None = None,
    writes: int = 0,
    coming: Collection[str] | None = None,
) -> Report:
    """The report on a plan; what is missing in `state` was not read since it was sent.

    `foreign` names those that are known to be somebody else's work. Of a dry run `coming` are those
    that would be sent.
    """
    known = dict.fromkeys(foreign, Status.CHANGED_BY_OTHERS)
    known |= dict.fromkeys(coming or (), Status.NOT_SENT)
    lines = tuple(
        _line(family, entry, value, state, now, known.get(value.name))
        for value in entry.values.values()
    )
    ends = entry.ends if entry.goal is Goal.APPLY else None
    return Report(entry.device_sn, entry.goal, lines, error, ends, writes, coming is not None)


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
    return row.same(texts, row.at(wanted, entry.age(now)))


def is_ours(family: Family, entry: Entry, value: Planned, texts: Texts) -> bool:
    """Whether a value that was read is the old one or one that this plan knows."""
    known = [*value.sent, *value.also]
    if value.before is not None:
        known.append(value.before)
    if entry.goal is Goal.APPLY:
        known.append(value.wanted)
    row = family[value.name]
    return row.moving or any(row.same(texts, one) for one in known)


def _line(
    family: Family,
    entry: Entry,
    value: Planned,
    state: State,
    now: datetime,
    known: Status | None,
) -> Line:
    row, wanted = family[value.name], target(family, entry, value)
    texts = state.get(value.name)
    status = known or _status(family, entry, value, state, texts, now)
    # what is so without this plan has not been changed by it
    former = texts if status is Status.ALREADY_SO else value.former(entry.goal)
    return Line(
        value.name,
        status,
        row.value(former),
        row.value(wanted),
        row.value(texts),
        (row.show(former), row.show(wanted), row.show(texts)),
        value.changes,
        value.was_sent,
        None if status in FINE else value.reason,
        row.of_schedule,
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
        return Status.ALREADY_SO if outcome is Outcome.NOT_SENT else Status.APPLIED
    if not is_ours(family, entry, value, texts):
        return Status.CHANGED_BY_OTHERS
    if outcome is Outcome.REFUSED:
        return Status.REJECTED
    if outcome is Outcome.NOT_SENT or value.sent_at is None:
        return Status.NOT_SENT
    return Status.PENDING if is_recent(value.sent_at, now) else Status.REJECTED


def _unseen(value: Planned, was_read: bool) -> Status:
    """The status of a value that could not be read, or was not."""
    if value.outcome is Outcome.NOT_SENT:
        return Status.NOT_SENT
    if value.outcome is Outcome.REFUSED:
        return Status.REJECTED
    if value.outcome is Outcome.ACCEPTED:
        return Status.ACCEPTED if was_read else Status.PENDING
    return Status.UNKNOWN
