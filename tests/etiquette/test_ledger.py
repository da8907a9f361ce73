"""The ledger: one file for all programs, that may fail without costing a call."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from growattServer import Etiquette, GrowattParameterError
from growattServer.etiquette import pacing
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LedgerProtocol, LimitedCall, account_key

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
ASK = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite3"


def ask(
    ledger: LedgerProtocol,
    call: LimitedCall = ASK,
    now: datetime = NOW,
    data: Any = None,
    longest_s: float = 40,
) -> bool:
    """Whether a call was allowed; it is answered at once."""
    if ledger.begin(call, now, longest_s) is not None:
        return False
    ledger.finish(call, now, data)
    return True


def test_what_one_object_does_another_one_knows(path: Path) -> None:
    assert ask(Ledger(path), data={"power": 7})
    other = Ledger(path)
    reached = other.begin(ASK, SOON, 40)
    assert reached is not None
    assert reached.until == NOW + timedelta(minutes=5)
    assert reached.reason == "allowed once in 5 minutes"
    assert other.last(ASK, SOON) == ({"power": 7}, timedelta(minutes=1))
    assert ask(other, now=NOW + timedelta(minutes=5))
    assert other.use_of("account", SOON).hours == {int(NOW.timestamp() // 3600): 2}


def test_other_accounts_calls_and_subjects_are_their_own(path: Path) -> None:
    ledger = Ledger(path)
    assert ask(ledger)
    assert not ask(ledger)
    assert ask(ledger, ASK._replace(account="other"))
    assert ask(ledger, ASK._replace(endpoint="other"))
    assert ask(ledger, ASK._replace(subject="OTHER"))
    assert ledger.last(ASK._replace(variant="other"), NOW) is None


def test_a_call_that_never_left_does_not_count_for_the_pace(path: Path) -> None:
    ledger = Ledger(path)
    assert ledger.begin(ASK, NOW, 40) is None
    ledger.cancel(ASK, NOW)
    assert ask(ledger)


def test_the_calls_of_a_day(path: Path) -> None:
    ledger = Ledger(path)
    ten = ASK._replace(period_s=None, calls_per_day=10)
    assert [ask(ledger, ten) for _ in range(12)] == [True] * 10 + [False] * 2
    reached = ledger.begin(ten, SOON, 40)
    assert reached is not None
    assert "all 10 calls of this kind in 24 hours" in reached.reason
    assert timedelta(hours=24) <= reached.until - NOW <= timedelta(hours=25)
    assert ask(ledger, ten, reached.until)
    # the clock goes back, and what was asked later counts
    budget = ASK._replace(endpoint="another", period_s=None, budget=13)
    assert [ask(ledger, budget) for _ in range(3)] == [True, True, False]


def test_a_file_that_others_could_read_is_mended(path: Path) -> None:
    first = Ledger(path)
    assert ask(first)
    before = os.umask(0)
    try:
        for file in path.parent.iterdir():
            file.chmod(0o666)
        assert ask(Ledger(path), ASK._replace(subject="OTHER"))
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    finally:
        os.umask(before)


def test_the_file_is_for_its_owner_only_and_has_no_secret(path: Path) -> None:
    token = "0123456789abcdef0123456789abcdef"  # made up
    ledger = Ledger(path)
    ask(ledger, ASK._replace(account=account_key("token", "https://server/", token)))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert token.encode() not in file.read_bytes()


@pytest.mark.parametrize("damage", ["no database", "torn", "newer", "folder", "forbidden"])
def test_a_bad_file_costs_no_call_and_one_warning(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = Ledger(path)
    first.use_of("account", NOW)
    first.close()
    before = spoil(path, damage)
    with caplog.at_level(logging.WARNING):
        ledger = Ledger(path)
        assert ask(ledger, data=[1])
        assert not ask(ledger)
        assert ledger.last(ASK, NOW) == ([1], timedelta(0))
        ledger.save("name", "text", NOW)
        assert ledger.load("name", NOW) == "text"
    assert len(caplog.records) == 1, caplog.text
    is_damaged = damage in ("no database", "torn")
    assert ("a new one is started" if is_damaged else "kept in memory") in caplog.text
    # what is in a file that cannot be read may be of use to somebody
    kept = next(path.parent.glob(f"{path.name}.damaged-*")) if is_damaged else path
    assert before is None or kept.read_bytes() == before


def spoil(path: Path, damage: str) -> bytes | None:
    """Damage the file; gives what is in it afterwards."""
    if damage == "no database":
        path.write_bytes(b"not a database " * 1000)
    elif damage == "torn":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "newer":
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        for file in path.parent.iterdir():
            file.unlink()
        if damage == "folder":
            path.mkdir()
        else:
            # root may write anywhere, but not below a file
            path.parent.rmdir()
            path.parent.write_text("a file where the folder should be")
        return None
    return path.read_bytes()


def test_a_locked_file_costs_no_call_and_is_used_again_later(path: Path) -> None:
    Ledger(path).use_of("account", NOW)
    ledger = Ledger(path)
    assert ask(ledger, ASK._replace(subject="BEFORE"))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert ask(ledger, longest_s=1)
    # in memory it knows what this process has done before
    assert not ask(ledger, ASK._replace(subject="BEFORE"), SOON - timedelta(seconds=30))
    holder.execute("ROLLBACK")
    holder.close()
    later = NOW + timedelta(minutes=10)
    assert ask(ledger, now=later)
    assert not ask(Ledger(path), now=later)


def test_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    ledger = Etiquette(ledger=False).ledger
    assert ask(ledger)
    assert not ask(ledger)
    assert not list(tmp_path.iterdir())


def test_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    etiquette = Etiquette()
    assert not list(tmp_path.iterdir()), "constructing does no I/O"
    assert ask(etiquette.ledger)
    assert (tmp_path / "growattServer" / "ledger.sqlite3").is_file()
    assert Etiquette(ledger="~/there").path == Path.home() / "there"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ledger": 7},
        {"ledger": ""},
        {"ledger": create_engine("sqlite://")},
        {"on_limit": "never"},
        {"daily_budget": -1},
        {"daily_budget": 1.5},
        {"daily_budget": True},
        {"poll_floor": 300},
        {"poll_floor": timedelta(seconds=5)},
        {"retries": -1},
        {"longest_wait": -timedelta(1)},
    ],
)
def test_arguments_that_cannot_be_right(wrong: dict[str, Any]) -> None:
    with pytest.raises(GrowattParameterError, match=next(iter(wrong))):
        Etiquette(**wrong)


def test_old_entries_are_let_go(path: Path) -> None:
    ledger = Ledger(path)
    for day in range(40):
        for n in range(40):
            free = ASK._replace(subject=f"{n}", variant=f"{day}-{n}")
            assert ask(ledger, free, NOW + timedelta(days=day), data=[n])
    db = sqlite3.connect(path)
    counts = {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # our tables
        for table in ("calls", "answers")
    }
    db.close()
    assert counts["calls"] < 20
    assert counts["answers"] < 1000


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from growattServer.etiquette import pacing
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.ledger import Ledger
ledger, now = Ledger(Path(sys.argv[1])), datetime(2026, 6, 15, 12, tzinfo=UTC)
allowed = 0
for number in range(200):
    call = LimitedCall("asking", "account", "call", f"{number}", period_s=300, budget=150)
    if ledger.begin(call, now, 40) is None:
        allowed += 1
        ledger.finish(call, now, [number])
print(allowed)
"""


