"""The password API of the ShinePhone app, which Growatt does not document."""

from .api import AsyncGrowattApi, GrowattApi
from .dates import Timespan
from .password import hash_password
from .tlx import BATT_MODE_BATTERY_FIRST, BATT_MODE_GRID_FIRST, BATT_MODE_LOAD_FIRST

__all__ = [
    "BATT_MODE_BATTERY_FIRST",
    "BATT_MODE_GRID_FIRST",
    "BATT_MODE_LOAD_FIRST",
    "AsyncGrowattApi",
    "GrowattApi",
    "Timespan",
    "hash_password",
]
