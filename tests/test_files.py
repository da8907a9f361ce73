"""Files are whole or not there, and nobody but their owner reads them."""

from __future__ import annotations

import os
import re
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growattServer.files import (
    file_name,
    make_private,
    make_private_folder,
    remove_drafts,
    replace_whole,
    replacing,
)
from growattServer.recorder import Store, backup


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """The most careless setting that a system can have."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("old")
    with suppress(KeyboardInterrupt), replacing(target) as draft:
        draft.write_text("half")
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    replace_whole(target, b"new")
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["report.csv"]
    assert mode_of(target) == 0o600


def test_what_is_written_before_is_not_to_be_guessed(tmp_path: Path) -> None:
    target, victim = tmp_path / "report.csv", tmp_path / "victim"
    victim.write_text("mine")
    for name in (".report.csv.part", ".report.csv.new", "report.csv.tmp"):
        (tmp_path / name).symlink_to(victim)
    names = set()
    for _ in range(20):
        with replacing(target) as draft:
            names.add(draft.name)
            assert mode_of(draft) == 0o600
            draft.write_text("new")
    assert len(names) == 20
    assert victim.read_text() == "mine"


def test_two_who_replace_one_file_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    contents = [letter * 100_000 for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda each: replace_whole(target, each.encode()), contents * 5))
    assert target.read_text() in contents
    assert os.listdir(tmp_path) == ["report.csv"]


@pytest.mark.parametrize("name", ["x" * 255, "ü" * 127], ids=["letters", "two bytes each"])
def test_the_longest_names_are_replaced_too(tmp_path: Path, name: str) -> None:
    replace_whole(tmp_path / name, b"new")
    assert os.listdir(tmp_path) == [name]


def test_a_store_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "home.db"
    with Store(path) as store, store.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        assert {file.name: mode_of(file) for file in tmp_path.iterdir()} == {
            "home.db": 0o600,
            "home.db-wal": 0o600,
            "home.db-shm": 0o600,
        }
        copy = backup(store, tmp_path / "copy.db")
    assert mode_of(copy) == 0o600


def test_a_store_that_others_could_read_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "home.db"
    with Store(path) as store, store.reading():
        for file in tmp_path.iterdir():
            file.chmod(0o666)
        with Store(path):
            assert {mode_of(file) for file in tmp_path.iterdir()} == {0o600}


def test_what_is_private_is_made_or_mended(tmp_path: Path) -> None:
    path = tmp_path / "state"
    make_private(path)
    assert mode_of(path) == 0o600
    path.write_text("kept")
    path.chmod(0o640)
    make_private(path)
    assert (mode_of(path), path.read_text()) == (0o600, "kept")
    path.chmod(0o400)
    make_private(path)
    assert mode_of(path) == 0o400


def test_new_folders_are_private_and_old_ones_stay(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a" / "b" / "c")
    modes = [mode_of(tmp_path / part) for part in (".", "a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o700, 0o700, 0o700]


def test_what_a_killed_program_left_is_removed_and_what_is_at_work_stays(tmp_path: Path) -> None:
    target, other = tmp_path / "accounts.json", tmp_path / "others.json"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with replacing(target) as draft, replacing(other) as second:
            for each in (draft, second, Path(f"{draft}-wal")):
                each.write_text("a secret")
            os.write(writing, b"!")
            signal.pause()
    os.read(reading, 1)
    before = sorted(os.listdir(tmp_path))
    remove_drafts(target)
    with replacing(target) as draft:
        draft.write_text("new")
        replace_whole(target, b"newer")
    assert sorted(os.listdir(tmp_path)) == sorted([*before, "accounts.json"])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    remove_drafts(target)
    left = sorted(os.listdir(tmp_path))
    assert len(left) == 2, left
    replace_whole(other, b"whole")
    assert sorted(os.listdir(tmp_path)) == ["accounts.json", "others.json"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_name_from_outside_is_one_part_of_a_path(one: str, other: str) -> None:
    name = file_name(one)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", name)
    assert (name == file_name(other)) is (one == other)


@given(st.from_regex(r"[A-Z0-9]{10,16}", fullmatch=True))
def test_a_serial_number_is_its_own_name(serial: str) -> None:
    assert file_name(serial) == serial
    assert file_name(f"../{serial}") != serial
    assert file_name("CON") != "CON"
