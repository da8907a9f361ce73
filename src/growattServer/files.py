"""Files that are whole or not there, and that only their owner can read, or that are damaged."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .locks import lock_file

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_DRAFT = ".new"
_LONGEST_NAME = 40
_LONGEST_PART = 64
_OLD_S = 24 * 3600.0
# names that Windows keeps to itself
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
# what SQLite keeps beside a database
_BESIDE = ("", "-wal", "-shm", "-journal")

Identity = tuple[int, int]
"""Which file it is, whatever name it has by now."""


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A new, empty file beside `path`, which takes its place where the block ends well.

    Nobody else can guess its name, so nobody can have put a link there, and two programs that
    replace the same file do not meet: the one that ends last wins. What a killed program left of
    its own attempt is removed.
    """
    target = Path(path)
    remove_drafts(target)
    draft, number = _new_draft(target)
    try:
        yield draft
        with open(draft, "rb+") as file:
            os.fsync(file.fileno())
        if sys.platform == "win32":
            os.close(number)  # nobody moves a file there that is open
            number = -1
        os.replace(draft, target)
    finally:
        if number != -1:
            os.close(number)
        for ending in _BESIDE:
            with suppress(OSError):
                os.unlink(f"{draft}{ending}")


def _beginning(name: str) -> str:
    # a name may have 255 bytes, and four of them to a character
    return f".{name[:_LONGEST_NAME]}."


def _new_draft(target: Path) -> tuple[Path, int]:
    """A draft of this file, and its number; as long as that is open, nobody takes it for left."""
    while True:
        draft = target.with_name(f"{_beginning(target.name)}{secrets.token_hex(8)}{_DRAFT}")
        number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        if sys.platform == "win32":
            return draft, number
        try:
            lock_file(number)
            is_ours = os.fstat(number).st_nlink > 0
        except BlockingIOError:
            is_ours = False
        except OSError:
            is_ours = True  # where there are no locks, a draft is left when it is old
        if is_ours:
            return draft, number
        os.close(number)  # somebody took it for left before it was locked


def remove_drafts(path: str | os.PathLike[str], rest: str = "") -> None:
    """Remove what killed programs left of their attempts to replace a file.

    `rest` matches what may follow the name, for the drafts of many files at once.
    """
    target = Path(path)
    drafts = re.compile(
        rf"{re.escape(_beginning(target.name)[:-1])}{rest}\.[0-9a-f]{{16}}\{_DRAFT}"
    )
    with suppress(OSError), os.scandir(target.parent) as entries:
        left = [entry.path for entry in entries if drafts.fullmatch(entry.name)]
        for draft in left:
            with suppress(OSError):
                _remove_left(draft)


def _remove_left(draft: str) -> None:
    if sys.platform == "win32":
        if _is_old(os.stat(draft)):
            os.unlink(draft)
        return
    number = os.open(draft, os.O_RDWR | os.O_NOFOLLOW)
    try:
        lock_file(number)
        is_left = True
    except BlockingIOError:
        is_left = False  # whoever is at it still holds it
    except OSError:
        is_left = _is_old(os.fstat(number))
    try:
        for ending in _BESIDE if is_left else ():
            with suppress(OSError):
                os.unlink(f"{draft}{ending}")
    finally:
        os.close(number)


def _is_old(status: os.stat_result) -> bool:
    return status.st_mtime < time.time() - _OLD_S


def replace_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Put this content in the place of a file: whoever looks sees the old one or the new one."""
    with replacing(path) as draft:
        draft.write_bytes(content)


def make_private_folder(path: str | os.PathLike[str], *, ours: Path | None = None) -> None:
    """Have a folder, and those above it, which are their owner's alone where they are new.

    Those from the folder `ours` down are mended where others can look into them.
    """
    folder = Path(path)
    if not folder.is_dir():
        make_private_folder(folder.parent, ours=ours)
        folder.mkdir(mode=0o700, exist_ok=True)
        return
    if ours is not None and folder.is_relative_to(ours):
        make_private_folder(folder.parent, ours=ours)
        _close_to_others(folder, stat.S_ISDIR)


def make_private(path: str | os.PathLike[str]) -> None:
    """Have a file that only its owner can read: made, or mended where others can read it.

    What SQLite keeps beside it is mended too. A file that belongs to somebody else stays as it is.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    mend_private(path)


def mend_private(path: str | os.PathLike[str]) -> None:
    """Close a file to others where they can read it, and what SQLite keeps beside it."""
    for ending in _BESIDE:
        _close_to_others(f"{path}{ending}", stat.S_ISREG)


def _close_to_others(path: str | os.PathLike[str], is_meant: Callable[[int], bool]) -> None:
    with suppress(OSError):
        mode = os.stat(path).st_mode
        if is_meant(mode) and mode & _OTHERS:
            os.chmod(path, stat.S_IMODE(mode) & ~_OTHERS)


def identity_of(path: str | os.PathLike[str]) -> Identity:
    """Which file has this name now."""
    found = os.stat(path)
    return found.st_dev, found.st_ino


def set_aside(path: Path, identity: Identity | None = None) -> Path | None:
    """Give a damaged file another name, so that it stands in nobody's way; gives that name.

    What SQLite keeps beside it goes along. None where it is not the file that was meant any more:
    somebody else was quicker.
    """
    if identity is not None and identity_of(path) != identity:
        return None
    aside = path.with_name(f"{path.name[:_LONGEST_NAME]}.damaged-{secrets.token_hex(4)}")
    # the file itself comes last: until it is gone nobody begins a new one
    for ending in _BESIDE[:0:-1]:
        with suppress(FileNotFoundError):
            os.rename(f"{path}{ending}", f"{aside}{ending}")
    os.rename(path, aside)
    mend_private(aside)
    return aside


def file_name(text: str) -> str:
    """A text from outside as part of the name of a file: never a way to another folder.

    What is usual stays as it is; anything else is told apart by a sum.
    """
    safe = re.sub(r"[^A-Za-z0-9]", "_", text[:_LONGEST_PART])
    if safe == text and safe and not _DEVICES.fullmatch(safe):
        return safe
    sum_ = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{safe[:_LONGEST_NAME]}-{sum_}"
