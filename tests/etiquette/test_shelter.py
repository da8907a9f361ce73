"""Programs that cannot write their ledger go on together, and take everything back into it."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from growattServer.etiquette import fallback
from growattServer.etiquette.ledger import VERSION, Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no such memory there")

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ASK = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300, budget=4)


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What stands for the memory of this machine."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(fallback, "MEMORY", folder)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def spoil(path: Path, version: int = 99) -> None:
    """Have a file that can be read and not be used: that of a version to come."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {version}")


def mend(path: Path) -> None:
    spoil(path, VERSION)


def ask(ledger: Ledger, now: datetime, subject: str = "DEVICE") -> bool:
    """Whether a call was allowed; it is answered at once."""
    call = ASK._replace(subject=subject)
    if ledger.begin(call, now, 40) is not None:
        return False
    ledger.finish(call, now, {"power": 7})
    return True


def files(memory: Path) -> list[Path]:
    return sorted(memory.glob("growattServer-*/*"))


def test_they_know_of_each_other(path: Path, memory: Path) -> None:
    before = Ledger(path)
    assert ask(before, NOW, "ONE")
    before.close()
    spoil(path)
    here, there = Ledger(path), Ledger(path)
    assert not ask(here, NOW + MINUTE, "ONE")
    assert ask(here, NOW + MINUTE, "TWO")
    assert not ask(there, NOW + MINUTE, "TWO")
    assert ask(there, NOW + MINUTE, "THREE")
    # a program that starts begins where the others are
    started = Ledger(path)
    assert ask(started, NOW + MINUTE, "FOUR")
    assert not ask(started, NOW + MINUTE, "FIVE")
    assert sum(here.use_of("account", NOW + MINUTE).hours.values()) == 4
    assert started.last(ASK, NOW + MINUTE) == ({"power": 7}, timedelta(0))
    assert len(files(memory)) == 1


def test_a_document_is_one_for_all(path: Path) -> None:
    Ledger(path).save("sessions", "before", NOW)
    spoil(path)
    here, there = Ledger(path), Ledger(path)
    assert there.load("sessions", NOW) == "before"
    here.save("sessions", "meanwhile", NOW)
    assert there.load("sessions", NOW) == "meanwhile"
    mend(path)
    assert Ledger(path).load("sessions", NOW) == "meanwhile"


def test_what_they_did_is_taken_back(path: Path, memory: Path) -> None:
    assert ask(Ledger(path), NOW, "ONE")
    spoil(path)
    here, there = Ledger(path), Ledger(path)
    assert ask(here, NOW + MINUTE, "TWO")
    assert ask(there, NOW + MINUTE, "THREE")
    mend(path)
    other = Ledger(path)
    assert not ask(other, NOW + MINUTE, "THREE")
    assert files(memory) == []
    # who would not look at the file for some time yet hears of it
    assert ask(other, NOW + MINUTE, "FOUR")
    for ledger in (here, there):
        assert not ask(ledger, NOW + 1.1 * MINUTE, "FOUR")
        assert sum(ledger.use_of("account", NOW + MINUTE).hours.values()) == 4
    assert files(memory) == []


def test_a_clock_of_the_future_does_not_win(path: Path) -> None:
    ahead = Ledger(path)
    assert ask(ahead, NOW + timedelta(days=3650), "ONE")
    ahead.close()
    spoil(path)
    assert ask(Ledger(path), NOW, "ONE")
    mend(path)
    assert not ask(Ledger(path), NOW + MINUTE, "ONE")


def test_it_is_for_one_user_alone(path: Path, memory: Path) -> None:
    umask = os.umask(0)
    try:
        Ledger(path).close()
        ask(Ledger(path), NOW)
        spoil(path)
        assert ask(Ledger(path), NOW, "TWO")
    finally:
        os.umask(umask)
    (found,) = files(memory)
    assert stat.S_IMODE(found.stat().st_mode) == 0o600
    assert stat.S_IMODE(found.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("trap", ["folder", "link to a folder", "file", "link"])
def test_a_trap_is_not_stepped_into(trap: str, path: Path, memory: Path, tmp_path: Path) -> None:
    there = fallback.fallback_of(path)
    assert there is not None
    bait = tmp_path / "bait"
    if trap == "folder":
        there.parent.mkdir()
        there.parent.chmod(0o777)
    elif trap == "link to a folder":
        bait.mkdir(mode=0o700)
        there.parent.symlink_to(bait)
    elif trap == "file":
        there.parent.write_text("")
    else:
        there.parent.mkdir(mode=0o700)
        there.symlink_to(bait)
    ask(Ledger(path), NOW)
    spoil(path)
    alone = Ledger(path)
    assert ask(alone, NOW, "TWO")
    assert not ask(alone, NOW, "TWO")
    assert not bait.exists() or list(bait.iterdir()) == []


def test_what_was_left_is_removed(path: Path, memory: Path) -> None:
    spoil(path)
    ask(Ledger(path), NOW)
    (first,) = files(memory)
    long_ago = first.stat().st_mtime - 3 * 86_400
    os.utime(first, (long_ago, long_ago))
    other = path.with_name("other.sqlite3")
    spoil(other)
    ask(Ledger(other), NOW)
    assert first not in files(memory)
    assert len(files(memory)) == 1


@pytest.mark.parametrize("content", ["", "no database at all" * 100, "moved"])
@pytest.mark.parametrize("is_well", [True, False], ids=["well", "spoiled"])
def test_one_that_is_of_no_use_is_in_nobodys_way(
    is_well: bool, content: str, path: Path, memory: Path
) -> None:
    """Its program was killed before it was filled, or before it was removed."""
    there = fallback.fallback_of(path)
    assert there is not None
    assert ask(Ledger(path), NOW, "ONE")
    spoil(path)
    assert not ask(Ledger(path), NOW, "ONE")
    if content == "moved":
        with closing(sqlite3.connect(there, isolation_level=None)) as db:
            db.execute("INSERT INTO documents VALUES ('moved', '')")
    else:
        there.write_text(content)
    if is_well:
        mend(path)
    here, other = Ledger(path), Ledger(path)
    assert not ask(here, NOW, "ONE")
    assert ask(here, NOW, "TWO")
    assert not ask(other, NOW, "TWO")
    assert files(memory) == ([] if is_well else [there])
