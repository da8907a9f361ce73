"""What V4 answers, by family; the rows of a family are loaded when one of its names is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...lazy import lazy_names

if TYPE_CHECKING:
    from .common import DeviceList as DeviceList
    from .common import DeviceModel as DeviceModel
    from .common import DeviceRow as DeviceRow
    from .common import HighFrequencyBattery as HighFrequencyBattery
    from .common import HighFrequencyReading as HighFrequencyReading
    from .common import VppPeriod as VppPeriod
    from .noah_segment import NoahSegment as NoahSegment

__getattr__, __all__ = lazy_names(
    __name__,
    {
        "common": "DeviceList DeviceModel DeviceRow HighFrequencyBattery HighFrequencyReading "
        "VppPeriod",
        "noah_segment": "NoahSegment",
    },
)
