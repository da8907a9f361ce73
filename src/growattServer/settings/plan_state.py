"""What a plan is and how far it has come, in the journal: nothing here reaches the device."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from ..exceptions import GrowattParameterError
from .entry import Entry, Goal, Phase
from .errors import GrowattPlanBusyError
from .families import family_of
from .journal import Journal
from .needs import Need, needs_with
from .reading import Device, State
from .wishes import Wishes

ApiT = TypeVar("ApiT")


class PlanState(Generic[ApiT]):
    """What is known of a plan; `Plan` is what can be done with it."""

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
    def needs(self) -> tuple[Need, ...]:
        """Settings that keep windows of the schedule from doing anything, also when all is sent.

        Of a plan without a schedule those that it sets itself. Levels where charging or discharging
        stops are compared with the `soc` that `device.plan` was given. A plan from the journal
        knows them after `verify`.
        """
        return self._needs(frozenset())

    def __repr__(self) -> str:
        return f"<Plan {self.key} for {self.device_sn}: {self.entry.goal}, {self.entry.phase}>"

    def __eq__(self, other: object) -> bool:
        """Whether it is a plan of the same values for the same device."""
        if not isinstance(other, PlanState):
            return NotImplemented
        mine, theirs = self.entry, other.entry
        return (mine.server, mine.device_sn, mine.lasts, mine.values) == (
            theirs.server,
            theirs.device_sn,
            theirs.lasts,
            theirs.values,
        )

    __hash__ = None  # type: ignore[assignment]  # it changes while it is applied

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

    # --- for what is done with it ----------------------------------------------------------------

    def _needs(self, missed: frozenset[str]) -> tuple[Need, ...]:
        """The needs where all values are as wanted but these, which are as they were read."""
        soc = None if self._wishes is None else self._wishes.soc
        return needs_with(self.family, self._present, self.entry.values.values(), missed, soc)

    def _refresh(self) -> None:
        """Another process may have gone on with the plan."""
        self.entry = self.journal.load(self.entry) or self.entry

    def _check_open(self) -> None:
        if self.entry.phase is Phase.CLOSED or self.entry.goal is Goal.REVERT:
            raise GrowattParameterError("this plan was reverted or dismissed; make a new one")
        if self.is_due:
            raise GrowattParameterError(f"the time of this plan was over at {self.ends}; revert it")

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

    def _note_proof(self) -> None:
        before = (self.entry.goal, self.entry.phase)
        self._refresh()
        if (self.entry.goal, self.entry.phase) == before:
            self.entry.phase = Phase.PROVED
            self.journal.save(self.entry)


def server_of(api: object) -> str:
    """Host and port of the server behind an api, which is where a serial number is known."""
    parts = urlsplit(cast(Any, api).api_url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
