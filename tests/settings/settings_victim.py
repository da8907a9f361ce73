"""A process that is killed: it waits for orders and carries each out in a child of its own.

An order is a line of JSON. The child applies or reverts a plan, and kills itself with SIGKILL
before the given line of `growattServer.settings` is executed, or is killed after some seconds. The
answer is a line of JSON: whether it was killed. With `survey` nobody kills it; the answer then says
how many lines it has executed, and before which of them the world outside the process (the files of
the journal, and what the server was sent to write) was another than before the line ahead of it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from growattServer import OpenApiV1, files
from growattServer import settings as room
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import Journal, Schedule, Window, later, plan, sending

# loaded before the fork, as the children are to be quick
PRELOADED = (later, plan, sending)
ROOM = (str(Path(room.__file__).parent), files.__file__)


class Tracer:
    """Calls a function before each line of the room, with its number from 1."""

    def __init__(self, before_line: Callable[[int], None]) -> None:
        self.before_line, self.lines = before_line, 0

    def call(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self.line if frame.f_code.co_filename.startswith(ROOM) else None

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.lines += 1
            self.before_line(self.lines)
        return self.line


class Survey:
    """Before which lines the files and the server are others than before the line ahead."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.writes = 0
        self.seen: Any = None
        self.starts: list[int] = []

    def watch(self, api: OpenApiV1) -> None:
        original = api._send

        def send(request: Any, call: Any) -> Any:
            is_write = request.url.endswith(("tlxSet", "mixSet"))
            self.writes += is_write
            try:
                return original(request, call)
            finally:
                self.writes += is_write

        api._send = send  # type: ignore[method-assign]

    def look(self, line: int) -> None:
        # each version of a file is a new one, with a number of its own
        try:
            files = [(entry.name, entry.stat()) for entry in os.scandir(self.directory)]
        except FileNotFoundError:
            files = []
        present = {(name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in files}
        now = (self.writes, present, os.path.isdir(self.directory))
        if now != self.seen:
            self.seen = now
            self.starts.append(line)


def wishes_of(order: dict[str, Any]) -> dict[str, Any]:
    wishes = dict(order["wishes"])
    if "schedule" in wishes:
        wishes["schedule"] = Schedule(Window(*window) for window in wishes["schedule"])
    return wishes


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    journal = Journal(order["journal"])
    hours, kill_at = order.get("for_hours"), order.get("kill_at", 0)
    survey = Survey(order["journal"]) if order.get("survey") else None

    def kill(line: int) -> None:
        if line == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    tracer = Tracer(survey.look if survey else kill)
    with OpenApiV1(order["token"], server_url=order["url"], timeout=60) as api:
        device: Any = {"MIN": Min, "SPH": Sph}[order["family"]](api, order["serial"])
        if survey is not None:
            survey.watch(api)
        if survey is not None or kill_at:
            sys.settrace(tracer.call)
        if order["action"] == "apply":
            lasts = timedelta(hours=hours) if hours else None
            made = device.plan(wishes_of(order), for_=lasts, journal=journal)
            made.apply()
            made.verify()
        else:
            later.plans(api, journal)[-1].revert()
        sys.settrace(None)
    return {"lines": tracer.lines, "starts": survey.starts if survey else []}


def child(order: dict[str, Any], pipe: int) -> None:
    try:
        said = carry_out(order)
        with open(pipe, "w") as file:
            json.dump(said, file)
    finally:
        os._exit(0)


def answer(order: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        child(order, writing)
    os.close(writing)
    # a child that is done closes its end of the pipe
    if "kill_after" in order and not select.select([reading], [], [], order["kill_after"])[0]:
        os.kill(number, signal.SIGKILL)
    with open(reading) as file:
        said = file.read()
    _, status = os.waitpid(number, 0)
    killed = os.WIFSIGNALED(status)
    return {"killed": killed, "failed": not killed and not said, **json.loads(said or "{}")}


if __name__ == "__main__":
    for text in sys.stdin:
        print(json.dumps(answer(json.loads(text))), flush=True)
