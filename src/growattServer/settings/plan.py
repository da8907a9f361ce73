"""A plan: what differs between a device and what is wanted, and what becomes of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from ..counting import counted
from ..exceptions import GrowattError, GrowattParameterError
from ..operation import long_operation
from ..wire import Flow, Wait, to_thread
from .entry import Entry, Goal, Phase
from .errors import GrowattJournalError, GrowattPlanBusyError
from .families import family_of
from .journal import Journal, holding
from .plan_state import PlanState, server_of
from .reading import Device, State, read_state
from .report import FINAL, Report, Status, make_report
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
R = TypeVar("R")


class Plan(PlanState[ApiT]):
    """What a device is to be set to; made by `device.plan({...})`, which sends nothing.

    `str(plan)` is a table of the differences. `apply`, `verify` and `revert` are awaited where the
    device's other methods are.
    """

    @property
    def writes(self) -> int:
        """How many writes it takes at most, if nobody has changed anything since."""
        before = {value.name: value.before for value in self.entry.values.values()}
        return len(Sending(self, before, frozenset()).steps())

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
                blind = "" if self.family.shows(row) else "  (no reply shows it)"
                rows.append(f"  {value.name:<25} {shown}{blind}")
        if self.entry.lasts is not None:
            rows.append(f"  for {self.entry.lasts}, then as it was")
        rows += [f"  but {need}" for need in self.needs]
        return "\n".join(rows)

    # --- what it does ----------------------------------------------------------------------------

    @long_operation
    def apply(self) -> Flow[Report]:
        """Send what differs; the report says which values were accepted and where it stopped.

        The device is read first, and the journal keeps what was there. If somebody else has changed
        one of the values since the plan was made, nothing is sent. Calling it again after it
        stopped sends only what still differs. Errors before the first write are raised, later ones
        are in the report, a deadline (`timeout`) that passes among them.
        """
        return (yield from self._locked(self._apply()))

    @long_operation
    def verify(self, wait: timedelta | None = None) -> Flow[Report]:
        """Read back, and say for each value what became of it.

        The cloud shows a change 3 to 90 seconds late; with `wait` it is read again, every five
        seconds (of a NOAH five minutes) and at most that long, until nothing is pending. Where a
        later reading fails, the report is that of the one before, with the error.
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
        report, is_sent = yield from self._locked(self._revert(overwrite=overwrite))
        if report.error is not None or not is_sent:
            return report
        try:
            state = yield from self._read(is_first=False)
        except GrowattError as error:
            return replace(report, error=error)
        proof = yield from self._settled(state, seconds)
        return replace(proof, writes=report.writes)

    # --- the steps of the above ------------------------------------------------------------------

    def _locked(self, flow: Flow[R]) -> Flow[R]:
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
        return to_thread(lambda: self.journal.save(self.entry))

    def _refreshed(self) -> Flow[None]:
        yield from to_thread(self._refresh)

    def _read(self, *, is_first: bool = True) -> Flow[State]:
        self._present = yield from read_state(
            self.device, self.family, self.entry.values, is_first=is_first
        )
        return self._present

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
        yield from to_thread(lambda: self._check_budget(len(steps)))
        yield from to_thread(lambda: self._begin(Goal.APPLY))
        yield from drop(self, dropped)
        return (yield from sending.run(steps))

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
            pause = min(self.family.pause_before_reading(self.entry.values), seconds)
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
        yield from self._locked(to_thread(self._note_proof))


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
    family = family_of(device._settings_key)
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
    family, now = family_of(device._settings_key), journal.now()
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
