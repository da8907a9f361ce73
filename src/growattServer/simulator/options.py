"""How a simulator begins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from .account import Rules
from .clock import check_speed, parse_moment
from .errors import DoorError
from .families import FAMILIES
from .scenario import Scenario
from .world import World
from .world_plan import AccountPlan, WorldPlan, fill

_HISTORY_DAYS = 14
_LIMITS = ("off", "documented", "strict")


def token_of(seed: int) -> str:
    """The token that a seed stands for: 32 characters, the same every time."""
    return hashlib.sha256(f"simulator {seed}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Options:
    """How a simulator begins, and to what it returns on reset."""

    token: str = field(default="", repr=False)
    seed: int = 1
    start: datetime = field(default_factory=lambda: datetime.now(UTC))
    speed: float = 1.0
    limits: str = "off"
    history_days: int | None = None
    account: Rules = field(default_factory=Rules)
    recording: Path | None = None
    recorded_pace: bool = False
    scenario: Scenario | None = None
    world: WorldPlan | AccountPlan | None = None

    @property
    def days(self) -> int:
        """How many days before the start have readings: as asked, or as the world says."""
        if self.history_days is not None:
            return self.history_days
        said = self.world.history_days if isinstance(self.world, WorldPlan) else None
        return _HISTORY_DAYS if said is None else said

    def checked(self) -> Options:
        """The same with a token, or a sentence about what does not fit."""
        if self.limits not in _LIMITS:
            raise DoorError("limits must be off, documented or strict.")
        if not 0 <= self.days <= 3660:
            raise DoorError("history_days must lie between 0 and 3660.")
        check_speed(self.speed)
        start = parse_moment(self.start)
        token, account = self.token or token_of(self.seed), self.account.under(self.limits)
        return replace(self, token=token, start=start, account=account)


def world_of(options: Options, owner: int) -> World:
    """The world that an owner begins with."""
    plan = options.world
    world = World(
        options.seed,
        options.start,
        options.days,
        {name: family.hardware for name, family in FAMILIES.items()},
        lambda device: FAMILIES[device.family].furnish(device),
        owner,
        {name: family.sample for name, family in FAMILIES.items() if family.sample}
        if plan is None
        else None,
    )
    if plan is not None:
        fill(world, plan.plants)
    return world
