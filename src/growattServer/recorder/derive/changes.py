"""Events: when the state of a device, or one of its fault and warning codes, became another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from ..keep.columns import columns_of
from ..keep.families import Family
from ..keep.rows import row_beside
from ..keep.store import StoredDevice

# What tells of a fault or a change of state by its name; texts only repeat the codes.
ENDINGS = ("fault_code", "warning_code", "error_code", "derating_code")


@cache
def watched(family: Family) -> tuple[str, ...]:
    """The columns whose changes are events."""
    return tuple(
        column.name
        for column in columns_of(family.record)
        if column.name == "status"
        or (column.type == "integer" and column.name.rstrip("_0123456789").endswith(ENDINGS))
    )


class Changes:
    """Sees rows in the order of time; `found` are the rows of the table of events."""

    def __init__(self, connection: Connection, device: StoredDevice, after: int) -> None:
        self.found: list[dict[str, Any]] = []
        self._device_id = device.device_id
        self._names = watched(device.family)
        here = connection, device.family, device.device_id
        row = row_beside(*here, self._names, after + 1, is_later=False)
        self._last = dict(zip(self._names, row[1:], strict=True)) if row else {}

    def see_all(self, times: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> None:
        """See many rows, given as columns."""
        new = [
            name
            for name in self._names
            if not {None, self._last.get(name)}.issuperset(columns[name])
        ]
        rows = zip(*(columns[name] for name in new), strict=True)
        for time, values in zip(times, rows, strict=False):
            self.see(time, dict(zip(new, values, strict=True)))

    def see(self, time: int, record: Mapping[str, Any]) -> None:
        """Note what is other than in the row before."""
        for name in self._names:
            value, last = record.get(name), self._last.get(name)
            if value is None:
                continue
            if last is not None and value != last:
                self.note(time, name, str(last), str(value))
            self._last[name] = value

    def note(self, time: int, name: str, before: str, after: str) -> None:
        """Note what was found out about the device."""
        told = {"name": name, "before": before, "after": after}
        self.found.append({"device_id": self._device_id, "time": time, **told})
