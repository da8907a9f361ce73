"""The password API of the ShinePhone app, which Growatt does not document."""

from typing import TYPE_CHECKING

from ..lazy import lazy_names
from .api import GrowattApi
from .dates import Timespan
from .password import hash_password
from .tlx import BATT_MODE_BATTERY_FIRST, BATT_MODE_GRID_FIRST, BATT_MODE_LOAD_FIRST

if TYPE_CHECKING:
    from .async_api import AsyncGrowattApi

__all__ = [
    "BATT_MODE_BATTERY_FIRST",
    "BATT_MODE_GRID_FIRST",
    "BATT_MODE_LOAD_FIRST",
    "AsyncGrowattApi",
    "GrowattApi",
    "Timespan",
    "hash_password",
]

# a program that is not async does not load what is
__getattr__, _ = lazy_names(__name__, {"async_api": "AsyncGrowattApi"})
