"""A reading as exporters get it: the clean values of a device at a moment, with their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..fields import Field


@dataclass(frozen=True, slots=True)
class Reading:
    """What a device measured at `time` (UTC).

    `values` are the clean values by the names of the attributes, without those that are missing;
    `fields` has the row of each, with its unit, kind and meaning. `is_new` is False where a reading
    that came before has other values now. `is_newest` says that the store has no later one of this
    device: what shows the present passes over all others.
    """

    device_sn: str
    family: str
    plant_id: int
    plant: str
    model: str
    time: datetime
    values: Mapping[str, Any]
    fields: Mapping[str, Field[Any]]
    is_new: bool
    is_newest: bool
