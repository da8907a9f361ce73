"""The old name of `growattServer.shinephone`, with all that programs have found in it."""

from __future__ import annotations

import datetime
import re
import sys
import warnings
from enum import IntEnum
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .exceptions import GrowattError
from .shinephone import (
    BATT_MODE_BATTERY_FIRST,
    BATT_MODE_GRID_FIRST,
    BATT_MODE_LOAD_FIRST,
    GrowattApi,
    Timespan,
    hash_password,
)
from .shinephone import login as _login

if TYPE_CHECKING:
    import hashlib as hashlib
    import json as json
    import secrets as secrets

    import requests as requests

    from .shinephone import AsyncGrowattApi

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


# imported when somebody asks for it, as everywhere in this library
_LATER = frozenset({"hashlib", "json", "requests", "secrets"})


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return import_module(name)
    if name == "AsyncGrowattApi":
        return getattr(import_module(".shinephone", __package__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _OldName(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        # where tests of programs replace it, as the login of release 2.2.0 looked for it here
        if name == "hash_password":
            setattr(_login, name, value)


sys.modules[__name__].__class__ = _OldName
