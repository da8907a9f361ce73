"""What the journal keeps of a plan: what was there, what is wanted, what was sent and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from ..etiquette.pacing import elapsed, is_within
from .catalogue import Texts
from .families import BY_KEY

FORMAT = 1
SETTLES_WITHIN = timedelta(seconds=120)
"""After this time the cloud has shown what the device took; 3 to 90 seconds were seen."""


def is_past(moment: datetime, now: datetime) -> bool:
    """Whether a moment is not of a clock that has been put back since."""
    return elapsed(moment.timestamp(), now.timestamp()) is not None


def is_recent(sent_at: datetime, now: datetime) -> bool:
    """Whether it was sent so lately that a reading may not show it; in the future it was not."""
    seconds = SETTLES_WITHIN.total_seconds()
    return is_within(seconds, sent_at.timestamp(), now.timestamp())


class Goal(StrEnum):
    """Where a plan is heading."""

    APPLY = "apply"
    REVERT = "revert"


class Phase(StrEnum):
    """How far a plan has come on the way to its goal."""

    PLANNED = "planned"
    SENDING = "sending"
    STOPPED = "stopped"
    SENT = "sent"
    PROVED = "proved"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of the last time that a value was sent for the present goal."""

    NOT_SENT = "not sent"
    ON_ITS_WAY = "on its way"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass
class Planned:
    """One setting of a plan; `wished` is False for what is only kept as it is.

    `sent` holds every value that this plan may have given to the device, `also` what it may have
    changed along: none of these was someone else. `taken_from` has the keys of timed plans that
    this one has taken the value over from. `found` is what was there when the plan began to be
    reverted. `heard` says that the server got what was sent last, `reason` what it had against it.
    """

    name: str
    before: Texts | None
    wanted: Texts
    wished: bool = True
    sent: list[Texts] = field(default_factory=list)
    also: list[Texts] = field(default_factory=list)
    outcome: Outcome = Outcome.NOT_SENT
    sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    taken_from: list[str] = field(default_factory=list)
    found: Texts | None = None
    heard: bool = False
    reason: str | None = None

    def note_sent(self, texts: Texts, now: datetime) -> None:
        """Remember that these texts are about to be sent."""
        self.sent = [*(one for one in self.sent if one != texts), texts]
        self.outcome, self.sent_at, self.last_sent_at = Outcome.ON_ITS_WAY, now, now
        self.heard, self.reason = False, None

    @property
    def was_sent(self) -> bool | None:
        """Whether it was sent for the present goal; None where no answer tells."""
        if self.outcome is Outcome.NOT_SENT:
            return False
        return True if self.heard else None

    def former(self, goal: Goal) -> Texts | None:
        """What was there on the way to this goal before anything was sent."""
        if goal is Goal.APPLY:
            return self.before
        # where nothing else is known, or shows yet, it is what the plan has sent
        sent = [texts for texts in self.sent if texts != self.before]
        if self.found is not None and self.found != self.before:
            return self.found
        return sent[-1] if sent else self.before

    def may_arrive(self, now: datetime) -> Texts | None:
        """What was sent a moment ago, so that a reading may not show it yet."""
        if self.last_sent_at is None or not self.sent or self.outcome is Outcome.REFUSED:
            return None
        return self.sent[-1] if is_recent(self.last_sent_at, now) else None

    @property
    def changes(self) -> bool:
        """Whether it is wanted to be anything else than it was."""
        return self.before != self.wanted

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "before": self.before,
            "wanted": self.wanted,
            "wished": self.wished,
            "sent": self.sent,
            "also": self.also,
            "outcome": self.outcome,
            "sent_at": _text(self.sent_at),
            "last_sent_at": _text(self.last_sent_at),
            "taken_from": self.taken_from,
            "found": self.found,
            "heard": self.heard,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Planned:
        outcome, found = Outcome(row["outcome"]), row.get("found")
        return cls(
            name=row["name"],
            before=None if row["before"] is None else tuple(row["before"]),
            wanted=tuple(row["wanted"]),
            wished=row["wished"],
            sent=[tuple(texts) for texts in row["sent"]],
            also=[tuple(texts) for texts in row["also"]],
            outcome=outcome,
            sent_at=_moment(row["sent_at"]),
            last_sent_at=_moment(row["last_sent_at"]),
            taken_from=list(row["taken_from"]),
            found=None if found is None else tuple(found),
            # plans of earlier releases tell it by their outcome alone
            heard=row.get("heard", outcome in (Outcome.ACCEPTED, Outcome.REFUSED)),
            reason=row.get("reason"),
        )


