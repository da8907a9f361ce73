"""Run by a test: forks again and again while other threads save, ask, log and record."""

from __future__ import annotations

import faulthandler
import logging
import os
import random
import signal
import sys
import threading
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

from growattServer import Etiquette, OpenApiV1, record_to
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.login import Account, Login
from growattServer.etiquette.session_store import (
    FileSessionStore,
    SessionStore,
    recall,
    remember,
)
from growattServer.settings import Journal
from growattServer.shinephone.login_lock import LoginLock

FORKS, BOUND_S = 40, 20


class Work:
    """What threads do all the time, and what a child has to be able to do."""

    def __init__(self, url: str, folder: Path) -> None:
        self.stores: list[SessionStore] = [
            FileSessionStore(folder / "sessions.json"),
            Etiquette(ledger=folder / "ledger").session_store(),
        ]
        self.ledgers = [
            Etiquette(ledger=where).ledger for where in (folder / "ledger", folder / "other", False)
        ]
        self.api = OpenApiV1("token", server_url=url, timeout=60)
        self.journal = Journal(folder / "journal")

    def save(self, name: str) -> None:
        for store in self.stores:
            remember(store, Account("server", name), Login(asked_at=datetime.now(UTC)))
            recall(store)

    def ask_ledgers(self, name: str) -> None:
        now = datetime.now(UTC)
        for ledger in self.ledgers:
            call = LimitedCall("asking", "account", "call", f"{name}{time.time_ns()}", period_s=300)
            assert ledger.begin(call, now, 40) is None
            assert ledger.begin(call, now, 40) is not None
            ledger.finish(call, now, [1])

    def ask_server(self, name: str) -> None:
        assert self.api.min_energy(name)["serialNum"] == name

    def hold(self, name: str) -> None:
        with LoginLock(name, None), self.journal.alone(name):
            pass

    def all(self, name: str) -> None:
        for action in (self.save, self.ask_ledgers, self.ask_server, self.hold):
            action(name)


def main(url: str, folder: Path) -> None:
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
    # a file of Python has a lock of its own, which a child may find taken
    log = logging.getLogger("growattServer.transports")
    log.addHandler(logging.NullHandler())
    log.setLevel(logging.DEBUG)
    # a child that hangs tells where
    faulthandler.register(signal.SIGALRM, chain=True)
    dice, work, is_over = random.Random(5), Work(url, folder), threading.Event()

    def keep_at(action: str, number: int) -> None:
        while not is_over.is_set():
            getattr(work, action)(f"SN{number}")

    with record_to(folder / "recording"):
        threads = [
            threading.Thread(target=keep_at, args=(action, number))
            for number, action in enumerate(["save", "ask_ledgers", "ask_server", "hold"] * 2)
        ]
        for thread in threads:
            thread.start()
        for number in range(FORKS):
            time.sleep(dice.uniform(0, 0.02))
            child = os.fork()
            if child == 0:
                signal.alarm(BOUND_S)  # a child that hangs is ended
                work.all(f"SN{100 + number}")
                os._exit(0)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if code:
                print(f"child {number} ended with {code}", flush=True)
                os._exit(1)
        is_over.set()
        for thread in threads:
            thread.join()
    print("all ended")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
