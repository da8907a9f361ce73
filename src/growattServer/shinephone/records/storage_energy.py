"""Storages (SPF): the long record of measurements."""

from __future__ import annotations

from growattServer.fields import flag, java_calendar, timestamp
from growattServer.records.storage_energy import StorageEnergyFields
from growattServer.shinephone.records.answer import Answer


class StorageEnergy(Answer, StorageEnergyFields):
    """The latest measurements of a storage, in `StorageParams`: attributes as in V1 and V4.

    `..._text` is a value as text with its unit. Many values were 0 wherever they were seen.
    `status` 5 was seen for charging from PV.
    """

    # The record
    time = timestamp("time", "Time of the record, on the clock of the server")
    calendar_time = java_calendar("calendar", "Time of the record, may be null")
    lost = flag("lost", "Not reliable: true was seen for a device that sends")
