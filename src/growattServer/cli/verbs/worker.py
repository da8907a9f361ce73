"""`growatt worker`: one of any number of recorders on one PostgreSQL store."""

from __future__ import annotations

import click

from ..accounts import TOKEN
from ..clock import first_day_anywhere
from ..connect import account, check_encrypted
from ..errors import WrongUse
from ..kinds import Day, OfToday
from ..stores import place_of, store_option
from ..terminal import terminal
from ..verb import complete_accounts, verb


@verb(
    "worker",
    examples=[
        "growatt worker --store postgresql://HOST/DATABASE",
        "growatt worker --store postgresql://HOST/DATABASE roof cabin",
    ],
)
@click.argument("name", nargs=-1, shell_complete=complete_accounts)
@store_option
@click.option("--since", type=Day(), help="Record the past from this day on; all of it by default.")
def worker_command(name: tuple[str, ...], store: str | None, since: OfToday | None) -> None:
    """It records the accounts of these NAMEs, or the one that other verbs use. Start as many
    workers as you like, on as many machines: they share a queue and the limits in the database, and
    a worker that dies loses nothing. It works until Ctrl-C. docs/recorder.md says more.
    """
    place = place_of(store)
    if "://" not in place:
        raise WrongUse(
            "workers share a PostgreSQL store; a file is for one recorder",
            "growatt worker --store postgresql://HOST/DATABASE, or growatt record",
        )
    if name and terminal().account is not None:
        raise WrongUse("use either NAMEs or --account")
    wanted = [account(each, "the command line") for each in name] or [account()]
    for one in wanted:
        if one.kind != TOKEN:
            raise WrongUse(f"account {one.name!r} has no token", "growatt login")
        check_encrypted(one.server)
    from ...recorder.fleet import Account, run_worker

    terminal().note(f"Working for {', '.join(one.name for one in wanted)}.")
    run_worker(
        place,
        [
            Account(one.name, token=one.secret, server_url=one.server, allow_cleartext=True)
            for one in wanted
        ],
        since=since(first_day_anywhere()) if since else None,
    )
