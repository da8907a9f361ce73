"""`growatt budget`."""

from __future__ import annotations

from ...settings import Journal
from ..answer import Answer
from ..connect import account
from ..inventory import load
from ..tables import table
from ..verb import verb

SHAPE = {
    "writes": [
        {
            "device_sn": "text",
            "left": "integer: writes that its settings may get today (UTC)",
            "of": "integer: how many a day has",
        }
    ]
}


@verb("budget", examples=["growatt budget"], shape=SHAPE)
def budget_command() -> Answer:
    """Nothing is asked: it is what this machine has counted."""
    known = load(account())
    journal = Journal()
    rows = [
        (device.device_sn, max(0, journal.writes_left(device.device_sn)), journal.writes_a_day)
        for device in (known.devices if known else ())
        if device.settable
    ]
    return Answer(
        {"writes": [dict(zip(("device_sn", "left", "of"), row, strict=True)) for row in rows]},
        lambda: table(("Device", ">Writes left today", ">Of"), rows),
        notes=[] if known else ["No device was listed here yet. Next: growatt devices"],
    )
