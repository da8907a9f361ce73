"""A plan: what differs between a device and what is wanted, and what becomes of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from growattServer.counting import counted

from ..exceptions import GrowattError, GrowattParameterError
from ..operation import long_operation
from ..wire import Flow, Wait, work
from .entry import Entry, Goal, Phase
from .errors import GrowattJournalError, GrowattPlanBusyError
from .families import family_of
from .journal import Journal, holding
from .reading import Device, State, read_state
from .report import FINAL, Report, Status, make_report
from .requirements import Need, needs_with
from .sending import (
    Sending,
    check_settled,
    drop,
    foreign_to,
    let_go,
    others_of,
    take_over,
    taken_over,
)
from .wishes import Wishes, checked, laid_out, level_of, seconds_of, span_of

ApiT = TypeVar("ApiT")
ApiT_co = TypeVar("ApiT_co", covariant=True)
R = TypeVar("R")

PAUSE_S = 5.0
"""How long `verify(wait=...)` pauses between two readings."""


class Plan(Generic[ApiT]):
    """What a device is to be set to; made by `device.plan({...})`, which sends nothing.

    `str(plan)` is a table of the differences. `apply`, `verify` and `revert` are awaited where the
    device's other methods are.
    """

    def __init__(
        self,
        device: Device,
        api: ApiT,
        entry: Entry,
        journal: Journal,
        wishes: Wishes | None = None,
        present: State | None = None,
    ) -> None:
        self.device = device
        self.api = api
        self.entry = entry
        self.journal = journal
        self.family = family_of(entry.device_type)
        self._wishes = wishes
        # the last reading of the device, which is more than the values of the plan
        self._present = present or {}

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
    def in_force(self) -> bool:
        """Whether something of it may have come to the device, and was not taken back."""
        is_reverted = self.entry.goal is Goal.REVERT and self.entry.closed
        return not is_reverted and self.entry.phase not in (Phase.PLANNED, Phase.CLOSED)

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

    @property
    def needs(self) -> tuple[Need, ...]:
        """Settings that keep windows of the schedule from doing anything, also when all is sent.

        Of a plan without a schedule those that it sets itself. Levels where charging or discharging
        stops are compared with the `soc` that `device.plan` was given. A plan from the journal
        knows them after `verify`.
        """
        return self._needs(frozenset())

    def with_needed(self, *settings: str) -> Plan[ApiT]:
        """The same plan with what its needs offer, or only these settings; reads nothing."""
        if self._wishes is None or self.entry.phase is not Phase.PLANNED:
            raise GrowattParameterError("this plan is under way; make a new one")
        offers = {
            need.setting: need.offer
            for need in self.needs
            if need.offer is not None and (not settings or need.setting in settings)
        }
        texts, _ = checked(self.family, offers, False) if offers else ({}, None)
        wishes = replace(self._wishes, texts={**self._wishes.texts, **texts})
        return _new_plan(
            self.device, self.api, wishes, self._present, self.journal, self.entry.lasts
        )

    def __str__(self) -> str:
        name = f"{self.family.name} {self.device_sn}"
        count = len(self.changes)
        if not count:
            return "\n".join([f"{name}: no differences", *(f"  but {need}" for need in self.needs)])
        writes = counted(self.writes, "write")
        rows = [f"{name}: {counted(count, 'difference')}, at most {writes}"]
        for value in self.entry.values.values():
            if value.changes:
                row = self.family[value.name]
                shown = f"{row.show(value.before)} -> {row.show(value.wanted)}"
                blind = "" if row.readable else "  (no reply shows it)"
                rows.append(f"  {value.name:<26}{shown}{blind}")
        if self.entry.lasts is not None:
            rows.append(f"  for {self.entry.lasts}, then as it was")
        rows += [f"  but {need}" for need in self.needs]
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
        return (yield from self._alone(self._apply()))

    @long_operation
    def verify(self, wait: timedelta | None = None) -> Flow[Report]:
        """Read back, and say for each value what became of it.

        The cloud shows a change 3 to 90 seconds late; with `wait` it is read again, every five
        seconds and at most that long, until nothing is pending. Where a later reading fails, the
        report is that of the one before, with the error.
        """
        seconds = seconds_of(wait)
        yield from self._refreshed()
        return (yield from self._settled((yield from self._read()), seconds))

    @long_operation
    def revert(
        self,
        *,
        overwrite: bool = False,
        wait: timedelta | None = None,
        dry_run: bool = False,
    ) -> Flow[Report]:
        """Restore what was there before the plan, and read it back as `verify(wait)` does.

        What somebody else has changed since is left alone unless `overwrite` is True. A revert is
        counted in the budget of writes, and never refused for it. Errors before the first write are
        raised, later ones are in the report. A `dry_run` reads, sends nothing, and reports what
        differs as not sent.
        """
        seconds = seconds_of(wait)
        if dry_run:
            return (yield from self._preview_revert(overwrite))
        report, is_sent = yield from self._alone(self._revert(overwrite=overwrite))
        if report.error is not None or not is_sent:
            return report
        try:
            state = yield from self._read()
        except GrowattError as error:
            return replace(report, error=error)
        proof = yield from self._settled(state, seconds)
        return replace(proof, writes=report.writes)

    def dismiss(self) -> None:
        """Close the plan as it stands: it is no longer unfinished, due or to be reverted."""
        with self.journal.alone(self.device_sn):
            self._refresh()
            self.entry.phase = Phase.CLOSED
            self.journal.save(self.entry)

    def keep_time(self) -> None:
        """Have a plan that a clock which was ahead has begun last no longer than it should.

        `revert_due` does so. While another plan is sent to the device, nothing is done.
        """
        now = self.journal.now()
        if not self.entry.is_ahead(now):
            return
        with suppress(GrowattPlanBusyError), self.journal.alone(self.device_sn):
            self._refresh()
            if self.entry.is_ahead(now) and self.entry.lasts is not None:
                self.entry.ends = now + self.entry.lasts
                self.journal.save(self.entry)

    # --- the steps of the above ------------------------------------------------------------------

    def _alone(self, flow: Flow[R]) -> Flow[R]:
        return holding(self.journal.lock_of(self.device_sn), flow)

    def _apply(self) -> Flow[Report]:
        yield from self._refreshed()
        self._check_open()
        state = yield from self._read()
        kept = deepcopy(self.entry)
        try:
            return self._warned((yield from self._send(state)))
        except GrowattError:
            # nothing was sent, and what the journal knows is read again
            self.entry = kept
            raise

    def _revert(self, *, overwrite: bool) -> Flow[tuple[Report, bool]]:
        """The report, and whether there was something to take back."""
        yield from self._refreshed()
        state = yield from self._read()
        yield from let_go(self)
        if not self.in_force:
            # nothing of it is in force, so there is nothing to take back
            return self._nothing_to_revert(state), False
        sending = self._reverting(state, overwrite)
        steps = sending.steps()
        yield from self._save()
        return (yield from sending.run(steps)), True

    def _save(self) -> Flow[None]:
        return work(lambda: self.journal.save(self.entry))

    def _refreshed(self) -> Flow[None]:
        yield from work(self._refresh)

    def _read(self) -> Flow[State]:
        self._present = yield from read_state(self.device, self.family, self.entry.values)
        return self._present

    def _needs(self, missed: frozenset[str]) -> tuple[Need, ...]:
        """The needs where all values are as wanted but these, which are as they were read."""
        soc = None if self._wishes is None else self._wishes.soc
        return needs_with(self.family, self._present, self.entry.values.values(), missed, soc)

    def _warned(self, report: Report) -> Report:
        """The report with what keeps windows from doing anything, though they are in force."""
        if report.goal is Goal.REVERT:
            return report
        missed = {
            line.name
            for line in report
            if line.status in (Status.REJECTED, Status.CHANGED_BY_OTHERS, Status.NOT_SENT)
        }
        return replace(report, needs=self._needs(frozenset(missed)))

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
            others = yield from others_of(self)
            check_settled(self, state, others)
            self._take_snapshot(state)
            dropped = take_over(self, state, others)
        sending = Sending(self, state, foreign)
        steps = sending.steps()
        if is_first and not steps and not dropped:
            return sending.report()
        yield from work(lambda: self._check_budget(len(steps)))
        yield from work(lambda: self._begin(Goal.APPLY))
        yield from drop(self, dropped)
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

    def _reverting(self, state: State, overwrite: bool) -> Sending:
        """What takes the plan back; the entry is headed for it."""
        if self.entry.goal is not Goal.REVERT:
            for value in self.entry.values.values():
                value.found = state.get(value.name)
        self.entry.head_for(Goal.REVERT)
        foreign = frozenset[str]() if overwrite else foreign_to(self, state)
        return Sending(self, state, foreign)

    def _preview_revert(self, overwrite: bool) -> Flow[Report]:
        yield from self._refreshed()
        state = yield from self._read()
        taken = yield from taken_over(self)
        kept = self.entry
        self.entry = deepcopy(kept)
        try:
            for name in taken:
                del self.entry.values[name]
            if self.in_force:
                return self._reverting(state, overwrite).preview()
            self.entry.head_for(Goal.REVERT)
            return replace(self._judged(state), dry_run=True)
        finally:
            self.entry = kept

    def _nothing_to_revert(self, state: State) -> Report:
        if self.entry.phase is Phase.PLANNED:
            self.entry.goal, self.entry.phase = Goal.REVERT, Phase.CLOSED
        return self._judged(state)

    def _judged(self, state: State) -> Report:
        report = make_report(self.family, self.entry, state, self.journal.now())
        return self._warned(report)

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
            yield from self._conclude(report)
        except GrowattPlanBusyError:
            pass  # another plan is being sent: the next verify of this one will note it
        except GrowattJournalError as error:
            return replace(report, error=error)
        return report

    def _conclude(self, report: Report) -> Flow[None]:
        """Note in the journal that the goal was reached, if it was, and if nobody has gone on."""
        if self.entry.phase not in (Phase.SENDING, Phase.SENT, Phase.STOPPED):
            return
        is_revert = self.entry.goal is Goal.REVERT
        if not all(line.status in FINAL if is_revert else line.fine for line in report):
            return
        yield from self._alone(work(self._note_proof))

    def _note_proof(self) -> None:
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
    soc: float | None = None,
) -> Flow[Plan[ApiT]]:
    """The flow behind `device.plan`: wishes are checked, then the device is read."""
    family = family_of(device.DEVICE_TYPE_ID)
    texts, schedule = checked(family, wishes, allow_dangerous)
    lasts = span_of(for_)
    journal = journal if journal is not None else Journal()
    state = yield from read_state(device, family, texts)
    return _new_plan(device, api, Wishes(texts, schedule, level_of(soc)), state, journal, lasts)


def _new_plan(
    device: Device,
    api: ApiT,
    wishes: Wishes,
    state: State,
    journal: Journal,
    lasts: timedelta | None,
) -> Plan[ApiT]:
    family, now = family_of(device.DEVICE_TYPE_ID), journal.now()
    entry = Entry(
        key=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
        server=server_of(api),
        device_type=family.device_type,
        device_sn=device.device_sn,
        created=now,
        values=laid_out(family, wishes.texts, wishes.schedule, state),
        lasts=lasts,
    )
    return Plan(device, api, entry, journal, wishes, state)


def server_of(api: object) -> str:
    """Host and port of the server behind an api, which is where a serial number is known."""
    parts = urlsplit(cast(Any, api).api_url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
