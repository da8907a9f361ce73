"""Programs that share an account, as real processes in simulated time.

The parent forks a child for each order on its standard input. A child does what its role does, and
wherever it would sleep it tells the world's clock-keeper until when, and waits to be told the time.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
from growattServer.etiquette import ledger, manners  # noqa: F401  # see above

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
    "hourly": hourly,
    "dashboard": dashboard,
}


def live(order: dict[str, Any]) -> None:
    """What a child does."""
    keeper = Keeper(order["keeper"], order["role"])
    # the clock of this world
    setattr(operation, "time", SimpleNamespace(monotonic=time.monotonic, sleep=keeper.sleep))  # noqa: B010  # the checkers would not have it otherwise
    kind = Token if order["api"] == "token" else Password
    etiquette = Etiquette(
        ledger=order["ledger"], clock=lambda: keeper.now, retries=1, poll_floor=kind.period
    )
    asked = kind(order, etiquette)
    ROLES[order["role"]](keeper, asked)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            try:
                live(json.loads(line))
            except BaseException as error:
                print(f"{growattServer.name}: {error!r}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)


if __name__ == "__main__":
    main()
