"""One login at a time for an account, among threads, tasks and processes.

The lock of a process is an ordinary one that async tasks try for again and again, so that threads
and the tasks of several event loops exclude each other alike. Between processes a file is locked,
which the operating system gives back when a process dies; async tasks do so in a thread.
"""

from __future__ import annotations

import os
import time
from typing import Any

from .. import exceptions
from ..locks import FileLock, after_fork_in_child

_PAUSE = 0.02
_LONGEST = 120.0
_HOLDERS: dict[Any, LoginLock] = {}

# whoever holds a lock stays behind in the parent
after_fork_in_child(_HOLDERS.clear)


class LoginLock:
    """The right to log in to one account; `with` and `async with` wait for it."""

    def __init__(self, account: Any, lock_path: str | None) -> None:
        self._account = account
        self._file = None if lock_path is None else FileLock(lock_path)
        self._is_wanted = True
        self.patience = _LONGEST

    def __enter__(self) -> None:
        patience = _Patience(self.patience)
        try:
            while not self._take():
                time.sleep(patience.pause())
        except BaseException:
            self._let_go()
            raise

    async def __aenter__(self) -> None:
        from asyncio import sleep

        patience = _Patience(self.patience)
        # an Event would belong to one event loop; the holder may be a thread or another process
        while not await self._take_async():  # noqa: ASYNC110
            await sleep(patience.pause())

    def __exit__(self, *exception: object) -> None:
        self._let_go()

    async def __aexit__(self, *exception: object) -> None:
        self._let_go()

    async def _take_async(self) -> bool:
        if self._file is None:
            return self._take()
        from asyncio import get_running_loop, shield

        try:
            return await shield(get_running_loop().run_in_executor(None, self._take))
        except BaseException:
            # the thread goes on, and what it takes nobody wants any more
            self._is_wanted = False
            self._let_go()
            raise

    def _take(self) -> bool:
        # one step that cannot be interrupted, and that tells afterwards who has it
        if _HOLDERS.setdefault(self._account, self) is not self:
            return False
        try:
            if self._take_file() and self._is_wanted:
                return True
        except BaseException:
            self._let_go()
            raise
        self._let_go()
        return False

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.release()
        if _HOLDERS.get(self._account) is self:
            del _HOLDERS[self._account]

    def _take_file(self) -> bool:
        if self._file is None:
            return True
        try:
            os.makedirs(os.path.dirname(os.path.abspath(self._file.path)), 0o700, exist_ok=True)
            return self._file.take()
        except OSError:
            # a store that cannot be written costs no call, and neither does its lock
            return True


class _Patience:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def pause(self) -> float:
        if time.monotonic() > self._end:
            raise exceptions.GrowattTimeoutError(
                "Error during login: another login to this account does not end",
                operation="login",
            )
        return _PAUSE
