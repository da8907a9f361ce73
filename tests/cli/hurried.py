"""The program where time runs a thousand times as fast: `python -m hurried VERB ...`.

Only the clocks of the limits and of the waiting are turned; everything else is the real thing.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from growattServer import Etiquette
from growattServer.cli import connect, waiting
from growattServer.cli.start import main

PACE = 1000
BEGIN = datetime.now(UTC)


def now() -> datetime:
    """The present of this world."""
    return BEGIN + (datetime.now(UTC) - BEGIN) * PACE + timedelta(microseconds=1)


def etiquette() -> Etiquette:
    """The manners of the command line, on that clock, and in memory: its moments are not ours."""
    return Etiquette(on_limit="last", retries=1, ledger=False, clock=now)


if __name__ == "__main__":
    connect.etiquette = etiquette
    waiting.utc_now = now
    waiting.time = SimpleNamespace(  # type: ignore[assignment]  # what it uses of the module
        monotonic=lambda: time.monotonic() * PACE, sleep=lambda span: time.sleep(span / PACE)
    )
    sys.exit(main())
