"""Settings of a device, looked at from time to time: what changed, from what to what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from ...settings.families import BY_KEY, family_of
from ..keep import schema
from ..keep.store import StoredDevice


def is_watched(device: StoredDevice) -> bool:
    """Whether one reply shows the settings: where each is asked for by itself, nobody looks."""
    family = BY_KEY.get(device.family.device_type)
    return family is not None and not family.is_asked


def read_settings(api: Any, device: StoredDevice) -> dict[str, str]:
    """The present settings as JSON texts; unknown ones and clocks are left out."""
    rows = family_of(device.family.device_type).settings
    found: Mapping[str, Any] = device.family.kind(api, device.device_sn).read_settings(
        on_limit="raise"
    )
    return {
        name: json.dumps(value, default=str, sort_keys=True)
        for name, value in found.items()
        if value is not None and not (name in rows and rows[name].moving)
    }


def put_settings(
    connection: Connection, device: StoredDevice, present: Mapping[str, str], now: float
) -> tuple[str, ...]:
    """Keep what is other than before; gives the names."""
    known = last_settings(connection, device)
    rows = [
        {
            "device_id": device.device_id,
            "time": int(now),
            "name": name,
            "before": known.get(name),
            "after": value,
        }
        for name, value in present.items()
        if known.get(name) != value
    ]
    if rows:
        connection.execute(insert(schema.settings_changes), rows)
    return tuple(str(row["name"]) for row in rows)


def last_settings(connection: Connection, device: StoredDevice) -> dict[str, str]:
    """Each setting as it was seen last, as JSON texts."""
    table = schema.settings_changes.c
    newest = (
        select(table.name, func.max(table.time).label("time"))
        .where(table.device_id == device.device_id)
        .group_by(table.name)
        .subquery()
    )
    wanted = (
        select(table.name, table.after)
        .join_from(
            schema.settings_changes,
            newest,
            (table.name == newest.c.name) & (table.time == newest.c.time),
        )
        .where(table.device_id == device.device_id)
    )
    return {row.name: row.after for row in connection.execute(wanted)}
