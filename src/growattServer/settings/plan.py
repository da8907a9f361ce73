"""A plan: what differs between a device and what is wanted, and what becomes of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from ..exceptions import GrowattError, GrowattParameterError
from ..operation import long_operation
from ..wire import Flow, Wait
from .entry import Entry, Goal, Phase
from .errors import GrowattJournalError, GrowattPlanBusyError
from .families import family_of
from .journal import Journal
from .reading import Device, State, read_state
from .report import FINAL, Report, Status, make_report
from .sending import Sending, check_settled, drop, foreign_to, let_go, take_over
from .wishes import checked, laid_out, seconds_of, span_of

ApiT = TypeVar("ApiT")
ApiT_co = TypeVar("ApiT_co", covariant=True)

PAUSE_S = 5.0
"""How long `verify(wait=...)` pauses between two readings."""


class Plan(Generic[ApiT]):
    """What a device is to be set to; made by `device.plan({...})`, which sends nothing.

    `str(plan)` is a table of the differences. `apply`, `verify` and `revert` are awaited where the
    device's other methods are.
    """

    def __init__(self, device: Device, api: ApiT, entry: Entry, journal: Journal) -> None:
        self.device = device
        self.api = api
        self.entry = entry
        self.journal = journal
        self.family = family_of(entry.device_type)

    # --- what it says ----------------------------------------------------------------------------

    @property
    def device_sn(self) -> str:
        return self.entry.device_sn

    @property
    def key(self) -> str:
        """The name of the plan in the journal."""
        return self.entry.key

    @property
    def ends(self) -> datetime | None:
        """When a timed plan is to be reverted, in UTC; None before it is applied."""
        return self.entry.ends

    @property
    def is_due(self) -> bool:
        """Whether the time of a timed plan is over, and it has not been reverted yet."""
        ends = self.entry.ends
        return ends is not None and not self.entry.closed and ends <= self.journal.now()

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.entry.closed

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """The settings that differ, as pairs of what was there and what is wanted.

        None is a value that cannot be read, or a window that is off.
        """
        return {
            value.name: (
                self.family[value.name].value(value.before),
                self.family[value.name].value(value.wanted),
            )
            for value in self.entry.values.values()
            if value.changes
        }

    @property
    def writes(self) -> int:
        """How many writes it takes at most, if nobody has changed anything since."""
        before = {value.name: value.before for value in self.entry.values.values()}
        return len(Sending(self, before, frozenset()).steps())

    def __str__(self) -> str:
        name = f"{self.family.name} {self.device_sn}"
        count = len(self.changes)
        if not count:
            return f"{name}: no differences"
        rows = [f"{name}: {count} difference(s), at most {self.writes} write(s)"]
        for value in self.entry.values.values():
            if value.changes:
                row = self.family[value.name]
                shown = f"{row.show(value.before)} -> {row.show(value.wanted)}"
                blind = "" if row.readable else "  (no reply shows it)"
                rows.append(f"  {value.name:<26}{shown}{blind}")
        if self.entry.lasts is not None:
            rows.append(f"  for {self.entry.lasts}, then as it was")
        return "\n".join(rows)

    def __repr__(self) -> str:
        return f"<Plan {self.key} for {self.device_sn}: {self.entry.goal}, {self.entry.phase}>"

    def __eq__(self, other: object) -> bool:
        """Whether it is a plan of the same values for the same device."""
        if not isinstance(other, Plan):
            return NotImplemented
        mine, theirs = self.entry, other.entry
        return (mine.server, mine.device_sn, mine.lasts, mine.values) == (
            theirs.server,
            theirs.device_sn,
            theirs.lasts,
            theirs.values,
        )

    __hash__ = None  # type: ignore[assignment]  # it changes while it is applied

    # --- what it does ----------------------------------------------------------------------------

    @long_operation
    def apply(self) -> Flow[Report]:
        """Send what differs; the report says which values were accepted and where it stopped.

        The device is read first, and the journal keeps what was there. If somebody else has changed
        one of the values since the plan was made, nothing is sent. Calling it again after it
        stopped sends only what still differs. Errors before the first write are raised, later ones
        are in the report, a deadline (`timeout`) that passes among them.
        """
        with self.journal.alone(self.device_sn):
            self._refresh()
            self._check_open()
            state = yield from self._read()
            kept = deepcopy(self.entry)
            try:
                return (yield from self._send(state))
            except GrowattError:
                # nothing was sent, and what the journal knows is read again
                self.entry = kept
                raise

    @long_operation
    def verify(self, wait: timedelta | None = None) -> Flow[Report]:
        """Read back, and say for each value what became of it.

        The cloud shows a change 3 to 90 seconds late; with `wait` it is read again, every five
        seconds and at most that long, until nothing is pending. Where a later reading fails, the
        report is that of the one before, with the error.
        """
        seconds = seconds_of(wait)
        self._refresh()
        return (yield from self._settled((yield from self._read()), seconds))

    @long_operation
    def revert(self, *, overwrite: bool = False, wait: timedelta | None = None) -> Flow[Report]:
        """Restore what was there before the plan, and read it back as `verify(wait)` does.

        What somebody else has changed since is left alone unless `overwrite` is True. A revert is
        counted in the budget of writes, and never refused for it. Errors before the first write are
        raised, later ones are in the report.
        """
        seconds = seconds_of(wait)
        with self.journal.alone(self.device_sn):
            self._refresh()
            state = yield from self._read()
            let_go(self)
            is_reverted = self.entry.goal is Goal.REVERT and self.entry.closed
            if is_reverted or self.entry.phase in (Phase.PLANNED, Phase.CLOSED):
                # nothing of it is in force, so there is nothing to take back
                return self._nothing_to_revert(state)
            self.entry.head_for(Goal.REVERT)
            foreign = frozenset[str]() if overwrite else foreign_to(self, state)
            sending = Sending(self, state, foreign)
            steps = sending.steps()
            self.journal.save(self.entry)
            report = yield from sending.run(steps)
        if report.error is not None:
            return report
        try:
            state = yield from self._read()
        except GrowattError as error:
            return replace(report, error=error)
        return (yield from self._settled(state, seconds))

    def dismiss(self) -> None:
        """Close the plan as it stands: it is no longer unfinished, due or to be reverted."""
        with self.journal.alone(self.device_sn):
            self._refresh()
            self.entry.phase = Phase.CLOSED
            self.journal.save(self.entry)

    # --- the steps of the above ------------------------------------------------------------------

    def _read(self) -> Flow[State]:
        return read_state(self.device, self.family, self.entry.values)

    def _refresh(self) -> None:
        """Another process may have gone on with the plan."""
        self.entry = self.journal.load(self.entry) or self.entry

    def _check_open(self) -> None:
        if self.entry.phase is Phase.CLOSED or self.entry.goal is Goal.REVERT:
            raise GrowattParameterError("this plan was reverted or dismissed; make a new one")
        if self.is_due:
            raise GrowattParameterError(f"the time of this plan was over at {self.ends}; revert it")

    def _send(self, state: State) -> Flow[Report]:
        """Send what differs from this state; raises only while nothing was sent."""
        foreign = foreign_to(self, state)
        if foreign:
            return Sending(self, state, foreign).report()
        is_first = self.entry.phase is Phase.PLANNED
        dropped = []
        if is_first:
            check_settled(self, state)
            self._take_snapshot(state)
            dropped = take_over(self, state)
        sending = Sending(self, state, foreign)
        steps = sending.steps()
        if is_first and not steps and not dropped:
            return sending.report()
        self._check_budget(len(steps))
        self._begin(Goal.APPLY)
        drop(self, dropped)
        return (yield from sending.run(steps))

    def _take_snapshot(self, state: State) -> None:
        for value in self.entry.values.values():
            value.before = state.get(value.name) or value.before

    def _check_budget(self, count: int) -> None:
        # what ends by itself must be able to end
        needed = count if self.entry.lasts is None else 2 * count
        if needed:
            self.journal.check_budget(self.device_sn, needed)

    def _begin(self, goal: Goal) -> None:
        if self.entry.phase is Phase.PLANNED:
            self.journal.tidy(self.device_sn)
            if self.entry.lasts is not None:
                self.entry.ends = self.journal.now() + self.entry.lasts
        self.entry.head_for(goal)
        self.journal.save(self.entry)

    def _nothing_to_revert(self, state: State) -> Report:
        if self.entry.phase is Phase.PLANNED:
            self.entry.goal, self.entry.phase = Goal.REVERT, Phase.CLOSED
        return self._judged(state)

    def _judged(self, state: State) -> Report:
        return make_report(self.family, self.entry, state, self.journal.now())

    def _settled(self, state: State, seconds: float) -> Flow[Report]:
        """The report on this state, or on one that is read within so many seconds."""
        report = self._judged(state)
        while seconds > 0 and any(line.status is Status.PENDING for line in report):
            pause = min(PAUSE_S, seconds)
            yield Wait(pause)
            seconds -= pause
            try:
                report = self._judged((yield from self._read()))
            except GrowattError as error:
                return replace(report, error=error)
        try:
            self._conclude(report)
        except GrowattPlanBusyError:
            pass  # another plan is being sent: the next verify of this one will note it
        except GrowattJournalError as error:
            return replace(report, error=error)
        return report

    def _conclude(self, report: Report) -> None:
        """Note in the journal that the goal was reached, if it was, and if nobody has gone on."""
        if self.entry.phase not in (Phase.SENDING, Phase.SENT, Phase.STOPPED):
            return
        is_revert = self.entry.goal is Goal.REVERT
        if not all(line.status in FINAL if is_revert else line.fine for line in report):
            return
        with self.journal.alone(self.device_sn):
            before = (self.entry.goal, self.entry.phase)
            self._refresh()
            if (self.entry.goal, self.entry.phase) == before:
                self.entry.phase = Phase.PROVED
                self.journal.save(self.entry)


def make_plan(
    device: Device,
    api: ApiT,
    wishes: Mapping[str, Any],
    *,
    for_: timedelta | None,
    allow_dangerous: bool,
    journal: Journal | None,
) -> Flow[Plan[ApiT]]:
    """The flow behind `device.plan`: wishes are checked, then the device is read."""
    family = family_of(device.DEVICE_TYPE_ID)
    texts, schedule = checked(family, wishes, allow_dangerous)
    lasts = span_of(for_)
    journal = journal if journal is not None else Journal()
    state = yield from read_state(device, family, texts)
    now = journal.now()
    entry = Entry(
        key=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
        server=server_of(api),
        device_type=family.device_type,
        device_sn=device.device_sn,
        created=now,
        values=laid_out(family, texts, schedule, state),
        lasts=lasts,
    )
    return Plan(device, api, entry, journal)


def server_of(api: object) -> str:
    """Host and port of the server behind an api, which is where a serial number is known."""
    parts = urlsplit(cast(Any, api).api_url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
