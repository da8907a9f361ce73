"""A ledger that is damaged: no call fails for it, it is moved aside, and that is told once."""

from __future__ import annotations

import logging
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer import Etiquette
from growattServer.etiquette import policy
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.etiquette.session_store import recall

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=6)
ASK = LimitedCall(
    "asking", "account", "call", "DEVICE", "variant", period_s=300, calls_per_day=10, budget=100
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger in which everything is remembered."""
    path = tmp_path / "ledger.sqlite3"
    ledger = Ledger(path)
    use_all(ledger, NOW)
    ledger.close()
    return path


def use_all(ledger: Ledger, now: datetime) -> None:
    """Everything that a ledger is asked."""
    ledger.begin(ASK, now, 40)
    ledger.last(ASK, now)
    ledger.cancel(ASK, now)
    ledger.begin(ASK, now, 40)
    ledger.finish(ASK, now, {"power": 7})
    ledger.rate_limited(ASK, now, "wait 5 minutes")
    ledger.use_of("account", now)
    ledger.save("document", "{}", now)
    assert ledger.load("document", now) is not None


@pytest.mark.parametrize("kept", ["[1]", '"accounts"', "null", "7", "{", '{"accounts": {}}'])
def test_logins_that_are_no_document_are_none(path: Path, kept: str) -> None:
    etiquette = Etiquette(ledger=path)
    etiquette.ledger.save(policy._SESSIONS, kept, etiquette.now())
    store = etiquette.session_store()
    assert recall(store) == {}
    if kept != "{":
        assert isinstance(store.load(), dict)


def moved(path: Path) -> list[Path]:
    """What was moved aside."""
    return list(path.parent.glob(f"{path.name}.damaged-*"))


def cell(table: str, column: str, value: Any) -> Callable[[Path], None]:
    """Damage that SQLite does not notice: something else in the cells of a column."""

    def damage(path: Path) -> None:
        db = sqlite3.connect(path)
        db.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608  # names from below
        db.commit()
        db.close()

    return damage


def bytes_at(start: int, content: bytes) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        body = path.read_bytes()
        path.write_bytes(body[:start] + content + body[start + len(content) :])

    return damage


def statement(sql: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        db = sqlite3.connect(path)
        db.execute(sql)
        db.commit()
        db.close()

    return damage


ODD: tuple[Any, ...] = (None, "x", b"\xff\xfe", float("inf"))
DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda path: path.write_bytes(b"\xff" * 5000),
    "half a file": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "a schema in no encoding": bytes_at(150, b"\xff" * 3900),
    "pages of nothing": bytes_at(4096, b"\0" * 20_000),
    "pages of noise": bytes_at(4096, b"\xe1\x28\xa1" * 5000),
    "no table": statement("DROP TABLE pace"),
    "a table without its columns": statement("ALTER TABLE calls DROP COLUMN count"),
    **{
        f"{value!r} in {table}.{column}": cell(table, column, value)
        for table, column in (
            ("pace", "next_at"),
            ("pace", "slower_s"),
            ("pace", "refused_at"),
            ("pace", "flight_until"),
            ("pace", "pid"),
            ("pace", "asked_at"),
            ("calls", "count"),
        )
        for value in ODD
    },
}
CACHED = {
    "an answer that is no zlib": cell("answers", "body", b"\x78\x9c\xff\xff"),
    "an answer that is no blob": cell("answers", "body", 5),
    "an answer of no moment": cell("answers", "at", None),
    "an answer of a text": cell("answers", "at", b"\xff"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_no_call_fails(path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    DAMAGE[damage](path)
    ledger = Ledger(path)
    use_all(ledger, LATER)
    use_all(ledger, LATER + timedelta(minutes=6))
    assert len(caplog.records) <= 1
    ledger.close()
    # the next program finds a whole file
    caplog.clear()
    other = Ledger(path)
    use_all(other, LATER + timedelta(hours=1))
    assert other.use_of("account", LATER).hours
    assert not caplog.records


@pytest.mark.parametrize("damage", CACHED)
def test_an_answer_that_is_damaged_is_none(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    CACHED[damage](path)
    ledger = Ledger(path)
    assert ledger.last(ASK, LATER) is None
    use_all(ledger, LATER)
    assert ledger.last(ASK, LATER) == ({"power": 7}, timedelta(0))
    assert not caplog.records


def test_it_is_moved_aside_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = b"\xff" * 5000
    path.write_bytes(broken)
    ledger = Ledger(path)
    for number in range(5):
        use_all(ledger, LATER + timedelta(minutes=number))
    (aside,) = moved(path)
    assert aside.read_bytes() == broken
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "ledger.sqlite3 is damaged (DatabaseError)" in caplog.text
    assert f"kept as {aside.name}" in caplog.text
    for name in (path, aside):
        assert stat.S_IMODE(name.stat().st_mode) == 0o600
    # what the new file has by now is known to the next program
    assert Ledger(path).begin(ASK, LATER + timedelta(minutes=4), 40) is not None


def test_what_this_program_did_is_carried_over(path: Path) -> None:
    ledger = Ledger(path)
    assert ledger.begin(ASK, LATER, 40) is None
    ledger.finish(ASK, LATER, {"power": 8})
    cell("pace", "next_at", "x")(path)
    assert ledger.begin(ASK, LATER, 40) is not None
    # the file is a new one by now
    assert ledger.begin(ASK, LATER, 40) is not None
    other = Ledger(path)
    assert other.begin(ASK, LATER, 40) is not None
    assert sum(other.use_of("account", LATER).hours.values()) == 1


def test_two_that_find_it_damaged_move_it_once(path: Path) -> None:
    one, two = Ledger(path), Ledger(path)
    one.load("document", LATER)
    two.load("document", LATER)
    cell("pace", "next_at", "x")(path)
    use_all(one, LATER)
    use_all(one, LATER)
    # the second still has the damaged one open, and finds a new one in its place
    use_all(two, LATER)
    use_all(two, LATER)
    assert Ledger(path).begin(ASK, LATER, 40) is not None
    assert two.load("document", LATER) == "{}"


def test_what_cannot_be_asked_is_no_damage(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ledger = Ledger(path)
    with pytest.raises(UnicodeEncodeError):
        ledger.load("\ud800", LATER)
    assert ledger.load("document", LATER) == "{}"
    assert not caplog.records
    assert not moved(path)


def test_a_newer_file_is_no_damage(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    statement("PRAGMA user_version = 99")(path)
    ledger = Ledger(path)
    use_all(ledger, LATER)
    assert "newer version" in caplog.text
    assert not moved(path)
