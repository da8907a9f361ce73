"""What a server says when it was asked too often: remembered, and read while nobody waits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from growattServer.etiquette import pacing
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
ASK = LimitedCall("asking", "account", "call", "DEVICE", "variant", period_s=300)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def test_complaints_are_remembered(path: Path) -> None:
    ledger = Ledger(path)
    assert ledger.begin(ASK, NOW, 40) is None
    assert ledger.rate_limited(ASK, NOW, "retry after 600 s") == NOW + timedelta(minutes=10)
    assert Ledger(path).begin(ASK, NOW + timedelta(minutes=9), 40) is not None


@pytest.mark.parametrize(
    "said",
    ["9" * 1_000_000, "1 " * 500_000, "retry after " + "1" * 500_000 + " s", "1ms" * 300_000],
)
def test_a_complaint_that_is_long_holds_nobody_up(path: Path, said: str) -> None:
    ledger = Ledger(path)
    assert ledger.begin(ASK, NOW, 40) is None
    # a pattern that looks again and again from each place would take hours
    assert ledger.rate_limited(ASK, NOW, said) > NOW


def test_nothing_is_read_while_others_wait_for_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, is_free = pacing.wait_in, list[bool]()

    def watched(message: str) -> float | None:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                is_free.append(True)
            except sqlite3.OperationalError:
                is_free.append(False)
        return read(message)

    ledger = Ledger(path)
    assert ledger.begin(ASK, NOW, 40) is None
    monkeypatch.setattr(pacing, "wait_in", watched)
    assert ledger.rate_limited(ASK, NOW, "retry after 600 s") == NOW + timedelta(minutes=10)
    assert is_free == [True]
