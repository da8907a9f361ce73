"""Records that reach the cloud late, twice, out of order or not at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from ..clock import STEP_S
from ..errors import DoorError
from ..noise import dice
from .base import OfArrival, Span, SpanAt


def _before(timestamp: float) -> int:
    """The stamp of the last record before this moment."""
    return (math.ceil(timestamp / STEP_S) - 1) * STEP_S


@dataclass(frozen=True)
class Silent(OfArrival):
    """Nothing reaches the cloud, nor the device what is written; what was missed stays missing."""

    name: ClassVar[str] = "silent"

    def newest(self, stamp: int, now: float, span: Span) -> int:
        """The last record before the silence."""
        return _before(span.start)

    def arrivals(self, stamp: int, usual: list[float], span_at: SpanAt) -> list[float]:
        """Not at all."""
        return [] if span_at(stamp) else usual


@dataclass(frozen=True)
class LateRows(OfArrival):
    """Records reach the cloud `minutes` after they were measured."""

    name: ClassVar[str] = "late_rows"
    minutes: float = 60.0

    def check(self) -> None:
        """Later, never sooner."""
        if self.minutes <= 0:
            raise DoorError("minutes must be above 0")

    def newest(self, stamp: int, now: float, span: Span) -> int:
        """The last record that has arrived."""
        due = math.floor((now - self.minutes * 60) / STEP_S) * STEP_S
        return min(stamp, max(due, _before(span.start)))

    def arrivals(self, stamp: int, usual: list[float], span_at: SpanAt) -> list[float]:
        """Once, but later."""
        return [each + self.minutes * 60 for each in usual] if span_at(stamp) else usual


@dataclass(frozen=True)
class UnorderedRows(OfArrival):
    """The rows of a history are shuffled, each up to `places` away from where it belongs."""

    name: ClassVar[str] = "unordered_rows"
    places: int = 12

    def check(self) -> None:
        """At least one place."""
        if self.places < 1:
            raise DoorError("places must be at least 1")

    def arrivals(self, stamp: int, usual: list[float], span_at: SpanAt) -> list[float]:
        """Listed as if it had come sooner than it did."""
        if span_at(stamp) is None:
            return usual
        sooner = dice(stamp, self.places).random() * self.places * STEP_S
        return [each - sooner for each in usual]


@dataclass(frozen=True)
class ReplayedBuffer(OfArrival):
    """The datalogger sends records of `hours_back` hours ago again, beside the new ones."""

    name: ClassVar[str] = "replayed_buffer"
    hours_back: float = 24.0

    def check(self) -> None:
        """Records lie five minutes apart."""
        if self.hours_back <= 0 or self.hours_back * 3600 % STEP_S:
            raise DoorError("hours_back must be above 0 and a whole number of five minutes")

    def newest(self, stamp: int, now: float, span: Span) -> int:
        """The one that was sent again."""
        return stamp - int(self.hours_back * 3600)

    def arrivals(self, stamp: int, usual: list[float], span_at: SpanAt) -> list[float]:
        """As ever, and once more where the time of sending again is within the failure."""
        again = stamp + self.hours_back * 3600
        return [*usual, again] if span_at(again) else usual
