"""All that a device has lived through: powers step by step, and counters when somebody asks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice

from .clock import STEP_S
from .energy import Flows, Mode
from .reading import Reading

_HOURS = STEP_S / 3600
_WIDTH = len(Flows._fields)
_OUTPUT, _CHARGE = (Flows._fields.index(name) for name in ("ac_output", "charge"))
_MODES = tuple(Mode)


class Chronicle:
    """The readings of a device, oldest first, in columns.

    Only the counters of the newest reading are at hand. Those of the others, more than half of all
    numbers, are computed once somebody asks for such a reading.
    """

    def __init__(self) -> None:
        self._first_step = 0
        self._modes = array("b")
        self._states: list[array[float]] = []
        """Content of the battery, voltage and frequency of the grid, and warmth of the air."""
        self._powers: list[array[float]] = []
        self._midnights: list[int] = []
        self._today, self._lifetime, self._running_s = Flows(), Flows(), 0.0
        self._counted: list[array[float]] = []
        """Counters of the day, of the life and of running; shorter than the others."""

    def __len__(self) -> int:
        return len(self._modes)

    @property
    def today_wh(self) -> Flows:
        """What the present day has counted so far."""
        return self._today

    def begin(
        self, step: int, state: tuple[float, ...], lifetime_wh: Flows, running_s: float
    ) -> None:
        """The reading with which all begins, and what was counted before."""
        self._first_step, self._lifetime, self._running_s = step, lifetime_wh, running_s
        self._modes.append(Mode.LOAD_FIRST)
        self._states = _columns(state)
        self._powers = _columns(Flows())
        self._counted = _columns((*Flows(), *lifetime_wh, running_s))

    def live(
        self,
        modes: Sequence[Mode],
        states: Sequence[Sequence[float]],
        powers: Sequence[Sequence[float]],
    ) -> None:
        """Some steps of one local day, in columns."""
        self._modes.extend(modes)
        for column, values in zip((*self._states, *self._powers), (*states, *powers), strict=True):
            column.fromlist(list(values))
        sums = map(_sums, powers, self._today, self._lifetime)
        today, lifetime = zip(*sums, strict=True)
        self._today, self._lifetime = Flows(*today), Flows(*lifetime)
        pairs = zip(powers[_OUTPUT], powers[_CHARGE], strict=True)
        works = [1 for output, charge in pairs if output or charge]
        self._running_s += STEP_S * len(works)

    def end_day(self) -> None:
        """Count from nothing; the reading that is stamped midnight belongs to the new day."""
        self._midnights.append(len(self) - 1)
        self._today = Flows()

    def reading(self, index: int) -> Reading:
        """One of the readings, counted from the first."""
        if index == len(self) - 1:
            today, lifetime, running_s = self._today, self._lifetime, self._running_s
        else:
            if index >= len(self._counted[0]):
                self._count()
            counters = [column[index] for column in self._counted]
            today, lifetime = Flows(*counters[:_WIDTH]), Flows(*counters[_WIDTH:-1])
            running_s = counters[-1]
        stored, voltage, frequency, ambient = [column[index] for column in self._states]
        return Reading(
            (self._first_step + index) * STEP_S,
            _MODES[self._modes[index]],
            stored,
            voltage,
            frequency,
            ambient,
            running_s,
            Flows(*[column[index] for column in self._powers]),
            today,
            lifetime,
        )

    def _count(self) -> None:
        """The counters of all readings, in the same order of adding as the newest ones."""
        begin = len(self._counted[0])
        ends = [index + 1 for index in self._midnights if index >= begin]
        for end in dict.fromkeys((*ends, len(self))):
            self._count_day(slice(len(self._counted[0]), end))
            if end in ends:
                for column in self._counted[:_WIDTH]:
                    column[-1] = 0.0

    def _count_day(self, rows: slice) -> None:
        *columns, running = self._counted
        powers = [column[rows] for column in self._powers]
        energies = [[watts * _HOURS for watts in column] for column in powers]
        for column, energy in zip(columns, energies * 2, strict=True):
            column.extend(islice(accumulate(energy, initial=column[-1]), 1, None))
        works = map(max, powers[_OUTPUT], powers[_CHARGE])
        ran = (STEP_S if most > 0 else 0 for most in works)
        running.extend(islice(accumulate(ran, initial=running[-1]), 1, None))


def _columns(row: Iterable[float]) -> list[array[float]]:
    """Columns of one row."""
    return [array("d", (value,)) for value in row]


def _sums(powers: Sequence[float], today: float, lifetime: float) -> tuple[float, float]:
    """Two counters after some steps."""
    # One after the other, as counters do: `sum` is more exact, from Python 3.12 on.
    # Much is nothing: at night, by day, or without a battery.
    for watts in filter(None, powers):
        energy = watts * _HOURS
        today += energy
        lifetime += energy
    return today, lifetime
