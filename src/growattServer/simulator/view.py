"""What the cloud shows of one device while a scenario plays; the device itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from .clock import STEP_S
from .device import Device
from .distortions.arrivals import ReplayedBuffer, Silent
from .distortions.base import Distortion, Moment, OfArrival, OfFlag, OfValues, SpanAt
from .reading import Reading
from .scenario import Failure

_Kind = TypeVar("_Kind", bound=Distortion)


class View:
    """The failures of a device, by what they change; `clock` gives the simulated time."""

    def __init__(
        self, device: Device, failures: Iterable[Failure], begin: float, clock: Callable[[], float]
    ) -> None:
        self._device = device
        self._clock = clock
        timed = [(failure.kind, span_at(failure, device, begin)) for failure in failures]
        self._values = sorted(_only(timed, OfValues), key=lambda each: each[0].order)
        self._arrivals = _only(timed, OfArrival)
        self._replays = _only(timed, ReplayedBuffer)
        self._silences = _only(timed, Silent)
        self._flags = _only(timed, OfFlag)

    # ---- the line ------------------------------------------------------------------------

    @property
    def silent(self) -> bool:
        """Is the line cut at present?"""
        now = self._clock() if self._silences else 0.0
        return any(span_at(now) for _, span_at in self._silences)

    @property
    def flag(self) -> bool | None:
        """Whether the cloud says online; None where it tells the truth."""
        for kind, span_at in self._flags:
            if span_at(self._clock()):
                return kind.online()
        return None

    # ---- records -------------------------------------------------------------------------

    def reading(self, step: int) -> Reading:
        """The record of a step as the cloud shows it."""
        shown = true = self._device.true_reading(step)
        for kind, span_at in self._values:
            span = span_at(true.timestamp)
            if span is not None:
                shown = kind.show(shown, Moment(self._device, true, span))
        return shown

    def latest(self, step: int, now: float) -> Reading:
        """The record that came last, where it would have been that of `step`."""
        stamp = step * STEP_S
        for kind, span_at in self._replays:
            span = span_at(stamp)
            if span is not None:
                return self.reading(kind.newest(stamp, now, span) // STEP_S)
        before = None
        while before != stamp:
            before = stamp
            for other, span_at in self._arrivals:
                span = span_at(stamp)
                if span is not None:
                    stamp = other.newest(stamp, now, span)
        return self.reading(stamp // STEP_S)

    def heard(self, steps: list[int], now: float) -> list[int]:
        """Those of the steps whose record has arrived, in their order."""
        return [step for step in steps if any(each <= now for each in self._arrived(step))]

    def listed(self, steps: list[int], now: float) -> list[int]:
        """The steps of a history, what arrived last first; what arrived twice stands twice."""
        arrived = [(each, step) for step in steps for each in self._arrived(step) if each <= now]
        return [step for _, step in sorted(arrived, reverse=True)]

    def _arrived(self, step: int) -> list[float]:
        stamp = step * STEP_S
        arrivals = [float(stamp)]
        for kind, span_at in self._arrivals:
            arrivals = kind.arrivals(stamp, arrivals, span_at)
        return arrivals


def span_at(failure: Failure, device: Device, begin: float) -> SpanAt:
    """The spans of a failure by the clock of this device's plant."""
    return lambda timestamp: failure.when.span_at(timestamp, device.plant, begin)


def _only(timed: list[tuple[Distortion, SpanAt]], kind: type[_Kind]) -> list[tuple[_Kind, SpanAt]]:
    return [(each, spans) for each, spans in timed if isinstance(each, kind)]
