"""`growatt check`: is the store in order?"""

from __future__ import annotations

import click

from growattServer.counting import counted

from ..answer import Answer
from ..errors import DONE, FOUND_TROUBLE
from ..stores import check_filled, opened, store_option
from ..tables import table
from ..verb import verb

MENDABLE = {"silence", "double", "falling", "unconfirmed", "roll-up"}

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
@click.option(
    "--mend", is_flag=True, help="Repair what can be repaired; no recorder may be running."
)
def check_command(store: str | None, mend: bool) -> Answer:
    """It asks no server. Weeks that have not been read yet are findings too: growatt record reads
    them.
    """
    from ...recorder import check

    with opened(store, read_only=not mend) as kept:
        check_filled(kept)
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
        notes=[_next([finding.kind for finding in found])],
    )


def _next(kinds: list[str]) -> str:
    """What to do about findings of these kinds."""
    if not kinds:
        return "Everything is in order."
    steps = {
        "growatt record": bool({"unread", "silence"} & set(kinds)),
        "growatt record --since DAY": "silent past" in kinds,
        "growatt check --mend": bool(set(kinds) & MENDABLE),
    }
    named = ", or ".join(step for step, helps in steps.items() if helps)
    count = counted(len(kinds), "finding")
    return f"{count}. Next: {named}" if named else f"{count}."
