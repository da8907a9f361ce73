"""An event loop goes on while sessions are looked up: no file is touched in its thread."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from shinephone_cloud import PASSWORD, USER, Cloud

from growattServer import AsyncGrowattApi, Etiquette, GrowattApi, locks
from growattServer.etiquette import ledger

HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
db.execute("ROLLBACK")
db.close()
"""

CALLS: dict[str, Callable[[Any], Any]] = {
    "a first call": lambda api: api.mix_totals("M", "1"),
    "login": lambda api: api.login(USER, PASSWORD),
    "resume_login": lambda api: api.resume_login(USER, PASSWORD),
    "budget": lambda api: api.budget(),
}


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as loopback:
        yield loopback


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the file until it reads a line."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder


async def in_time(call: Awaitable[Any], holder: subprocess.Popen[str]) -> int:
    """Await a call beside a heart, which gives the file free after some beats; counts them."""
    beats = 0

    async def heart() -> None:
        nonlocal beats
        assert holder.stdin is not None
        while True:
            await asyncio.sleep(0.01)
            beats += 1
            if beats == 10:
                holder.stdin.write("\n")
                holder.stdin.flush()

    beating = asyncio.create_task(heart())
    await call
    beating.cancel()
    return beats


@pytest.mark.parametrize("name", CALLS)
async def test_a_ledger_that_another_process_holds_does_not_stop_the_loop(
    name: str,
    cloud: Cloud,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "ledger.sqlite3"
    with GrowattApi(server_url=cloud.url, etiquette=Etiquette(ledger=path)) as api:
        assert api.login(USER, PASSWORD)["success"]
    # long enough for any heart: only a loop that stands lets this time pass
    monkeypatch.setattr(ledger, "LOCKED_S", 20.0)
    with held(path) as holder, caplog.at_level(logging.WARNING):
        etiquette = Etiquette(ledger=path)
        async with AsyncGrowattApi(server_url=cloud.url, etiquette=etiquette) as other:
            assert await in_time(CALLS[name](other), holder) >= 10
    assert not caplog.records, "the ledger was waited for, and not given up"
    assert cloud.logins == 1


class Watched:
    """A session store that tells the threads in which it is used."""

    def __init__(self, lock_path: str) -> None:
        self.lock_path = lock_path
        self.text = "{}"
        self.used: list[tuple[str, int]] = []

    def load(self) -> Any:
        self.used.append(("load", threading.get_ident()))
        return json.loads(self.text)

    def save(self, document: Any) -> None:
        self.used.append(("save", threading.get_ident()))
        self.text = json.dumps(document)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched, lock_file = Watched(str(tmp_path / "lock")), locks.lock_file

    def noted(number: int, offset: int) -> None:
        watched.used.append(("lock", threading.get_ident()))
        lock_file(number, offset)

    monkeypatch.setattr(locks, "lock_file", noted)
    return watched


async def test_the_store_is_used_in_other_threads(cloud: Cloud, store: Watched) -> None:
    async with AsyncGrowattApi(server_url=cloud.url, session_store=store) as api:
        await api.login(USER, PASSWORD)
        api.login_cooldown = 0
        cloud.expire()
        assert await api.mix_totals("M", "1") == {"ok": 1}
    async with AsyncGrowattApi(server_url=cloud.url, session_store=store) as api:
        assert await api.mix_totals("M", "1") == {"ok": 1}
        await api.resume_login(USER, PASSWORD)
        await api.budget()
    assert {what for what, _ in store.used} == {"load", "save", "lock"}
    assert threading.get_ident() not in {thread for _, thread in store.used}
    assert cloud.logins == 2


def test_a_blocking_client_uses_it_where_it_is_called(cloud: Cloud, store: Watched) -> None:
    with GrowattApi(server_url=cloud.url, session_store=store) as api:
        api.login(USER, PASSWORD)
        assert api.mix_totals("M", "1") == {"ok": 1}
    assert {what for what, _ in store.used} == {"load", "save", "lock"}
    assert {thread for _, thread in store.used} == {threading.get_ident()}


async def test_tasks_that_begin_together_go_on_with_the_stored_session(
    cloud: Cloud, store: Watched
) -> None:
    with GrowattApi(server_url=cloud.url, session_store=store) as api:
        api.login(USER, PASSWORD)
    async with AsyncGrowattApi(server_url=cloud.url, session_store=store) as other:
        calls = [other.mix_totals("M", "1") for _ in range(8)]
        assert await asyncio.gather(*calls) == [{"ok": 1}] * 8
    assert cloud.paths == ["newTwoLoginAPI", *["newMixApi"] * 8]


async def test_a_login_that_is_cancelled_while_it_takes_the_lock_gives_it_back(
    cloud: Cloud, store: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_file, is_there, may_go_on = locks.lock_file, threading.Event(), threading.Event()

    def slow(number: int, offset: int) -> None:
        is_there.set()
        may_go_on.wait(60)
        lock_file(number, offset)

    monkeypatch.setattr(locks, "lock_file", slow)
    async with AsyncGrowattApi(server_url=cloud.url, session_store=store) as api:
        task = asyncio.create_task(api.login(USER, PASSWORD))
        assert await asyncio.to_thread(is_there.wait, 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        may_go_on.set()
        assert (await asyncio.wait_for(api.login(USER, PASSWORD), 60))["success"]
    assert cloud.logins == 1
