"""The time-outs of a client: seconds to connect, to wait for the answer, and for a call in all."""

from math import isfinite
from typing import NamedTuple

from .exceptions import GrowattParameterError


class Timeouts(NamedTuple):
    """Seconds to connect, and seconds until the whole answer is there."""

    connect: float = 10.0
    read: float = 30.0


def as_timeouts(value: float | tuple[float, float] | None) -> Timeouts:
    """Read `timeout=`: a number for both, a pair (connect, read), or None for the default."""
    if value is None:
        return Timeouts()
    pair = value if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2 or not all(_is_duration(part) for part in pair):
        raise GrowattParameterError(
            f"timeout must be a number of seconds above 0, or a pair (connect, read), not {value!r}"
        )
    return Timeouts(float(pair[0]), float(pair[1]))


def whole_of(value: float | tuple[float, float] | None) -> float:
    """The seconds that `timeout=` gives a call in all: the number, or the sum of the pair."""
    return sum(as_timeouts(value)) if value is None or isinstance(value, tuple | list) else value


def _is_duration(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and isfinite(value)
        and value > 0
    )