@dataclass
class Entry:
    """A plan as the journal keeps it; all times are in UTC."""

    key: str
    server: str
    device_type: int | str
    device_sn: str
    created: datetime
    values: dict[str, Planned]
    lasts: timedelta | None = None
    ends: datetime | None = None
    goal: Goal = Goal.APPLY
    phase: Phase = Phase.PLANNED

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do, ever."""
        if self.phase is Phase.PROVED:
            return self.goal is Goal.REVERT or self.lasts is None
        return self.phase is Phase.CLOSED

    def age(self, now: datetime) -> timedelta:
        """The time since the plan was made, none where a clock has been put back since."""
        return timedelta(seconds=elapsed(self.created.timestamp(), now.timestamp()) or 0.0)

    def is_ahead(self, now: datetime) -> bool:
        """Whether its time began in the future: the clock has been put back since."""
        if self.lasts is None or self.ends is None or self.closed:
            return False
        return not is_past(self.ends - self.lasts, now)

    def head_for(self, goal: Goal) -> None:
        """Begin, or begin again, on the way to a goal."""
        if goal is not self.goal:
            for value in self.values.values():
                if value.outcome is Outcome.REFUSED:
                    # it cannot arrive any more
                    value.last_sent_at = None
                value.outcome, value.sent_at = Outcome.NOT_SENT, None
                value.heard, value.reason = False, None
        self.goal, self.phase = goal, Phase.SENDING

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "key": self.key,
            "server": self.server,
            "device_type": self.device_type,
            "device_sn": self.device_sn,
            "created": _text(self.created),
            "lasts": None if self.lasts is None else self.lasts.total_seconds(),
            "ends": _text(self.ends),
            "goal": self.goal,
            "phase": self.phase,
            "values": [value.to_json() for value in self.values.values()],
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Entry:
        """The entry of a file; ValueError and its like for what only damage can have written."""
        if row["format"] != FORMAT:
            raise ValueError(f"format {row['format']} of the journal is not known")
        values = [Planned.from_json(value) for value in row["values"]]
        created = _moment(row["created"])
        if created is None:
            raise ValueError("no moment of creation")
        entry = cls(
            key=row["key"],
            server=row["server"],
            device_type=row["device_type"],
            device_sn=row["device_sn"],
            created=created,
            values={value.name: value for value in values},
            lasts=None if row["lasts"] is None else timedelta(seconds=row["lasts"]),
            ends=_moment(row["ends"]),
            goal=Goal(row["goal"]),
            phase=Phase(row["phase"]),
        )
        _check(entry)
        return entry


def _check(entry: Entry) -> None:
    """Raise ValueError for what a plan cannot hold: from here it would go to the device."""
    names = (entry.key, entry.server, entry.device_sn)
    if type(entry.device_type) not in (int, str) or not all(
        isinstance(name, str) for name in names
    ):
        raise ValueError("the plan does not say whose it is")
    family = BY_KEY[entry.device_type]
    for value in entry.values.values():
        seen = [value.wanted, *value.sent, *value.also]
        seen += [texts for texts in (value.before, value.found) if texts is not None]
        if not all(family[value.name].knows(texts) for texts in seen):
            raise ValueError(f"{value.name} has no such value")
        if not isinstance(value.wished, bool):
            raise ValueError(f"{value.name} does not say whether it was wished")
        if not isinstance(value.heard, bool) or not isinstance(value.reason, str | None):
            raise ValueError(f"{value.name} has an answer of the wrong type")
        if not all(isinstance(key, str) for key in value.taken_from):
            raise ValueError(f"{value.name} comes from no plan")
    if entry.lasts is not None and entry.lasts <= timedelta(0):
        raise ValueError("the plan has no duration")


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
