"""Sending a plan to its device, one write after the other, with the journal always ahead of it.

A write is never repeated blindly: where its answer fails, the device is read back, and the plan
goes on only if the value is there. Otherwise it stops and reports.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ..exceptions import (
    GrowattError,
    GrowattRateLimitError,
    GrowattSettingError,
    GrowattV1ApiError,
)
from ..wire import Flow, Wait, to_thread
from .catalogue import Texts
from .entry import SETTLES_WITHIN, Entry, Goal, Outcome, Phase, Planned, is_past
from .errors import GrowattJournalError, GrowattPlanBusyError
from .plan_state import PlanState
from .reading import State, read_state, write
from .report import Report, is_at, is_ours, make_report, target
from .slots import Step, in_order


class Sending:
    """One run of a plan towards its goal; `foreign` settings are left alone."""

    def __init__(self, plan: PlanState[Any], state: State, foreign: frozenset[str]) -> None:
        self.device, self.family = plan.device, plan.family
        self.entry: Entry = plan.entry
        self.journal = plan.journal
        self.state = dict(state)
        self.foreign = foreign
        self.writes = 0

    # --- what is to be done ----------------------------------------------------------------------

    def needs(self, value: Planned) -> bool:
        """Whether a value has to be sent for the goal, as far as is known."""
        row, texts = self.family[value.name], self.state.get(value.name)
        if value.name in self.foreign or target(self.family, self.entry, value) is None:
            return False
        if row.moving or texts is None:
            was_touched = self.entry.goal is Goal.APPLY or bool(value.sent)
            return value.wished and was_touched and value.outcome is not Outcome.ACCEPTED
        now = self.journal.now()
        arriving = value.may_arrive(now)
        # what still shows the goal may change any moment, by a write of ours that is on its way
        is_passing = arriving is not None and not is_at(
            self.family, self.entry, value, arriving, now
        )
        return is_passing or not is_at(self.family, self.entry, value, texts, now)

    def steps(self) -> list[Step]:
        """The writes to come: limits before what they limit, in a revert the other way round."""
        needed = [self.family[v.name] for v in self.entry.values.values() if self.needs(v)]
        commands = list(dict.fromkeys(row.command for row in needed))
        scheduled = {row.command for row in self.family.slots}
        late = [row.command for row in needed if row.after_schedule]
        slots = [command for command in commands if command in scheduled]
        plain = [one for one in commands if one not in scheduled and one not in late]
        goal = {row.name: self._goal_of(row.name) for row in self.family.slots}
        known = {name: texts for name, texts in goal.items() if texts is not None}
        windows = in_order(self.family, slots, self.state, known)
        first = [Step(command) for command in plain]
        order = [*first, *windows] if self.entry.goal is Goal.APPLY else [*windows, *first[::-1]]
        return [*order, *map(Step, late), *self._carried(slots, late)]

    def _goal_of(self, name: str) -> Texts | None:
        value = self.entry.values.get(name)
        if value is None or name in self.foreign:
            return self.state.get(name)
        return target(self.family, self.entry, value) or self.state.get(name)

    def _carried(self, commands: list[str], late: list[str]) -> list[Step]:
        names = [self.family.carried[one][0] for one in commands if one in self.family.carried]
        rows = [self.family[name] for name in names if name in self.entry.values]
        return [Step(row.command, if_needed=True) for row in rows if row.command not in late]

    # --- doing it --------------------------------------------------------------------------------

    def run(self, steps: list[Step]) -> Flow[Report]:
        """Send the steps; the report says what came of each value."""
        error: GrowattError | None = None
        try:
            for step in steps:
                error = (yield from self._pause()) or (yield from self._step(step))
                if error is not None:
                    break
            self.entry.phase = Phase.SENT if error is None else Phase.STOPPED
            yield from to_thread(lambda: self.journal.save(self.entry))
        except (GrowattJournalError, GrowattSettingError) as trouble:
            if not self.writes:
                raise
            error = error or trouble
        return self.report(error)

    def _pause(self) -> Flow[GrowattError | None]:
        """What the server wants between two writes; a deadline that passes meanwhile is given."""
        if self.writes and self.family.write_pause_s:
            try:
                yield Wait(self.family.write_pause_s)
            except GrowattError as error:
                return error
        return None

    def report(self, error: GrowattError | None = None) -> Report:
        return self._report(error=error, writes=self.writes)

    def preview(self) -> Report:
        """What running it would do, as a report of a dry run."""
        coming = {value.name for value in self.entry.values.values() if self.needs(value)}
        return self._report(writes=len(self.steps()), coming=coming)

    def _report(self, **more: Any) -> Report:
        now = self.journal.now()
        return make_report(self.family, self.entry, self.state, now, foreign=self.foreign, **more)

    def _step(self, step: Step) -> Flow[GrowattError | None]:
        if step.if_needed:
            try:
                yield from self._read()
            except GrowattError as error:
                return error
            rows = self.family.written_by(step.command)
            if not any(self.needs(self.entry.values[row.name]) for row in rows):
                return None
        texts = self._texts(step)
        sent = {name: what for name, what in texts.items() if name in self.entry.values}
        undo = yield from to_thread(lambda: self._note_before(step.command, sent))
        numbered = {
            position.number: position.value.wire(text)
            for name, what in texts.items()
            for position, text in zip(self.family[name].positions, what, strict=True)
        }
        self.writes += 1
        try:
            yield from write(self.device, self.family, step.command, numbered)
        except GrowattError as error:
            if was_not_sent(error):
                self.writes -= 1
                yield from to_thread(undo)
                # what was sent before is worth a look
                with suppress(GrowattError):
                    yield from self._read()
                return error
            return (yield from self._after_failure(sent, error))
        except GeneratorExit:
            raise
        except BaseException as interrupt:
            if was_not_sent(interrupt):
                yield from to_thread(undo)
            raise
        for name, texts_sent in sent.items():
            # what it was before the write is old news
            if self.state.get(name) != texts_sent:
                self.state.pop(name, None)
        yield from self._note_after(sent, Outcome.ACCEPTED, heard=True)
        return None

    def _texts(self, step: Step) -> dict[str, Texts]:
        """The texts of everything that the command of a step writes."""
        found = {}
        for row in self.family.written_by(step.command):
            texts = step.meanwhile.get(row.name) or self._goal_of(row.name) or row.default
            if texts is None and (value := self.entry.values.get(row.name)):
                texts = value.wanted
            if texts is None:
                raise GrowattSettingError(
                    f"{row.name} is written together with others, and it cannot be read",
                    operation=f"writing parameter {step.command}",
                )
            found[row.name] = row.at(texts, self.entry.age(self.journal.now()))
        return found

    def _note_before(self, command: str, sent: dict[str, Texts]) -> Callable[[], None]:
        """Write down what is about to be sent: from now on the device may have it.

        The function undoes it, for what was not sent after all.
        """
        now, state = self.journal.now(), dict(self.state)
        values = {name: replace(value) for name, value in self.entry.values.items()}

        def undo() -> None:
            self.entry.values, self.state = values, state
            self.journal.save(self.entry)
            self.journal.count_write(self.entry.device_sn, -1)

        for name, texts in sent.items():
            self.entry.values[name].note_sent(texts, now)
        if command in self.family.carried:
            name, source = self.family.carried[command]
            # whatever comes of the write, the last reading of it is old news
            self.state.pop(name, None)
            if name in self.entry.values and source in sent:
                carried = self.entry.values[name]
                carried.also = [*carried.also, sent[source]]
        self.journal.count_write(self.entry.device_sn)
        self.journal.save(self.entry)
        return undo

    def _note_after(
        self, sent: dict[str, Texts], outcome: Outcome, *, heard: bool, reason: str | None = None
    ) -> Flow[None]:
        for name in sent:
            value = self.entry.values[name]
            value.outcome, value.heard, value.reason = outcome, heard, reason
        return to_thread(lambda: self.journal.save(self.entry))

    def _after_failure(
        self, sent: dict[str, Texts], error: GrowattError
    ) -> Flow[GrowattError | None]:
        """None where the values are there all the same, else the error."""
        is_refusal = (
            isinstance(error, GrowattV1ApiError) and error.error_code in self.family.refusals
        )
        outcome = Outcome.REFUSED if is_refusal else Outcome.UNKNOWN
        heard = isinstance(error, GrowattV1ApiError)
        yield from self._note_after(sent, outcome, heard=heard, reason=reason_of(error))
        # only a value that was not there before can tell that a write has come
        differed = any(not self._shows(name, texts) for name, texts in sent.items())
        for name in sent:
            self.state.pop(name, None)
        try:
            yield from self._read()
        except GrowattError:
            return error
        if not all(self._shows(name, texts) for name, texts in sent.items()):
            return error
        yield from self._note_after(sent, Outcome.ACCEPTED, heard=heard or differed)
        return None

    def _shows(self, name: str, texts: Texts) -> bool:
        now = self.state.get(name)
        return now is not None and self.family[name].same(now, texts)

    def _read(self) -> Flow[None]:
        self.state = yield from read_state(
            self.device, self.family, self.entry.values, is_first=False
        )


def reason_of(error: GrowattError) -> str | None:
    """What the server said against a write, and what that means; None where it said nothing."""
    if not isinstance(error, GrowattV1ApiError):
        return None
    return str(error).removeprefix(f"Error during {error.operation}: ")


def was_not_sent(error: BaseException) -> bool:
    """Whether it is certain that the server has not heard of a call."""
    if isinstance(error, GrowattRateLimitError):
        return not error.was_sent
    return bool(getattr(error, "was_not_sent", False))


def foreign_to(plan: PlanState[Any], state: State) -> frozenset[str]:
    """The settings of a plan that somebody else has changed since."""
    entry, family, now = plan.entry, plan.family, plan.journal.now()
    return frozenset(
        value.name
        for value in entry.values.values()
        if (texts := state.get(value.name)) is not None
        and target(family, entry, value) is not None
        and not is_at(family, entry, value, texts, now)
        and not is_ours(family, entry, value, texts)
        # what could not be read when the plan was made is nobody's change
        and not (value.before is None and not value.sent)
    )


def others_of(plan: PlanState[Any]) -> Flow[list[Entry]]:
    """The plans in the journal for the same device, this one among them, the oldest first.

    What V1 and V4 set of one device has other names, and the same name may mean another thing.
    """
    whose = _whose(plan.entry)
    entries = yield from to_thread(plan.journal.entries)
    return [other for other in entries if _whose(other) == whose]


def _whose(entry: Entry) -> tuple[str, str, int | str]:
    return entry.server, entry.device_sn, entry.device_type


def check_settled(plan: PlanState[Any], state: State, others: list[Entry]) -> None:
    """Raise GrowattPlanBusyError while a reading may not yet show what another plan has sent."""
    now, entry = plan.journal.now(), plan.entry
    latest: dict[str, Planned] = {}
    for other in others:
        for name in entry.values.keys() & other.values.keys():
            value = other.values[name]
            # what an older plan has sent need not show where a newer one has sent something else
            sent_at = value.last_sent_at
            if sent_at and is_past(sent_at, now) and sent_at >= _sent_at(latest.get(name)):
                latest[name] = value
    for name, value in latest.items():
        arriving = value.may_arrive(now)
        shown = state.get(name)
        if arriving and shown and not plan.family[name].same(shown, arriving):
            seconds = SETTLES_WITHIN.total_seconds()
            raise GrowattPlanBusyError(
                f"{name} was sent by another plan a moment ago and does not show yet; verify "
                f"that plan, or try again {seconds:.0f} seconds after it"
            )


def _sent_at(value: Planned | None) -> datetime:
    return (value.last_sent_at if value else None) or datetime.min.replace(tzinfo=UTC)


def take_over(plan: PlanState[Any], state: State, others: list[Entry]) -> list[tuple[Entry, str]]:
    """Inherit what was there before a timed plan that is still running; gives what it has to drop.

    Otherwise the end of the older plan would undo the newer one, and the end of the newer one
    would restore what was only meant for a while.
    """
    mine = plan.entry
    dropped = []
    for other in others:
        if other.lasts is None or other.goal is Goal.REVERT or other.closed:
            continue
        for name, theirs in other.values.items():
            value = mine.values.get(name)
            if value is None or not value.wished or not (theirs.sent or theirs.taken_from):
                continue
            if state.get(name) in (theirs.wanted, *theirs.sent):
                value.before = theirs.before
                value.sent.extend(theirs.sent)
                value.taken_from.append(other.key)
                dropped.append((other, name))
    return dropped


def let_go(plan: PlanState[Any]) -> Flow[None]:
    """Drop what a later plan has taken over, where its process died before it could say so."""
    taken = yield from taken_over(plan)
    yield from drop(plan, [(plan.entry, name) for name in taken])


def taken_over(plan: PlanState[Any]) -> Flow[list[str]]:
    """The values of a plan that a later one has taken over."""
    mine = plan.entry
    return sorted(
        {
            name
            for other in (yield from others_of(plan))
            for name, value in other.values.items()
            if name in mine.values and mine.key in value.taken_from
        }
    )


def drop(plan: PlanState[Any], dropped: list[tuple[Entry, str]]) -> Flow[None]:
    """Let older plans go of what this one has taken over."""
    for other, name in dropped:
        del other.values[name]
        if not any(value.wished for value in other.values.values()):
            other.phase = Phase.CLOSED
        yield from to_thread(partial(plan.journal.save, other))
