"""Accounts of the command line in a file that somebody else has written to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fuzz_parsers import NOWHERE
from fuzz_replies import Source

from growattServer import GrowattError
from growattServer.cli import accounts, connect, redaction
from growattServer.cli.accounts import Account
from growattServer.cli.app import run as run_line
from growattServer.cli.errors import BUG, CliError
from growattServer.cli.terminal import Terminal, use

SECRET = "5ec7e75ec7e75ec7e75ec7e75ec7e75e"
# what reads the file and sends nothing
COMMANDS = (
    *(["accounts"], ["accounts", "--json"], ["accounts", "--use", "home", "--json"]),
    *(["accounts", "--use", "nobody"], ["accounts", "--forget", "cabin"]),
)


def document() -> dict[str, Any]:
    """The file as the command line writes it."""
    known = {"server": NOWHERE, "user": None, "secret": SECRET}
    home = {**known, "kind": "token"}
    cabin = {**known, "kind": "password", "user": "demo"}
    return {"version": 1, "default": "home", "accounts": {"home": home, "cabin": cabin}}


@contextmanager
def in_a_home(folder: Path) -> Iterator[Path]:
    """This process has its home there, and no keyring; gives the path of the accounts."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    with (
        patch.dict(os.environ, {name: str(folder) for name in names}),
        patch.object(accounts, "_keyring", lambda: None),
    ):
        for name in ("GROWATT_TOKEN", "GROWATT_ACCOUNT", "GROWATT_SERVER"):
            os.environ.pop(name, None)
        path = accounts.path_of_accounts()
        path.parent.mkdir(parents=True)
        yield path


def run(seed: int, count: int, folder: Path) -> Counter[str]:
    """So many damaged files through everything that reads and writes them.

    Gives how many accounts were still `found`, how often one was `refused`, and how often the file
    was `moved` aside.
    """
    source, outcomes = Source(seed), Counter[str]()
    with in_a_home(folder) as path:
        for number in range(count):
            body = source.spoilt(document())
            path.write_bytes(body)
            try:
                _use_all(source, outcomes)
            except Exception as error:
                error.add_note(f"accounts, seed {seed}, number {number}: {body[:2000]!r}")
                raise
            finally:
                redaction._KNOWN.clear()
            for left in path.parent.iterdir():
                outcomes["moved"] += ".damaged-" in left.name
                left.unlink()
    return outcomes


def _use_all(source: Source, outcomes: Counter[str]) -> None:
    # as strict as a terminal is, or a file
    said = TextIOWrapper(BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(said), redirect_stderr(said):
        use(Terminal())
        for name in (*accounts.names(), None, "nobody"):
            with _ours(outcomes):
                found = accounts.find(accounts.chosen(name))
                outcomes["found"] += 1
                found.as_dict()
                connect.check_encrypted(found.server)
                connect.token_client(found).close()
        if source.chance.random() < 0.2:
            words = source.chance.choice(COMMANDS)
            code = run_line(list(words))
            assert code != BUG, (words, said.buffer.getvalue()[-2000:])
        for change in (
            lambda: accounts.use("home"),
            lambda: accounts.forget("cabin"),
            lambda: accounts.store(Account("new", NOWHERE, "token", "file", secret=SECRET)),
        ):
            with _ours(outcomes):
                change()
        assert accounts.default_name() == "new"
        assert "new" in [one.name for one in accounts.stored()]


@contextmanager
def _ours(outcomes: Counter[str]) -> Iterator[None]:
    try:
        yield
    except (CliError, GrowattError) as error:
        outcomes["refused"] += 1
        _look_for_secret(f"{error} {error!r}")


def _look_for_secret(said: str) -> None:
    assert SECRET not in said
