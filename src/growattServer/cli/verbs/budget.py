"""`growatt budget`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...settings import Journal
from ..answer import Answer
from ..clock import here
from ..cloud import cloud
from ..inventory import load
from ..tables import table
from ..verb import verb

if TYPE_CHECKING:
    from rich.console import RenderableType

SHAPE = {
    "calls": {
        "limit": "integer or null: the most in 24 hours; null if only single calls are limited",
        "used": "integer: in the last 24 hours, by all programs of this user",
        "left": "integer or null",
        "resets_at": "moment or null: when the first of them stops counting, UTC",
        "locked_until": "moment or null: the end of a lock-out, if the server said it, UTC",
        "retry_at": "moment or null: when a locked account is tried again, UTC",
    },
    "waits": [
        {
            "call": "text: what may not be asked yet",
            "subject": "text: of which device or plant",
            "at": "moment: when it may be asked again, UTC",
        }
    ],
    "writes": [
        {
            "device_sn": "text",
            "left": "integer: how many writes its settings may still get today (UTC)",
            "of": "integer: how many there are in a day",
        }
    ],
}


@verb("budget", examples=["growatt budget"], shape=SHAPE, all_accounts=True)
def budget_command() -> Answer:
    """It asks no server: it shows what all programs of this user on this machine have counted."""
    source = cloud()
    budget = source.api.budget()
    known = load(source.account)
    journal = Journal()
    rows = [
        (device.device_sn, max(0, journal.writes_left(device.device_sn)), journal.writes_a_day)
        for device in (known.devices if known else ())
        if device.settable
    ]

    def show() -> RenderableType:
        from rich.console import Group
        from rich.text import Text

        waits = [(wait.call, wait.subject, here(wait.at)) for wait in budget.waits]
        return Group(
            Text(str(budget)),
            table(("Not yet", "Of", "Again from"), waits) if waits else "",
            table(("Device", ">Writes left today", ">Of"), rows) if rows else "",
        )

    return Answer(
        {
            "calls": {
                "limit": budget.limit,
                "used": budget.used,
                "left": budget.left,
                "resets_at": budget.resets_at,
                "locked_until": budget.locked_until,
                "retry_at": budget.retry_at,
            },
            "waits": [wait._asdict() for wait in budget.waits],
            "writes": [dict(zip(("device_sn", "left", "of"), row, strict=True)) for row in rows],
        },
        show,
        notes=[] if known else ["No devices have been listed yet. Next: growatt devices"],
    )