def test_processes_share_the_limits(path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(path)]
    with ThreadPoolExecutor(4) as pool:
        runs = list(
            pool.map(lambda _: subprocess.check_output(command, text=True, timeout=60), range(4))
        )
    assert sum(map(int, runs)) == 150, "each call once, and no more than the budget"


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_a_child_process_opens_the_file_anew(path: Path) -> None:
    ledger = Ledger(path)
    assert ask(ledger)
    child = os.fork()
    if child == 0:
        other = ASK._replace(subject="CHILD")
        ok = not ask(ledger) and ask(ledger, other) and not ask(ledger, other)
        os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not ask(ledger, ASK._replace(subject="CHILD"))
    assert ask(ledger, ASK._replace(subject="PARENT"))


@pytest.mark.parametrize("is_kept", [True, False], ids=["in a file", "in memory"])
def test_a_forgotten_ledger_closes_what_it_holds(path: Path, is_kept: bool) -> None:
    ledger = Ledger(path if is_kept else None)
    assert ask(ledger)
    connection = ledger._held.file if is_kept else ledger._held.memory
    assert connection is not None
    connection.execute("SELECT 1")
    del ledger
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
@pytest.mark.parametrize("is_locked", [False, True])
def test_a_child_that_forgets_a_ledger_leaves_its_parents_file_alone(
    path: Path, is_locked: bool
) -> None:
    ledger = Ledger(path)
    assert ask(ledger)
    connection = ledger._held.file
    assert connection is not None
    if is_locked:
        # as if a thread of the parent were at work at this moment
        ledger._held.lock.acquire()
    child = os.fork()
    if child == 0:
        del ledger
        gc.collect()
        try:
            connection.execute("SELECT 1")
        except sqlite3.ProgrammingError:
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    if is_locked:
        ledger._held.lock.release()
    assert ask(ledger, ASK._replace(subject="PARENT"))


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_a_child_waits_for_no_thread_of_its_parent(path: Path) -> None:
    ledger = Ledger(path)
    assert ask(ledger)
    with ledger._held.lock:
        child = os.fork()
        if child == 0:
            # a child that hangs is ended
            signal.alarm(30)
            os._exit(0 if ask(ledger, ASK._replace(subject="CHILD")) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not ask(ledger, ASK._replace(subject="CHILD"))


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can tell there who still lives")
def test_a_call_of_a_dead_process_is_not_waited_for(path: Path) -> None:
    quick = ASK._replace(period_s=10)
    child = os.fork()
    if child == 0:
        Ledger(path).begin(quick, NOW, 3600)
        os._exit(0)
    os.waitpid(child, 0)
    ledger = Ledger(path)
    assert not ask(ledger, quick, NOW + timedelta(seconds=9))
    assert ask(ledger, quick, NOW + timedelta(seconds=10))


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody is at the file and does not let go."""
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield holder
        if holder.in_transaction:
            holder.execute("ROLLBACK")


@pytest.mark.parametrize("end", ["the next call", "closed", "forgotten"])
@pytest.mark.parametrize("others", [False, True], ids=["alone", "others ask too"])
def test_what_was_done_while_the_file_was_locked_comes_into_it(
    path: Path, end: str, others: bool
) -> None:
    ten = ASK._replace(period_s=None, calls_per_day=10, subject="TEN")
    ledger = Ledger(path)
    assert ask(ledger, ASK._replace(subject="BEFORE"))
    assert all(ask(ledger, ten) for _ in range(3))
    with locked(path):
        assert ask(ledger, longest_s=0.1)
        assert ask(ledger, ASK._replace(subject="SLOW"), longest_s=0.1)
        ledger.begin(ASK._replace(subject="LATER"), NOW, 0.1)
        ledger.rate_limited(ASK._replace(subject="LATER"), NOW, "retry after 900 s")
        assert all(ask(ledger, ten) for _ in range(4))
    if others:
        # and had it before the first one came back
        assert ask(Ledger(path), now=SOON)
        assert ask(Ledger(path), ten)
    if end == "the next call":
        ledger.use_of("account", NOW)
    elif end == "closed":
        ledger.close()
    else:
        del ledger
        gc.collect()
    other = Ledger(path)
    for subject in ("BEFORE", "SLOW", "DEVICE"):
        assert not ask(other, ASK._replace(subject=subject), SOON)
    reached = other.begin(ASK._replace(subject="LATER"), NOW + timedelta(minutes=14), 40)
    assert reached is not None
    reached = other.begin(ASK, SOON, 40)
    assert reached is not None
    assert reached.until == (SOON if others else NOW) + timedelta(minutes=5)
    left = 2 if others else 3
    assert [ask(other, ten) for _ in range(4)].count(True) == left
    used = 1 + 3 + 2 + 1 + 4 + left + 2 * others
    assert sum(other.use_of("account", NOW).hours.values()) == used
    # once only
    assert sum(Ledger(path).use_of("account", NOW).hours.values()) == used


def test_whoever_waits_for_the_file_sees_what_was_done_meanwhile(path: Path) -> None:
    ledger = Ledger(path)
    assert ask(ledger, ASK._replace(subject="BEFORE"))
    begun = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        with locked(path) as holder:
            waiting = pool.submit(ledger.begin, ASK, NOW, 60)
            # other threads are not kept waiting with it
            assert pool.submit(ledger.use_of, "account", NOW).result(20)
            # somebody else makes the same call, as far ahead as this one has to wait
            while (waited := time.monotonic() - begun) < 1.5:
                time.sleep(0.1)
            assert not waiting.done()
            at = NOW.timestamp() + waited + pacing.SKEW_S - 0.5
            pace = ("account", "call", "DEVICE", at + 300, 0, 0, 0, 0, at)
            holder.execute("INSERT INTO pace VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", pace)
            holder.execute("COMMIT")
        assert waiting.result(60) is not None


def crowd(path: Path, size: int) -> list[int]:
    """How many processes that start at one moment may make the same call, and how many more."""
    reading, writing = os.pipe()
    children = []
    for _ in range(size):
        child = os.fork()
        if child == 0:
            code = 3
            try:
                os.close(writing)
                os.read(reading, 1)
                code = 0 if ask(Ledger(path), longest_s=120) else 1
            finally:
                os._exit(code)
        children.append(child)
    os.close(reading)
    os.close(writing)
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return [ended.count(code) for code in (0, 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
@pytest.mark.parametrize("size", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_crowd_makes_one_call(path: Path, size: int) -> None:
    assert crowd(path, size) == [1, size - 1]
