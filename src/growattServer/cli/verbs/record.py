"""`growatt record`: the recorder in the foreground, with its progress."""

from __future__ import annotations

from datetime import date, timedelta

import click

from ..clock import first_day_anywhere, today_at
from ..cloud import TokenCloud, cloud
from ..connect import token_api
from ..errors import WrongUse
from ..inventory import load
from ..kinds import Day, OfToday, Span
from ..recording import end_well_on_sigterm, follow, recorder_of
from ..stores import check_filled, opened, store_option
from ..terminal import terminal
from ..verb import complete_devices, verb

SHAPE = {
    "event": "text: what happened, docs/recorder.md lists it; a line for each",
    "time": "moment: UTC",
    "<name>": "anything or null: further details",
}


@verb(
    "record",
    examples=[
        "growatt record --backfill 14d YOUR_DEVICE_SERIAL_NUMBER",
        "growatt record --since 2026-06-01",
        "growatt record --backfill 2d --plan",
    ],
    shape=SHAPE,
)
@click.argument("serial", nargs=-1, shell_complete=complete_devices)
@store_option
@click.option(
    "--backfill",
    type=Span(),
    metavar="SPAN",
    help="Record this much of the past, such as 2y, then end.",
)
@click.option("--since", type=Day(), help="Record the past from this day on, then the present.")
@click.option(
    "--plan", "is_plan", is_flag=True, help="Show what is still to be read; read nothing."
)
def record_command(
    serial: tuple[str, ...],
    store: str | None,
    backfill: timedelta | None,
    since: OfToday | None,
    is_plan: bool,
) -> None:
    """It records all devices of V1, and those that only V4 has, such as NOAH, or only SERIAL.
    Without --backfill it continues with the present until Ctrl-C; contrib/ has a systemd service
    for this. Stop it at any time, even with a
    power cut: it continues from there when you start it again. GROWATT_STORE names a store other
    than the account's own. docs/recorder.md describes the store.

    The server allows 100 rows every 10 seconds for a MIN, SPA, STORAGE or HPS and every 5 minutes
    for the others, so years take days. Of those of V4 it gives a day every 5 minutes, and some
    three months.
    """
    if backfill is not None and since is not None:
        raise WrongUse("say either --backfill or --since")
    source = cloud()
    if not isinstance(source, TokenCloud):
        token_api("a recording")
        raise AssertionError("an account without a token is refused there")
    begin = _first_day(source, backfill, since)
    end_well_on_sigterm()
    with opened(store) as kept:
        recorder = recorder_of(source, kept, serial, begin)
        if is_plan:
            check_filled(kept)
            terminal().line(str(recorder.plan()))
            return
        follow(recorder, recorder.backfill() if backfill is not None else recorder.run())


def _first_day(
    source: TokenCloud, backfill: timedelta | None, since: OfToday | None
) -> date | None:
    """The first day that is wanted, of the plants; None for all of the past."""
    if backfill is None and since is None:
        return None
    known = load(source.account)
    today = today_at(plant.clock for plant in known.plants) if known else first_day_anywhere()
    if backfill is not None:
        return today - backfill + timedelta(days=1)
    return since(today) if since else None
