"""Taking turns: one login at a time for an account, among threads, tasks and processes.

The lock of a process is an ordinary one that async tasks try for again and again, so that threads
and the tasks of several event loops exclude each other alike. Between processes a file is locked,
which the operating system gives back when a process dies; async tasks do so in a thread.
"""

from __future__ import annotations

import os
import sys
import time
from threading import Lock
from typing import TYPE_CHECKING, Any

from .. import exceptions

if TYPE_CHECKING:
    from asyncio import Future

_PAUSE = 0.02
_LONGEST = 120.0
_LOCKS: dict[Any, Lock] = {}

if hasattr(os, "register_at_fork"):
    # whoever held a lock stays behind in the parent
    os.register_at_fork(after_in_child=_LOCKS.clear)


class LoginTurn:
    """The right to log in to one account; `with` and `async with` wait for it."""

    def __init__(self, account: Any, lock_path: str | None) -> None:
        self._lock = _LOCKS.setdefault(account, Lock())
        self._lock_path = lock_path
        self._file: int | None = None
        self.patience = _LONGEST

    def __enter__(self) -> None:
        patience = _Patience(self.patience)
        while not self._take():
            time.sleep(patience.pause())

    async def __aenter__(self) -> None:
        from asyncio import sleep

        patience = _Patience(self.patience)
        # an Event would belong to one event loop; the holder may be a thread or another process
        while not await self._take_async():  # noqa: ASYNC110
            await sleep(patience.pause())

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._lock.release()

    async def __aexit__(self, *exception: object) -> None:
        self.__exit__()

    async def _take_async(self) -> bool:
        if self._lock_path is None:
            return self._take()
        from asyncio import CancelledError, get_running_loop, shield

        taking = get_running_loop().run_in_executor(None, self._take)
        try:
            return await shield(taking)
        except CancelledError:
            # the thread goes on, and what it takes nobody wants any more
            taking.add_done_callback(self._give_back)
            raise

    def _give_back(self, taking: Future[bool]) -> None:
        if not taking.cancelled() and taking.exception() is None and taking.result():
            self.__exit__()

    def _take(self) -> bool:
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._lock_path is None or self._take_file(self._lock_path):
                return True
        except BaseException:
            self._lock.release()
            raise
        self._lock.release()
        return False

    def _take_file(self, path: str) -> bool:
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
            number = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            # a store that cannot be written costs no call, and neither does its lock
            return True
        try:
            _lock_file(number)
        except OSError:
            os.close(number)
            return False
        self._file = number
        return True


def _lock_file(number: int) -> None:
    """Lock an open file or raise OSError at once; closing it gives the lock back."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


class _Patience:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def pause(self) -> float:
        if time.monotonic() > self._end:
            raise exceptions.GrowattTimeoutError(
                "Error during login: another login to this account does not come to an end",
                operation="login",
            )
        return _PAUSE
