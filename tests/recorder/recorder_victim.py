"""A process that is killed: it waits for orders and carries each out in a child of its own.

An order is a line of JSON. The child records until a moment of the cloud's clock, or freezes and
thaws weeks (`does` is compact or thaw), and kills itself
with SIGKILL before the given line of `growattServer.recorder` is executed, or is killed after some
seconds. The answer is a line of JSON: whether it was killed, what it said, how many lines it had
executed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import requests

from growattServer import OpenApiV1
from growattServer import recorder as room
from growattServer.recorder import Recorder, Store, compact
from growattServer.recorder.derive.renewing import renew_all
from growattServer.recorder.errors import GrowattStoreError
from growattServer.recorder.keep.frozen import frozen_weeks, thaw

# loaded before the fork, as the children are to be quick
PRELOADED = (psycopg,)
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


def bring_up_to_date(order: dict[str, Any], counter: Counter) -> str:
    sys.settrace(counter.call)
    try:
        with Store(order["store"]) as place:
            renew_all(place)
    finally:
        sys.settrace(None)
    return "done"


def change_weeks(order: dict[str, Any], counter: Counter) -> str:
    with Store(order["store"]) as place:
        sys.settrace(counter.call)
        try:
            if order["does"] == "compact":
                compact(place)
            for device in place.devices() if order["does"] == "thaw" else ():
                with place.reading() as connection:
                    weeks = frozen_weeks(connection, device.device_id)
                for week in weeks:
                    with place.writing() as connection:
                        thaw(connection, device.family, device.device_id, week.number)
        finally:
            sys.settrace(None)
    return "done"


def carry_out(order: dict[str, Any], counter: Counter) -> str:
    if order.get("does") == "open":
        return bring_up_to_date(order, counter)
    if "does" in order:
        return change_weeks(order, counter)
    door = f"{order['url']}_sim/clock"
    session = requests.Session()

    def clock() -> datetime:
        return datetime.fromisoformat(session.get(door, timeout=10).json()["now"])

    def sleep(seconds: float) -> None:
        later = clock() + timedelta(seconds=seconds + 0.001)
        session.post(door, json={"now": later.isoformat()}, timeout=10)

    with (
        OpenApiV1(order["token"], server_url=order["url"], timeout=60) as api,
        Store(order["store"]) as place,
    ):
        recorder = Recorder(
            api,
            place,
            since=date.fromisoformat(order["since"]),
            interval=timedelta(minutes=10),
            settings_every=None,
            v4=order.get("v4", False),
            keep_raw=True,
            clock=clock,
            sleep=sleep,
        )
        if counter.kill_at or order.get("count"):
            sys.settrace(counter.call)
        try:
            for _ in recorder.run(datetime.fromisoformat(order["until"])):
                pass
            for _ in recorder.backfill() if order.get("finish") else ():
                pass
        finally:
            sys.settrace(None)
    return "done"


def child(order: dict[str, Any], pipe: int) -> None:
    counter = Counter(order.get("kill_at", 0))
    try:
        try:
            said = carry_out(order, counter)
        except GrowattStoreError as error:
            said = str(error)
        os.write(pipe, json.dumps({"said": said, "lines": counter.lines}).encode())
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
        said = os.read(reading, 4000)
        os.close(reading)
        _, status = os.waitpid(number, 0)
        killed = os.WIFSIGNALED(status)
        answer = {"killed": killed, "failed": not killed and not said}
        print(json.dumps({**answer, **json.loads(said or b"{}")}), flush=True)


if __name__ == "__main__":
    serve()
