"""`growatt demo`: the same as `python -m growattServer.cli.demo`."""

from __future__ import annotations

import click

from ..verb import verb


@verb("demo", examples=["growatt demo"], account=False)
def demo_command() -> None:
    """It needs no account and no network, and takes about ten seconds."""
    from ..demo import main

    click.get_current_context().exit(main())
