"""`growatt check`: is the store in order?"""

from __future__ import annotations

import click

from ..answer import Answer
from ..errors import DONE, FOUND_TROUBLE
from ..stores import opened, store_option
from ..tables import table
from ..verb import verb

SHAPE = {
    "findings": [
        {
            "kind": "text: docs/recorder.md lists them",
            "device_sn": "text",
            "first": "moment: UTC",
            "last": "moment: UTC",
            "said": "text",
        }
    ]
}


@verb("check", examples=["growatt check", "growatt check --mend"], shape=SHAPE)
@store_option
@click.option("--mend", is_flag=True, help="Mend what can be mended; no recorder may run.")
def check_command(store: str | None, mend: bool) -> Answer:
    """The server is not asked. Weeks that were not read yet are findings too: growatt record reads
    them.
    """
    from ...recorder import check

    with opened(store, read_only=not mend) as kept:
        found = check(kept, mend=mend)
    rows = [finding._asdict() for finding in found]
    return Answer(
        {"findings": rows},
        lambda: (
            table(("Kind", "Device", "From", "To", "What"), [tuple(row.values()) for row in rows])
            if rows
            else None
        ),
        code=FOUND_TROUBLE if rows else DONE,
        notes=[f"{len(rows)} findings. Next: growatt record, or growatt check --mend"]
        if rows
        else ["All is in order."],
    )
