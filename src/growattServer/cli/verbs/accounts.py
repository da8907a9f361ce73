"""`growatt accounts`: which accounts are stored."""

from __future__ import annotations

import click

from ..accounts import chosen, environment, names, stored, use
from ..answer import Answer
from ..choice import check_known, variable
from ..errors import NotLoggedIn, WrongUse
from ..forgetting import forget
from ..tables import table
from ..verb import complete_accounts, verb

SHAPE = {
    "accounts": [
        {
            "name": "text",
            "server": "text",
            "kind": "text: token or password",
            "user": "text or null",
            "kept": "text: where the secret is: keyring, file or environment",
            "used": "true or false: whether it is used when none is named",
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
@click.option(
    "--use",
    "used",
    metavar="NAME",
    help="Use this one when none is named.",
    shell_complete=complete_accounts,
)
@click.option(
    "--forget",
    "forgotten",
    metavar="NAME",
    help="Remove it, its secret, and what is remembered about it.",
    shell_complete=complete_accounts,
)
def accounts_command(used: str | None, forgotten: str | None) -> Answer:
    """Other verbs use the account of --account, else of GROWATT_ACCOUNT or GROWATT_TOKEN in the
    environment, else the one that --use chose or that was stored last.
    """
    if used is not None and used == forgotten:
        raise WrongUse("--use and --forget name the same account")
    for name in (used, forgotten):
        if name is not None:
            check_known(name, names())
    told = [] if forgotten is None else forget(forgotten)
    if used is not None:
        use(used)
    accounts = [*environment(), *stored()]
    meant, notes = _meant()
    notes = [*told, *notes]
    rows = [{**account.as_dict(), "used": account.name == meant} for account in accounts]
    if used is not None and meant != used:
        notes.append(f"{_stronger()} in the environment overrides it.")
    return Answer(
        {"accounts": rows},
        lambda: table(
            ("Account", "Server", "Kind", "User", "Secret in", "Used"),
            [tuple(row.values()) for row in rows],
        ),
        notes=notes if rows else [*told, "No account is stored here. Next: growatt login"],
    )


def _meant() -> tuple[str | None, list[str]]:
    """The name of the account that other verbs use, or why they use none."""
    try:
        choice = chosen()
    except (NotLoggedIn, WrongUse) as error:
        return None, [f"Other verbs cannot use any of them: {error}."]
    return (choice.name if choice else None), []


def _stronger() -> str:
    return "GROWATT_ACCOUNT" if variable("GROWATT_ACCOUNT") else "GROWATT_TOKEN"
