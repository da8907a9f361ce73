"""Locks of threads and of files that a forked child begins without.

A child has only the thread that forked. Whatever another thread holds at that moment would be held
in the child for ever, so whoever forks waits a moment until the locks made here are free: what they
guard is whole then, also inside SQLite. Files that are locked stay with the parent alone.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .living import Living

_PATIENCE_S = 2.0
"""How long a fork waits for a thread that does not come to an end."""

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, getattr(errno, "EDEADLOCK", -1))
"""What the systems say where somebody else has the lock."""
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""What the systems say where files cannot be locked at all."""

_MADE: Living[Any] = Living()
_FILES: Living[FileLock] = Living()
_FORKING = threading.local()


def new_lock() -> threading.RLock:
    """A lock for threads; where two are held at once, the one that was made first comes first."""
    lock = threading.RLock()
    _MADE.add(lock)
    return lock


class Patience:
    """Pauses until so many seconds are over, each of another length, so that a crowd spreads.

    `waited_s` is how long it has lasted up to the end of the last pause.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.waited_s = 0.0
        self._begun = time.monotonic()
        self._longest = 0.01

    @property
    def left_s(self) -> float:
        """How long it still lasts; 0 where it is over."""
        return max(0.0, self.seconds - (time.monotonic() - self._begun))

    def pause(self) -> bool:
        """Wait a moment; False, at once, where the time is over."""
        left = self.left_s
        if not left:
            return False
        import random  # dear, and most locks are free

        pause = self._longest * random.uniform(0.2, 1)  # no secret
        time.sleep(min(left, pause))
        self._longest = min(self._longest * 2, 1.0)
        self.waited_s = time.monotonic() - self._begun
        return True


class FileLock:
    """A file that one holder at a time has; the system gives it back when a process dies."""

    def __init__(self, path: str | os.PathLike[str], offset: int = 0) -> None:
        self.path = path
        self.file: int | None = None
        self._offset = offset

    def take(self) -> bool:
        """Whether it is ours now; raises OSError where there can be no such file, or no locks."""
        try:
            self.file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            _FILES.add(self)
            _close_to_others(self.file)
            try:
                lock_file(self.file, self._offset)
            except OSError as error:
                # the message names the file whose system has no locks
                error.filename = os.fspath(self.path)
                raise
        except BlockingIOError:
            self.leave()
            return False
        except BaseException:
            self.release()
            raise
        return True

    def release(self) -> None:
        """Give it back, if it is ours."""
        if self.file is not None:
            # a child that has begun this moment may have the file open still
            unlock_file(self.file)
        self.leave()

    def leave(self) -> None:
        """Close the file; who else has it open keeps the lock."""
        file, self.file = self.file, None
        if file is not None:
            os.close(file)


def _close_to_others(number: int) -> None:
    if sys.platform != "win32" and os.fstat(number).st_mode & 0o077:
        with suppress(OSError):  # it is somebody else's
            os.fchmod(number, 0o600)


def lock_file(number: int, offset: int = 0) -> None:
    """Lock an open file; closing it gives the lock back.

    Raises BlockingIOError at once where somebody else has it, another OSError where the file system
    has no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, offset, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        held = BlockingIOError(error.errno, error.strerror)
    else:
        return
    raise held


def unlock_file(number: int) -> None:
    """Give back the lock on an open file, where it is one."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_UN)


def after_fork_in_child(function: Callable[[], object]) -> None:
    """Have this done at the beginning of every child."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=function)


def _take_all() -> None:
    end = time.monotonic() + _PATIENCE_S
    taken: list[Any] = []
    _FORKING.taken = taken
    taken.extend(lock for lock in _MADE if lock.acquire(timeout=max(0.0, end - time.monotonic())))

    # libraries are imported where they are used first, and Python locks a module while it is
    while time.monotonic() < end and _somebody_imports():
        time.sleep(0.001)


def _somebody_imports() -> bool:
    mine = threading.get_ident()
    references = list(getattr(getattr(importlib, "_bootstrap", None), "_module_locks", {}).values())
    owners = [getattr(reference(), "owner", None) for reference in references]
    return any(owner not in (None, mine) for owner in owners)


def _give_back() -> None:
    for lock in reversed(_FORKING.taken):
        lock.release()
    del _FORKING.taken


def _begin_as_child() -> None:
    taken = {id(lock) for lock in _FORKING.taken}
    for lock in _MADE:
        if id(lock) not in taken:
            lock._at_fork_reinit()
    _give_back()
    # an open file is locked as long as anybody has it open
    for each in _FILES:
        each.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_take_all, after_in_parent=_give_back, after_in_child=_begin_as_child
    )
