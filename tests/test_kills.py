"""`kill -9` at random moments over all that is kept: whole, and no draft that has a secret."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from growattServer.cli import accounts, terminal
from growattServer.etiquette import session_store
from growattServer.recorder import Store
from growattServer.settings import Journal
from kill_victim import APP, NOW, SECRET, main
from support import RecordingServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")

KINDS: tuple[str, ...] = ("ledger", "journal", "sessions", "accounts", "store", "recording")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(accounts, "_keyring", lambda: None)
    terminal.use(terminal.Terminal())
    return tmp_path


def killed(home: Path, url: str, kinds: list[str], pause: float) -> Counter[str]:
    """What a process has finished before it was killed, so long after its first step."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writing, 1)
            os.close(reading)
            main(home, url, kinds)
        finally:
            os._exit(3)
    os.close(writing)
    said = os.read(reading, 1)
    time.sleep(pause)  # a random moment is what is wanted
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status), "it ended by itself"
    with open(reading, "rb") as file:
        said += file.read()
    return Counter(said.decode().split("\n")[:-1])


@pytest.mark.parametrize(
    ("seed", "count"),
    [(0, 20), *(pytest.param(seed, 200, marks=pytest.mark.long) for seed in range(1, 6))],
)
def test_what_is_kept_survives_kills(
    home: Path, server: RecordingServer, seed: int, count: int
) -> None:
    server.answer({"error_code": 0, "error_msg": "", "data": {"count": 0, "plants": []}})
    dice, done = random.Random(seed), Counter[str]()
    for number in range(count):
        kinds = list(KINDS) if number % 2 else [KINDS[number // 2 % len(KINDS)]]
        done += killed(home, server.url, kinds, dice.uniform(0, 0.08))
        if number % 10 == 9:
            check(home, server.url, done, number + 1)
    assert set(done) == set(KINDS)


def check(home: Path, url: str, done: Counter[str], kills: int) -> None:
    """All of it is whole: what was finished is there, and at most a step for each kill more."""

    def is_right(kind: str, found: int) -> None:
        assert done[kind] <= found <= done[kind] + kills, kind

    with closing(sqlite3.connect(home / "ledger.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        is_right("ledger", db.execute("SELECT sum(count) FROM calls").fetchone()[0] or 0)
    journal = Journal(home / "journal", clock=lambda: NOW, writes_a_day=10**9)
    is_right("journal", 10**9 - journal.writes_left("SERIAL"))
    journal.tidy("SERIAL")
    sessions = session_store.FileSessionStore(home / "sessions.json")
    if done["sessions"]:
        (cookie,) = session_store.recall(sessions)[APP].cookies
        assert cookie.value.startswith(SECRET)
    if done["accounts"]:
        assert accounts.find(accounts.chosen()).secret == SECRET
    with Store(home / "store.db") as store, store.reading() as connection:
        if done["store"]:
            sums = connection.exec_driver_sql("SELECT count(*) FROM kept").scalar()
            assert sums is not None
            is_right("store", int(sums))
    if (copy := home / "copy.db").exists():
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    recordings = list(home.glob("*.jsonl"))
    is_right("recording", len(recordings))
    for recording in recordings:
        *lines, _ = recording.read_bytes().split(b"\n")
        assert all(map(json.loads, lines)), "only the last line may be torn"
    with_secret = {
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    }
    assert with_secret <= {"sessions.json", "config/growattServer/accounts.json"}
    assert not [path for path in home.rglob("*.new") if path.name.startswith((".acc", ".sess"))]
