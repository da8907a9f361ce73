"""What the kinds of failures have in common."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ..asking import Body
from ..clock import STEP_S
from ..device import Device
from ..energy import Flows
from ..errors import DoorError
from ..reading import Reading

NAMES = Flows._fields


class Span(NamedTuple):
    """From when to when a failure lasts, the end not included, in seconds since 1970."""

    start: float
    end: float


SpanAt = Callable[[float], Span | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """A true reading within the span of a failure, and a look at what was before."""

    device: Device
    true: Reading
    span: Span

    def at(self, timestamp: float) -> Reading:
        """The true reading of this moment, or the last one before it."""
        return self.device.true_reading(math.floor(timestamp / STEP_S))

    def midnight(self, timestamp: float) -> float:
        """When the day of this moment began at the plant."""
        plant = self.device.plant
        return plant.midnight(plant.local(timestamp).date()).timestamp()


@dataclass(frozen=True)
class Distortion:
    """A kind of failure; its fields are what an order may say about it."""

    name: ClassVar[str]
    of_plants: ClassVar[bool] = False

    def check(self) -> None:
        """Refuse what makes no sense, with a sentence that begins with the key."""


class OfValues(Distortion):
    """Changes what a record says; those of a lower `order` come first."""

    order: ClassVar[int] = 0

    def show(self, shown: Reading, moment: Moment) -> Reading:
        """The reading as the cloud shows it; `shown` is what other failures left of it."""
        raise NotImplementedError


class OfArrival(Distortion):
    """Changes when records reach the cloud, and in which order."""

    def newest(self, stamp: int, now: float, span: Span) -> int:
        """The stamp of the record shown as the latest in place of the one stamped `stamp`."""
        return stamp

    def arrivals(self, stamp: int, usual: list[float], span_at: SpanAt) -> list[float]:
        """When a record reaches the cloud: not at all, once or several times."""
        return usual


class OfFlag(Distortion):
    """Changes what the cloud says about the line to a device."""

    def online(self) -> bool:
        """What it says."""
        raise NotImplementedError


class OfAnswers(Distortion):
    """Changes the answer to a call about a plant; `path` is the call."""

    of_plants = True
    path: ClassVar[str]

    def spoil(self, data: Body) -> Body:
        """The data that is sent in place of the right one."""
        raise NotImplementedError


def check_names(key: str, names: tuple[str, ...]) -> None:
    """Refuse a flow that the world does not know."""
    for name in names:
        if name not in NAMES:
            raise DoorError(f"{key} knows no {name!r}; known: {', '.join(NAMES)}")


def changed(flows: Flows, names: tuple[str, ...], change: Callable[[str, float], float]) -> Flows:
    """The flows with some of them changed; no names stand for all."""
    return flows._replace(
        **{name: change(name, getattr(flows, name)) for name in names or NAMES},
    )
