"""The kinds of failures that a scenario can order: what is shown in place of the truth.

Each is pure: the true reading, the span of the failure and what was before go in, what the cloud
shows comes out. The device and its counters know nothing of it.
"""

from __future__ import annotations

from .answers import EmptyDeviceList, PlantInWatts, WrongFlag
from .arrivals import LateRows, ReplayedBuffer, Silent, UnorderedRows
from .base import Distortion
from .counters import CounterReset, WrongTotal, YesterdaysTotal
from .device_clock import DeviceClock
from .powers import Frozen, Spike

KINDS: dict[str, type[Distortion]] = {
    kind.name: kind
    for kind in (
        YesterdaysTotal,
        WrongTotal,
        CounterReset,
        Spike,
        Frozen,
        DeviceClock,
        Silent,
        LateRows,
        UnorderedRows,
        ReplayedBuffer,
        EmptyDeviceList,
        WrongFlag,
        PlantInWatts,
    )
}
