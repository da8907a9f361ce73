"""One etiquette for many: threads that come at once, copies, other processes, forks at any time."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from test_hammer import SlowServer, slow

from growattServer import Etiquette, GrowattApi, GrowattRateLimitError, OpenApiV1
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.locks import FileLock
from growattServer.settings import Journal
from growattServer.shinephone.login_lock import LoginLock

__all__ = ["slow"]

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ASK = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300)
THREADS = 8
no_fork = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")


def at_once(action: Callable[[], Any]) -> list[Any]:
    """What an action gives to each of several threads that come at the same moment."""
    barrier = threading.Barrier(THREADS)

    def wait_and_act(_: int) -> Any:
        barrier.wait()
        return action()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(wait_and_act, range(THREADS)))


def test_the_first_calls_of_many_threads_are_one(slow: SlowServer, tmp_path: Path) -> None:
    def ask() -> bool:
        try:
            api.min_energy("SN1")
        except GrowattRateLimitError:
            return False
        return True

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for ledger in [False] * 5 + [tmp_path / f"{n}" for n in range(5)]:
            slow.asked.clear()
            with OpenApiV1("t", server_url=slow.url, etiquette=Etiquette(ledger=ledger)) as api:
                assert sum(at_once(ask)) == 1
            assert slow.asked == {"SN1": 1}
    finally:
        sys.setswitchinterval(before)


LAZY: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "ledger": (lambda: Etiquette(ledger=False), lambda etiquette: etiquette.ledger),
    "session": (lambda: OpenApiV1("token"), lambda api: api.session),
    "session of the app": (GrowattApi, lambda api: api.session),
    "cookies": (GrowattApi, lambda api: api._own_cookies()),
}


@pytest.mark.parametrize("name", LAZY)
def test_what_is_made_at_the_first_use_is_made_once(name: str) -> None:
    make, look = LAZY[name]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            made = make()
            assert len(set(map(id, at_once(partial(look, made))))) == 1
    finally:
        sys.setswitchinterval(before)


def test_one_of_many_threads_gets_a_turn() -> None:
    for number in range(20):
        assert sum(at_once(partial(_takes, number))) == 1


def _takes(number: int) -> bool:
    return LoginLock(number, None)._take()


# --- copies --------------------------------------------------------------------------------------


def uses(kind: str, tmp_path: Path) -> Etiquette:
    etiquette = Etiquette(ledger=False if kind == "memory" else tmp_path / "ledger", retries=5)
    if kind != "not used":
        assert etiquette.ledger.begin(ASK, NOW, 40) is None
        etiquette.ledger.finish(ASK, NOW)
    return etiquette


KINDS = pytest.mark.parametrize("kind", ["not used", "file", "memory"])


@KINDS
@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy])
def test_a_copy_has_the_same_limits(tmp_path: Path, kind: str, how: Callable[[Any], Any]) -> None:
    etiquette = uses(kind, tmp_path)
    api = OpenApiV1("token", etiquette=etiquette)
    for other in (how(etiquette), how(api).etiquette, how([api])[0].etiquette):
        assert other.retries == 5
        assert other.ledger is etiquette.ledger
    changed = how(etiquette)
    changed.on_limit = "wait"
    assert etiquette.on_limit == "raise"


UNPICKLE = """
import pickle, sys
from growattServer.etiquette.ledger_protocol import LimitedCall
from datetime import UTC, datetime
from functools import partial
etiquette, api = pickle.load(sys.stdin.buffer)
now = datetime(2026, 6, 15, 12, tzinfo=UTC)
ask = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300)
refusals = [one.ledger.begin(ask, now, 40) for one in (etiquette, api.etiquette)]
print([refusal is None for refusal in refusals], etiquette.retries, api.etiquette is etiquette)
"""


@KINDS
@pytest.mark.parametrize("client", [OpenApiV1, GrowattApi])
def test_another_process_gets_it_in_a_pickle(tmp_path: Path, kind: str, client: Any) -> None:
    etiquette = uses(kind, tmp_path)
    args = ("token",) if client is OpenApiV1 else ()
    api = client(*args, etiquette=etiquette)
    if kind != "not used":
        assert api.session is not None
    sent = pickle.dumps((etiquette, api))
    told = subprocess.run(
        [sys.executable, "-c", UNPICKLE], input=sent, stdout=subprocess.PIPE, check=True, timeout=60
    )
    # a file is shared; what lies in memory stays where it is
    allowed = "[False, False]" if kind == "file" else "[True, False]"
    assert told.stdout.decode().strip() == f"{allowed} 5 True"


# --- forks ---------------------------------------------------------------------------------------


@no_fork
def test_forks_at_any_moment_under_load(slow: SlowServer, tmp_path: Path) -> None:
    slow.pause_s = 0.002
    worker = Path(__file__).with_name("fork_worker.py")
    command = [sys.executable, str(worker), slow.url, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.strip() == "all ended"


@no_fork
@pytest.mark.parametrize("what", ["turn", "plan", "file"])
def test_a_child_does_not_keep_its_parents_lock(tmp_path: Path, what: str) -> None:
    """A lock on a file lasts as long as anybody has the file open."""
    journal, path = Journal(tmp_path), str(tmp_path / "lock")
    login_lock, lock = LoginLock("account", path), FileLock(path)
    holder: Any = {"turn": login_lock, "plan": journal.alone("SN")}.get(what)
    if holder is None:
        assert lock.take()
    else:
        holder.__enter__()
    (ends, goes_on), (is_there, tells) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(goes_on)
        os.write(tells, b".")
        os.read(ends, 1)
        os._exit(0)
    os.read(is_there, 1)
    if holder is None:
        lock.release()
    else:
        holder.__exit__(None, None, None)
    found = FileLock(tmp_path / "SN.lock" if what == "plan" else path)
    try:
        assert found.take()
    finally:
        found.release()
        for number in (ends, goes_on, is_there, tells):
            os.close(number)
        os.waitpid(child, 0)
