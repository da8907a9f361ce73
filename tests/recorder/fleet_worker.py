"""A worker process of the fleet tests: it lives in the time of a simulated cloud.

The arguments are a file with JSON (where the cloud and the store are, and where the clock file is,
which says what the simulated clock showed at a moment of the database's), and by how many seconds
the clock of this machine is ahead.
"""

from __future__ import annotations

import datetime as clocks
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

SKEW_S = float(sys.argv[2])
RIGHT, RIGHT_TIME = clocks.datetime, time.time


class SkewedDatetime(clocks.datetime):
    """The datetime of a machine whose clock is wrong."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return RIGHT.now(tz) + clocks.timedelta(seconds=SKEW_S)

    @classmethod
    def utcnow(cls) -> Any:
        return RIGHT.now(clocks.UTC).replace(tzinfo=None) + clocks.timedelta(seconds=SKEW_S)


# before anybody takes it from there
clocks.datetime = SkewedDatetime  # type: ignore[misc]  # for this process only
time.time = lambda: RIGHT_TIME() + SKEW_S

from sqlalchemy import create_engine  # noqa: E402

from growattServer.recorder.fleet import Account, Worker  # noqa: E402
from growattServer.recorder.fleet.clock import DatabaseClock  # noqa: E402
from growattServer.recorder.fleet.turns import Beat  # noqa: E402
from growattServer.recorder.keep.engine import url_of  # noqa: E402


class CloudClock:
    """The simulated clock, read from a file as it may be given another speed."""

    def __init__(self, path: str, store: str) -> None:
        self.path = Path(path)
        self.real_now = DatabaseClock(create_engine(url_of(store)))

    def state(self) -> Any:
        return json.loads(self.path.read_bytes())

    def now(self) -> Any:
        state = self.state()
        passed = self.real_now().timestamp() - state["real"]
        return RIGHT.fromtimestamp(state["now"] + passed * state["speed"], clocks.UTC)

    def speed(self) -> float:
        return float(self.state()["speed"])


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    order = json.loads(Path(sys.argv[1]).read_text())
    clock = CloudClock(order["clock"], order["store"])
    Worker(
        order["store"],
        [Account("roofs", server_url=order["url"])],
        since=clocks.date.fromisoformat(order["since"]),
        interval=clocks.timedelta(minutes=5),
        v4=False,
        clock=clock.now,
        speed=clock.speed,
        beat=Beat(look_s=0.1, tend_s=0.5, heartbeat_s=0.5, silent_s=6.0),
    ).run()


if __name__ == "__main__":
    main()
