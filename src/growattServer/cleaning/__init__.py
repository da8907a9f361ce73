"""Clean values: for each value of a record the raw one, the cleaned one, its age and the reason.

A pure room over records: no clock, no socket, no file. What it remembers is a plain dict.
"""

from .cleaner import Cleaner
from .lists import KnownDevices
from .presence import says_offline
from .values import CleanRecord, CleanValue, Reason

__all__ = [
    "CleanRecord",
    "CleanValue",
    "Cleaner",
    "KnownDevices",
    "Reason",
    "says_offline",
]
