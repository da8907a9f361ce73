"""What a device measured in one step, and how a cloud may show it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .energy import Flows, Mode


class Reading(NamedTuple):
    """The state at the end of a step: powers of that step, counters up to it.

    `wired_w` is set where the register of a power lies: what volts and amperes still tell.
    """

    timestamp: int
    mode: Mode
    stored_wh: float
    grid_voltage_v: float
    grid_frequency_hz: float
    ambient_c: float
    running_s: float
    power_w: Flows
    today_wh: Flows
    lifetime_wh: Flows
    wired_w: Flows | None = None

    @property
    def wires(self) -> Flows:
        """The powers that volts and amperes belong to."""
        return self.power_w if self.wired_w is None else self.wired_w


class Shown(Protocol):
    """What the cloud shows of a device in place of the truth; steps are those of its history."""

    @property
    def silent(self) -> bool:
        """Is the line cut at present?"""
        ...

    @property
    def flag(self) -> bool | None:
        """Whether the cloud says online; None where it tells the truth."""

    def reading(self, step: int) -> Reading:
        """The record of a step as the cloud shows it."""
        ...

    def latest(self, step: int, now: float) -> Reading:
        """The record that came last, where it would have been that of `step`."""
        ...

    def heard(self, steps: list[int], now: float) -> list[int]:
        """Those of the steps whose record has arrived, in their order."""
        ...

    def listed(self, steps: list[int], now: float) -> list[int]:
        """The steps of a history, what arrived last first; what arrived twice stands twice."""
        ...
