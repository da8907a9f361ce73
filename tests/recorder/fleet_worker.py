"""A worker process of the fleet tests: it lives in the time of a simulated cloud.

The argument is a file with JSON: where the cloud and the store are, and where the clock file is,
which says what the simulated clock showed at a moment of this machine's monotonic one.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from growattServer.recorder.fleet import Account, Worker
from growattServer.recorder.fleet.app import Beat


class CloudClock:
    """The simulated clock, read from a file as it may be given another speed."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def state(self) -> Any:
        return json.loads(self.path.read_bytes())

    def now(self) -> datetime:
        state = self.state()
        moment = state["now"] + (time.monotonic() - state["monotonic"]) * state["speed"]
        return datetime.fromtimestamp(moment, UTC)

    def speed(self) -> float:
        return float(self.state()["speed"])


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    order = json.loads(Path(sys.argv[1]).read_text())
    clock = CloudClock(order["clock"])
    Worker(
        order["store"],
        [Account("roofs", server_url=order["url"])],
        since=date.fromisoformat(order["since"]),
        interval=timedelta(minutes=5),
        v4=False,
        clock=clock.now,
        speed=clock.speed,
        beat=Beat("* * * * * *", "* * * * * *", look_s=0.1, heartbeat_s=0.5, silent_s=6.0),
    ).run()


if __name__ == "__main__":
    main()
