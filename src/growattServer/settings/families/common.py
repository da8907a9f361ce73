"""What the tables of several families have in common."""

from __future__ import annotations

from ..catalogue import Setting, slot
from ..schedule import Mode
from ..values import Choice, Decimal, Switch

HZ = Choice("Hz", {"0": 50, "1": 60})
OFF_GRID_V = Choice("V", {"0": 230, "1": 208, "2": 240})
GRID_V = Decimal("V", 50, 350, 1)
POWER_SWITCH = Switch(None, ("0000", "0001"))
CLOCK_NOTE = "What was there is not put back by a revert: the clock goes on."


def period(
    number: int, word: str, command: str, first: int, mode: Mode, switch_key: str
) -> Setting:
    """One of the three windows in which a battery is charged, or discharged."""
    return slot(
        f"{word.lower()} window {number}",
        command,
        first + 5 * (number - 1),
        f"forced{word}TimeStart{number}",
        f"forced{word}TimeStop{number}",
        f"{switch_key}{number}",
        mode=mode,
    )
