"""Programs that share an account, as real processes in simulated time.

The parent forks a child for each order on its standard input. A child does what its role does, and
wherever it would sleep it tells the world's clock-keeper until when, and waits to be told the time.
Where it may, the parent has a small disk of its own for all of them, and spoils it when it is told.
"""

from __future__ import annotations

import faulthandler
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests  # noqa: F401  # loaded once here, and not in each child

import growattServer
from growattServer import (
    Etiquette,
    GrowattApi,
    GrowattError,
    GrowattRateLimitError,
    OpenApiV1,
    operation,
)
from growattServer.etiquette import fallback, ledger, limits, pacing  # noqa: F401  # see above
from growattServer.recorder import Recorder, Store
from growattServer.recorder.errors import GrowattStoreError
from growattServer.recorder.events import LatestRead

DEVICE, PLANT = "SIMMIN0001", 1000001


class Keeper:
    """The line to whoever keeps the clock."""

    def __init__(self, path: str, name: str) -> None:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        self._file = connection.makefile("rw")
        self.now = datetime.fromtimestamp(0, UTC)
        self._tell({"name": name, "pid": os.getpid()})

    def _tell(self, message: dict[str, Any]) -> None:
        self._file.write(json.dumps(message) + "\n")
        self._file.flush()
        faulthandler.cancel_dump_traceback_later()
        answer = self._file.readline()
        # who hangs says where
        faulthandler.dump_traceback_later(40)
        if not answer:
            os._exit(0)
        self.now = datetime.fromtimestamp(json.loads(answer)["now"], UTC)

    def sleep_until(self, moment: datetime, **news: Any) -> None:
        """Sleep, with news of what has happened before."""
        self._tell({"until": moment.timestamp(), **news})

    def sleep(self, seconds: float) -> None:
        """Sleep, as the library does."""
        self.sleep_until(self.now + timedelta(seconds=seconds))


class Token:
    """What the programs ask with a token."""

    period = timedelta(minutes=5)

    def __init__(self, order: dict[str, Any], etiquette: Etiquette) -> None:
        self.api = OpenApiV1(order["token"], server_url=order["url"], etiquette=etiquette)

    def reading(self, **wishes: Any) -> Any:
        return self.api.min_energy(DEVICE, **wishes)

    def log_in_wrongly(self) -> None:
        raise NotImplementedError

    def report(self) -> None:
        for plant in self.api.plant_list(on_limit="last").plants or []:
            self.api.device_list(plant.plant_id, on_limit="last")
        yesterday = (self.api.etiquette.now() - timedelta(days=1)).date()  # type: ignore[union-attr]
        self.api.min_energy_history(DEVICE, yesterday, yesterday, limit=100, on_limit="wait")

    def look(self) -> None:
        self.api.min_energy(DEVICE, on_limit="last")
        self.api.plant_energy_overview(PLANT, on_limit="last")


class Password:
    """What the programs ask with user name and password."""

    period = timedelta(minutes=15)

    def __init__(self, order: dict[str, Any], etiquette: Etiquette) -> None:
        self.api = GrowattApi(server_url=order["url"], etiquette=etiquette)
        self.user, self.password = order["user"], order["password"]

    def _log_in(self) -> None:
        if self.api._sessions.account is None:
            answer = self.api.login(self.user, self.password)
            if answer.error is not None:
                raise answer.error

    def log_in_wrongly(self) -> None:
        with suppress(GrowattError), GrowattApi(server_url=self.api.server_url) as api:
            api.login(self.user, "wrong")

    def reading(self, **wishes: Any) -> Any:
        self._log_in()
        return self.api.tlx_system_status(str(PLANT), DEVICE, **wishes)

    def report(self) -> None:
        self._log_in()
        self.api.plant_info(str(PLANT), on_limit="last")

    def look(self) -> None:
        self._log_in()
        self.api.tlx_system_status(str(PLANT), DEVICE, on_limit="last")


def poller(keeper: Keeper, asked: Any) -> None:
    """A new reading each period; when another program was quicker, its reading, and again soon."""
    while True:
        again, read_at = keeper.now + asked.period, None
        try:
            asked.reading()
            read_at = keeper.now
        except GrowattRateLimitError as limit:
            again = min(again, limit.retry_at or again)
            try:
                last = asked.reading(on_limit="last")
                read_at = keeper.now - (last.age or timedelta(0))
            except GrowattError:
                pass
        except GrowattError:
            # the server has trouble, which may be over soon
            again = min(again, keeper.now + timedelta(minutes=5))
        keeper.sleep_until(again, read=read_at.timestamp() if read_at else None)


