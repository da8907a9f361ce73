"""`growatt worker`: one of any number of recorders on one PostgreSQL store."""

from __future__ import annotations

from datetime import date

import click

from ..accounts import TOKEN, find
from ..errors import WrongUse
from ..kinds import Day
from ..stores import place_of, store_option
from ..terminal import terminal
from ..verb import verb


@verb(
    "worker",
    examples=[
        "growatt worker --store postgresql://HOST/DATABASE",
        "growatt worker --store postgresql://HOST/DATABASE roof cabin",
    ],
)
@click.argument("name", nargs=-1)
@store_option
@click.option("--since", type=Day(), help="The past from this day on; all of it unless given.")
def worker_command(name: tuple[str, ...], store: str | None, since: date | None) -> None:
    """Of the accounts of these NAMEs, or of the one that other verbs use. Start as many as you
    like, on as many machines: they share a queue and the limits in the database, and one that dies
    loses nothing. It works until Ctrl-C. docs/recorder.md tells more.
    """
    place = place_of(store)
    if "://" not in place:
        raise WrongUse(
            "workers share a PostgreSQL store; a file is for one recorder",
            "growatt worker --store postgresql://HOST/DATABASE, or growatt record",
        )
    chosen = [find(each) for each in name] or [find()]
    for account in chosen:
        if account.kind != TOKEN:
            raise WrongUse(f"account {account.name!r} has no token", "growatt login")
    from ...recorder.fleet import Account, run_worker

    terminal().note(f"Working for {', '.join(account.name for account in chosen)}.")
    run_worker(
        place,
        [
            Account(account.name, token=account.secret, server_url=account.server)
            for account in chosen
        ],
        since=since,
    )
