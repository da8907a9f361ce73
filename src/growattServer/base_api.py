"""The old name of `growattServer.shinephone`, with all that programs have found in it."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import secrets
import warnings
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from .exceptions import GrowattError
from .shinephone import (
    BATT_MODE_BATTERY_FIRST,
    BATT_MODE_GRID_FIRST,
    BATT_MODE_LOAD_FIRST,
    AsyncGrowattApi,
    GrowattApi,
    Timespan,
    hash_password,
)

if TYPE_CHECKING:
    import requests as requests

name = "growattServer"

# release 2.2.0 had no __all__ here, so that a star import brought its imports too
__all__ = [
    "BATT_MODE_BATTERY_FIRST",
    "BATT_MODE_GRID_FIRST",
    "BATT_MODE_LOAD_FIRST",
    "Any",
    "AsyncGrowattApi",
    "GrowattApi",
    "GrowattError",
    "IntEnum",
    "Timespan",
    "annotations",
    "datetime",
    "hash_password",
    "hashlib",
    "json",
    "name",
    "re",
    "requests",
    "secrets",
    "warnings",
]


def __getattr__(name: str) -> Any:
    # imported when somebody asks for it, as everywhere in this library
    if name == "requests":
        import requests

        return requests
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
