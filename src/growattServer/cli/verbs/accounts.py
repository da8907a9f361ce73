"""`growatt accounts`: which accounts are stored."""

from __future__ import annotations

import click

from ..accounts import default_name, find, forget, stored, use
from ..answer import Answer
from ..errors import NotLoggedIn
from ..tables import table
from ..verb import verb

SHAPE = {
    "accounts": [
        {
            "name": "text",
            "server": "text",
            "kind": "text: token or password",
            "user": "text or null",
            "kept": "text: where the secret lies: keyring, file or environment",
            "used": "true or false: whether it is used where none is named",
        }
    ]
}


@verb(
    "accounts",
    examples=[
        "growatt accounts",
        "growatt accounts --use cabin",
        "growatt accounts --forget cabin",
    ],
    shape=SHAPE,
    account=False,
)
@click.option("--use", "used", metavar="NAME", help="Use this one where none is named.")
@click.option("--forget", "forgotten", metavar="NAME", help="Remove it and its secret.")
def accounts_command(used: str | None, forgotten: str | None) -> Answer:
    """GROWATT_TOKEN and GROWATT_SERVER in the environment win over what is stored."""
    if forgotten:
        forget(forgotten)
    if used:
        use(used)
    accounts, chosen = stored(), default_name()
    try:
        current = find()
        if current.kept == "environment":
            accounts, chosen = [current, *accounts], current.name
    except NotLoggedIn:
        pass
    rows = [{**account.as_dict(), "used": account.name == chosen} for account in accounts]
    return Answer(
        {"accounts": rows},
        lambda: table(
            ("Account", "Server", "Kind", "User", "Secret in", "Used"),
            [tuple(row.values()) for row in rows],
        ),
        notes=[] if rows else ["No account is stored here. Next: growatt login"],
    )
