"""What a counter, its partner over the other span and its power say of each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .limits import RECORD_S, STEP_KWH, TWO_STEPS_KWH, energy_kwh, noise, usual

# A power is of one moment, its counter of all between: what flowed between may have been so much.
POWER_SHARE = 4.0

# A power that can have flowed for less than this share of its record is not what it stands for: a
# car that has begun to charge with 22 kW is believed, even if nothing has been counted yet.
LEAST_SHARE = 0.05

# A house connection of three times 63 A: above it more has to be counted.
CONNECTION_W = 43_000.0
LEAST_LARGE_SHARE = 0.1

# A counter that moves by this share of what a power promises bears it out.
MOVED_SHARE = 0.5


Flows = Callable[[], float | None]


def unknown() -> None:
    """Nobody can tell what flowed."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What else is known of the energy that a counter says has come.

    `counted` is what its partner has counted meanwhile, `flows` gives what flowed of late in W;
    None where nobody can tell.
    """

    counted: float | None = None
    flows: Flows = unknown

    def bear_out(self, risen: float, elapsed_s: float, raw: float) -> bool:
        """Do all that are there say that this much has come, and is the partner there?"""
        spare = TWO_STEPS_KWH + noise(raw)
        if self.counted is None or abs(risen - self.counted) > spare:
            return False
        promised = self._promised(elapsed_s)
        return promised is None or risen <= promised + spare

    def refute(self, risen: float, elapsed_s: float, raw: float) -> bool:
        """Do they say that it is less?"""
        spare = TWO_STEPS_KWH + noise(raw)
        if self.counted is not None and self.counted > noise(raw):
            return risen > self.counted + spare
        # a partner that stands still may be stuck itself: it takes a second witness
        promised = self._promised(elapsed_s)
        if promised is None or risen <= promised + spare:
            return False
        return self.counted is not None or risen > usual(elapsed_s)

    def _promised(self, elapsed_s: float) -> float | None:
        watts = self.flows()
        return None if watts is None else POWER_SHARE * energy_kwh(watts, max(elapsed_s, RECORD_S))


def counter_refutes(watts: float, counted: float | None) -> bool:
    """Has a power flowed for moments at most, going by what its counter has counted since?

    A counter knows one direction only: of a negative power it says nothing.
    """
    if counted is None or counted < 0:
        return False
    share = LEAST_LARGE_SHARE if watts > CONNECTION_W else LEAST_SHARE
    return energy_kwh(watts, share * RECORD_S) > counted + STEP_KWH + 1e-6


def counter_bears_out(watts: float, counted: float | None, elapsed_s: float) -> bool:
    """Has its counter moved as a power promises?"""
    if counted is None or counted < TWO_STEPS_KWH - 1e-6:
        return False
    return counted >= MOVED_SHARE * energy_kwh(abs(watts), elapsed_s) - STEP_KWH
