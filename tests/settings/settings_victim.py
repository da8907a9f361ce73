"""A process that is killed: it waits for orders and carries each out in a child of its own.

An order is a line of JSON. The child applies or reverts a plan, and kills itself with SIGKILL
before the given line of `growattServer.settings` is executed, or is killed after some seconds. The
answer is a line of JSON: whether it was killed, and how many lines it had executed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from growattServer import OpenApiV1
from growattServer import settings as room
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import Journal, Schedule, Window, later, plan, sending

# loaded before the fork, as the children are to be quick
PRELOADED = (later, plan, sending)
ROOM = str(Path(room.__file__).parent)


class Counter:
    """Counts lines of the room, and ends the process before one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at, self.lines = kill_at, 0

    def call(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self.line if frame.f_code.co_filename.startswith(ROOM) else None

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.lines += 1
            if self.lines == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.line


def wishes_of(order: dict[str, Any]) -> dict[str, Any]:
    wishes = dict(order["wishes"])
    if "schedule" in wishes:
        wishes["schedule"] = Schedule(Window(*window) for window in wishes["schedule"])
    return wishes


def carry_out(order: dict[str, Any], counter: Counter) -> None:
    journal = Journal(order["journal"])
    with OpenApiV1(order["token"], server_url=order["url"], timeout=10) as api:
        kind: Any = {"MIN": Min, "SPH": Sph}[order["family"]]
        if counter.kill_at or order.get("count"):
            sys.settrace(counter.call)
        if order["action"] == "apply":
            made = kind(api, order["serial"]).plan(wishes_of(order), journal=journal)
            made.apply()
            made.verify()
        else:
            later.plans(api, journal)[-1].revert()
        sys.settrace(None)


def child(order: dict[str, Any], pipe: int) -> None:
    counter = Counter(order.get("kill_at", 0))
    try:
        carry_out(order, counter)
        os.write(pipe, str(counter.lines).encode())
    finally:
        os._exit(0)


def serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        number = os.fork()
        if number == 0:
            os.close(reading)
            child(order, writing)
        os.close(writing)
        # a child that is done closes its end of the pipe
        if "kill_after" in order and not select.select([reading], [], [], order["kill_after"])[0]:
            os.kill(number, signal.SIGKILL)
        said = os.read(reading, 100)
        os.close(reading)
        _, status = os.waitpid(number, 0)
        killed = os.WIFSIGNALED(status)
        failed = not killed and not said
        print(json.dumps({"killed": killed, "failed": failed, "lines": int(said or 0)}), flush=True)


if __name__ == "__main__":
    serve()
