"""What a value is called in Prometheus, by the unit and kind of its field row."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..fields import Field, Kind

UNITS = {
    "W": ("watts", 1.0),
    "VA": ("voltamperes", 1.0),
    "var": ("vars", 1.0),
    "V": ("volts", 1.0),
    "A": ("amperes", 1.0),
    "mA": ("amperes", 0.001),
    "Ah": ("amperehours", 1.0),
    "Hz": ("hertz", 1.0),
    "kΩ": ("ohms", 1000.0),
    "°C": ("celsius", 1.0),
    "%": ("ratio", 0.01),
    "s": ("seconds", 1.0),
    "ms": ("seconds", 0.001),
    "min": ("seconds", 60.0),
    "h": ("seconds", 3600.0),
    "kWh": ("watthours", 1000.0),
    "kvarh": ("varhours", 1000.0),
}
"""Units of field rows: the unit of the metric, and how many of it there are in one."""


class Metric(NamedTuple):
    """A metric: its name without the ending `_total` of counters, and what turns a value into it.

    A counter never falls; what begins anew each day is a gauge.
    """

    name: str
    help: str
    is_counter: bool
    factor: float

    @property
    def full_name(self) -> str:
        """The name as queries write it."""
        return f"{self.name}_total" if self.is_counter else self.name


def metric_of(row: Field[Any]) -> Metric | None:
    """The metric of a field row, None for a unit that has no metric."""
    is_counter = row.kind is Kind.LIFETIME
    name = _without_words_of_prometheus(row.name)
    if name.endswith("_total"):
        # the ending is for counters, and there it comes last
        name = name.removesuffix("_total")
        name = name if is_counter else f"total_{name}"
    name = f"growatt_{name}"
    factor = 1.0
    if row.unit is not None:
        if row.unit not in UNITS:
            return None
        unit, factor = UNITS[row.unit]
        name = f"{name}_{unit}"
    return Metric(name, row.meaning, is_counter, factor)


def _without_words_of_prometheus(name: str) -> str:
    """The name where bits are no unit, a count is none of samples, and a letter is no unit."""
    name = name.replace("_bits", "_bit_field").replace("gauge", "fuelgauge")
    if name.endswith("_count"):
        name = f"{name.removesuffix('_count').rstrip('s')}s"
    return re.sub(r"(?<=[a-z])_([a-z])(?=_|$)|^([a-z])_", r"\1\2", name)
