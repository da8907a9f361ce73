"""A recorder that fills its store through HTTP: all that there is, window by window.

It lives in a time of its own: where it would sleep, the clock is turned.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from growattServer import OpenApiV1
from growattServer.recorder import Recorder, Store
from growattServer.recorder.events import Trouble, WindowRead

from work import Tasks

# midnight after the last week of the server
END = datetime(2025, 6, 12, tzinfo=UTC)
YEARS = 5


def tasks(url: str, folder: str) -> Tasks:
    """Reading so many windows more, or with 0 all the rest."""
    moment = END

    def sleep(seconds: float) -> None:
        nonlocal moment
        moment += timedelta(seconds=seconds + 0.001)

    recorder = Recorder(
        OpenApiV1("token-of-the-bench", server_url=url),
        Store(f"{folder}/fill.db"),
        since=END.date() - timedelta(weeks=round(YEARS * 365.25 / 7)),
        daily=False,
        settings_every=None,
        clock=lambda: moment,
        sleep=sleep,
    )
    events = recorder.backfill()

    def windows(count: int) -> None:
        left = count or None
        for event in events:
            if isinstance(event, Trouble):
                raise SystemExit(str(event))
            left = left - 1 if left and isinstance(event, WindowRead) else left
            if left == 0:
                return

    return {"windows": windows}
