"""A backup over an old file: whole, of one store alone, and not over one that is in use."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from growattServer.recorder import GrowattStoreError, Store, backup, check
from growattServer.recorder.keep import schema

from .small_store import Rows, new_device, put

NOON = 1_781_517_600
BESIDE = ("-wal", "-shm", "-journal")


def rows(count: int, power: float) -> Rows:
    return {NOON + number * 300: {"pv_power": power} for number in range(count)}


@pytest.fixture(scope="module")
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    with Store(new_store()) as place:
        put(place, new_device(place), rows(900, 7.0))
        yield place


def old_one(path: Path, *, folded: bool) -> None:
    """A store of other devices; unless folded as its recorder left it when it was killed."""
    place = path.with_name("other.db")
    with Store(place) as other, closing(sqlite3.connect(place)) as reader:
        put(other, new_device(other, serial="OLD1"), rows(700, 3.0))
        if folded:
            shutil.copy(place, path)
            return
        # who reads keeps the log from being folded in
        reader.execute("BEGIN").execute("SELECT count(*) FROM devices").fetchall()
        put(other, new_device(other, serial="OLD2"), rows(700, 4.0))
        shutil.copy(place, path)
        shutil.copy(f"{place}-wal", f"{path}-wal")


def content(store: Store) -> list[list[tuple[object, ...]]]:
    with store.reading() as connection:
        return [
            sorted(tuple(row) for row in connection.execute(table.select()))
            for table in (schema.plants, schema.devices, schema.windows, *schema.projected())
        ]


def assert_whole(path: Path, store: Store) -> None:
    assert [path.name + ending for ending in BESIDE if Path(f"{path}{ending}").exists()] == []
    with Store(path) as copy:
        assert content(copy) == content(store)
        assert check(copy) == check(store)
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("folded", [True, False])
def test_nothing_of_the_old_store_is_left(store: Store, tmp_path: Path, folded: bool) -> None:
    old_one(tmp_path / "copy.db", folded=folded)
    backup(store, tmp_path / "copy.db")
    assert_whole(tmp_path / "copy.db", store)


@pytest.mark.parametrize("ending", BESIDE)
def test_what_a_lost_store_has_left_belongs_to_nobody(
    store: Store, tmp_path: Path, ending: str
) -> None:
    old_one(tmp_path / "copy.db", folded=False)
    (tmp_path / "copy.db-wal").rename(tmp_path / f"copy.db{ending}")
    (tmp_path / "copy.db").unlink()
    backup(store, tmp_path / "copy.db")
    assert_whole(tmp_path / "copy.db", store)


def test_a_file_that_is_no_store_is_replaced(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"something else " * 1000)
    (tmp_path / "copy.db-wal").write_bytes(b"whatever")
    backup(store, tmp_path / "copy.db")
    assert_whole(tmp_path / "copy.db", store)


# --- an old one that is open ---------------------------------------------------------------------


@contextmanager
def opened(path: Path) -> Iterator[None]:
    with Store(path):
        yield


@contextmanager
def opened_to_read(path: Path) -> Iterator[None]:
    with Store(path, read_only=True):
        yield


@contextmanager
def recording(path: Path) -> Iterator[None]:
    with Store(path) as other, other.alone():
        yield


@contextmanager
def read_by_another_program(path: Path) -> Iterator[None]:
    program = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1])\n"
        "print(connection.execute('SELECT count(*) FROM devices').fetchone(), flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "(1,)\n"
        yield
        other.communicate("")


@pytest.mark.parametrize("use", [opened, opened_to_read, recording, read_by_another_program])
def test_an_open_store_is_not_replaced(
    store: Store, tmp_path: Path, use: Callable[[Path], AbstractContextManager[None]]
) -> None:
    target = tmp_path / "copy.db"
    with Store(target) as other:
        put(other, new_device(other, serial="OLD1"), rows(10, 3.0))
        before = content(other)
    with use(target), pytest.raises(GrowattStoreError, match=r"copy\.db is open"):
        backup(store, target)
    with Store(target) as other:
        assert content(other) == before
    backup(store, target)
    assert_whole(target, store)


def test_a_store_is_not_its_own_backup(tmp_path: Path) -> None:
    with Store(tmp_path / "home.db") as store:
        put(store, new_device(store), rows(10, 3.0))
        (tmp_path / "link.db").symlink_to("home.db")
        before = content(store)
        for name in ("home.db", "link.db"):
            with pytest.raises(GrowattStoreError, match="itself"):
                backup(store, tmp_path / name)
        assert content(store) == before


def test_a_damaged_store_takes_no_backup_away(tmp_path: Path) -> None:
    source, target = tmp_path / "home.db", tmp_path / "copy.db"
    with Store(source) as store:
        put(store, new_device(store), rows(900, 3.0))
        backup(store, target)
    good = target.read_bytes()
    damaged = bytearray(source.read_bytes())
    # a page of readings
    begin = len(damaged) * 3 // 4 // 16384 * 16384
    damaged[begin : begin + 16384] = bytes(16384)
    source.write_bytes(damaged)
    with Store(source, read_only=True) as store, pytest.raises(GrowattStoreError, match="damaged"):
        backup(store, target)
    assert target.read_bytes() == good