def recorder(keeper: Keeper, asked: Any) -> None:
    """`growatt record` as a service: when it ends in trouble, it begins again a minute later."""

    def sleep(seconds: float) -> None:
        keeper.sleep_until(keeper.now + timedelta(seconds=seconds), read=news.pop("read", None))

    news: dict[str, float] = {}
    while True:
        try:
            with Store(asked.store) as store:
                since = keeper.now.date() - timedelta(days=1)
                running = Recorder(
                    asked.api, store, since=since, clock=lambda: keeper.now, sleep=sleep
                )
                for event in running.run():
                    if isinstance(event, LatestRead):
                        news["read"] = keeper.now.timestamp()
        except GrowattStoreError as error:
            keeper.sleep_until(keeper.now + timedelta(minutes=1), failure=type(error).__name__)


def hourly(keeper: Keeper, asked: Any) -> None:
    """A script of an hourly job: it starts, asks and ends."""
    failure = ""
    try:
        asked.report()
    except GrowattError as error:
        failure = type(error).__name__
    keeper.sleep_until(keeper.now, ended=True, failure=failure)


def dashboard(keeper: Keeper, asked: Any) -> None:
    """A page that is drawn again and again, with whatever is known."""
    while True:
        failure = ""
        try:
            asked.look()
            asked.api.budget()
        except GrowattError as error:
            failure = type(error).__name__
        keeper.sleep_until(keeper.now + timedelta(minutes=7), failure=failure)


ROLES: dict[str, Callable[[Keeper, Any], None]] = {
    "poller": poller,
    "recorder": recorder,
    "hourly": hourly,
    "dashboard": dashboard,
}


def live(order: dict[str, Any]) -> None:
    """What a child does."""
    keeper = Keeper(order["keeper"], order["role"])
    # the clock of this world
    setattr(operation, "time", SimpleNamespace(monotonic=time.monotonic, sleep=keeper.sleep))  # noqa: B010  # the checkers would not have it otherwise
    kind = Password if order["api"] == "password" else Token
    place, fault = Path(order["place"]), order["fault"]
    path = place / ("ledger.sqlite3" if fault != "each start anew" else f"{os.getpid()}.sqlite3")
    if fault == "second budget":
        setattr(pacing, "hours_of_a_day", lambda *known: {})  # noqa: B010  # see above
    if fault == "no fallback":
        setattr(fallback, "fallback_of", lambda path: None)  # noqa: B010  # see above
    etiquette = Etiquette(ledger=path, clock=lambda: keeper.now, retries=1, poll_floor=kind.period)
    asked: Any = kind(order, etiquette)
    asked.store = place / "home.db"
    if fault == "hasty":
        asked.api.etiquette = None
    if fault == "lazy":
        kind.period *= 3
    if fault == "wrong password":
        asked.log_in_wrongly()
    ROLES[order["role"]](keeper, asked)


class Disk:
    """A small file system that only this process and its children see (Linux)."""

    def __init__(self, place: str) -> None:
        self.place = place

    def do(self, what: str) -> bool:
        """Mount it, or make it full, read-only or well again; whether that could be done."""
        if what == "mount":
            return self._mount("-t", "tmpfs", "-o", "size=256m", "none")
        ballast = Path(self.place, "ballast")
        if what == "full":
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
        if what in ("read-only", "well"):
            # a program that was just killed may not be gone yet
            mode, tries = ("ro" if what == "read-only" else "rw"), 100
            while not (done := self._mount("-o", f"remount,{mode}")) and tries:
                time.sleep(0.05)
                tries -= 1
            if what == "well":
                ballast.unlink(missing_ok=True)
            return done
        return True

    def _mount(self, *words: str) -> bool:
        command = ["mount", *words, self.place]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def main() -> None:
    disk = Disk(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        if "disk" in order:
            print(json.dumps(disk.do(order["disk"])), flush=True)
        elif os.fork() == 0:
            try:
                live(order)
            except BaseException as error:
                print(f"{growattServer.name}: {error!r}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        else:
            reap()


def reap() -> None:
    """Let go of the children that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main()
