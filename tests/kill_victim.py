"""A process that keeps things until somebody kills it: one kind after the other, again and again.

What it has finished it says on standard output, so that the test knows what must be there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from growattServer import OpenApiV1, record_to
from growattServer.cli import accounts, terminal
from growattServer.cli.accounts import Account
from growattServer.etiquette import session_store
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.login import Account as AppAccount
from growattServer.etiquette.login import Login
from growattServer.recorder import Store, backup
from growattServer.settings import Journal
from growattServer.wire import Cookie

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SECRET = "5ecre7" * 6  # made up
ASK = LimitedCall("asking", "account", "call")
APP = AppAccount("https://one.example/", "somebody")


class Work:
    """The kinds of files, each with one step that keeps something more."""

    def __init__(self, home: Path, url: str) -> None:
        self.ledger = Ledger(home / "ledger.sqlite3")
        self.journal = Journal(home / "journal", clock=lambda: NOW, writes_a_day=10**9)
        self.sessions = session_store.FileSessionStore(home / "sessions.json")
        self.store = Store(home / "store.db")
        self.home, self.url = home, url
        self.steps: dict[str, Callable[[int], Any]] = {
            "ledger": self.ask,
            "journal": lambda number: self.journal.count_write("SERIAL"),
            "sessions": self.log_in,
            "accounts": self.keep,
            "store": self.store_one,
            "recording": self.record,
        }

    def ask(self, number: int) -> None:
        self.ledger.begin(ASK, NOW, 40)
        self.ledger.finish(ASK, NOW, [number])

    def log_in(self, number: int) -> None:
        cookie = Cookie("JSESSIONID", f"{SECRET}{number}", "/", False)
        session_store.remember(self.sessions, APP, Login(cookies=(cookie,)))

    def keep(self, number: int) -> None:
        accounts.store(Account("home", "https://one.example/", "token", "file", None, SECRET))

    def store_one(self, number: int) -> None:
        with self.store.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS kept (number INTEGER)")
            connection.exec_driver_sql("INSERT INTO kept VALUES (1)")
        if number % 5 == 0:
            backup(self.store, self.home / "copy.db")

    def record(self, number: int) -> None:
        path = self.home / f"{number}-{os.getpid()}.jsonl"
        with record_to(path), OpenApiV1(SECRET, server_url=self.url) as api:
            api.plant_list()


def main(home: Path, url: str, only: list[str]) -> None:
    for name in ("CONFIG", "STATE", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    accounts._keyring = lambda: None
    terminal.use(terminal.Terminal())
    work = Work(home, url)
    number = 0
    while True:
        for kind in only:
            work.steps[kind](number)
            os.write(1, f"{kind}\n".encode())
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
