"""The journal of plans on disk, and the count of writes: all disk work of this room is here.

A file per plan, readable by its owner only, replaced as a whole and on the disk (fsync) before the
device hears of it. It holds serial numbers and settings, never a token.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from ..exceptions import GrowattParameterError
from ..files import (
    file_name,
    make_private_folder,
    mend_private,
    remove_drafts,
    replace_whole,
)
from ..locks import FileLock
from ..state_directory import state_directory
from ..wire import Flow, to_thread
from .entry import Entry
from .errors import GrowattJournalError, GrowattPlanBusyError, GrowattWriteBudgetError

R = TypeVar("R")

WRITES_A_DAY = 50
"""How many writes a device gets in a UTC day unless the journal says otherwise."""

KEPT_FOR = timedelta(days=30)
"""How long finished plans stay in the journal."""

_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What reading a file can raise that is not what was written."""

_LOG = logging.getLogger(__name__)


def _default() -> Path:
    return state_directory() / "settings"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """Plans and counts of writes in a directory, which is made at the first write.

    `clock` gives the present as a datetime with a zone; `writes_a_day` is the budget of a device.
    """

    def __init__(
        self,
        directory: str | os.PathLike[str] | None = None,
        *,
        clock: Callable[[], datetime] = _utc_now,
        writes_a_day: int = WRITES_A_DAY,
    ) -> None:
        if isinstance(writes_a_day, bool) or not isinstance(writes_a_day, int) or writes_a_day < 0:
            raise GrowattParameterError(
                f"writes_a_day must be a whole number, not {writes_a_day!r}"
            )
        self.directory = _default() if directory is None else Path(directory).expanduser()
        self.writes_a_day = writes_a_day
        self._clock = clock

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.directory)!r})"

    def now(self) -> datetime:
        """The present in UTC."""
        moment = self._clock()
        if moment.tzinfo is None:
            raise GrowattParameterError("the clock of a Journal must give a datetime with a zone")
        return moment.astimezone(UTC)

    # --- plans -----------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """All plans, the oldest first; a file that cannot be read is passed over with a warning."""
        found = [self._load(path) for path in sorted(self.directory.glob("*.plan.json"))]
        known = [entry for entry in found if entry is not None]
        return sorted(known, key=lambda entry: (entry.created, entry.key))

    def load(self, entry: Entry) -> Entry | None:
        """The plan as it is on disk now; None where it never came there."""
        path = self._path(entry)
        return self._load(path) if path.exists() else None

    def _load(self, path: Path) -> Entry | None:
        try:
            mend_private(path)
            entry = Entry.from_json(json.loads(path.read_bytes()))
            if self._path(entry) != path:
                raise ValueError("it is the file of another plan")
            return entry
        except _DAMAGE as error:
            _LOG.warning("%s in the journal cannot be read (%s)", path.name, type(error).__name__)
            return None

    def save(self, entry: Entry) -> None:
        """Put the plan on the disk, in place of what was there."""
        self._replace(self._path(entry), entry.to_json())

    def tidy(self, device_sn: str) -> None:
        """Remove plans that were finished long ago, and what a killed process left of this device.

        To be called by who is alone with the device.
        """
        old = [
            self._path(entry)
            for entry in self.entries()
            if entry.closed and entry.created < self.now() - KEPT_FOR
        ]
        for path in old:
            with suppress(OSError):
                path.unlink()
        # names are cut in drafts, and others are at work on other devices: theirs are locked
        remove_drafts(self.directory / file_name(device_sn), r"([-.].*)?")

    def _path(self, entry: Entry) -> Path:
        return self.directory / f"{file_name(entry.device_sn)}-{entry.key}.plan.json"

    # --- the budget of writes --------------------------------------------------------------------

    def writes_left(self, device_sn: str) -> int:
        """How many writes the device may get today."""
        return self.writes_a_day - self._writes(device_sn)

    def check_budget(self, device_sn: str, count: int) -> None:
        """Raise GrowattWriteBudgetError unless this many writes are left."""
        left = max(0, self.writes_left(device_sn))
        if count > left:
            # the day of a clock that was ahead is over with today
            self.count_write(device_sn, 0)
            raise GrowattWriteBudgetError(
                f"the plan needs {count} writes, and {left} of {self.writes_a_day} are left to "
                f"{device_sn} today (UTC)"
            )

    def count_write(self, device_sn: str, more: int = 1) -> None:
        """Count a write that is about to be sent, or with -1 take one back that was not."""
        count = {"day": self._day(), "writes": max(0, self._writes(device_sn) + more)}
        self._replace(self._count_path(device_sn), count)

    def _writes(self, device_sn: str) -> int:
        try:
            row = json.loads(self._count_path(device_sn).read_bytes())
            # the days of a clock that has been put back count as today
            return int(row["writes"]) if str(row["day"]) >= self._day() else 0
        except FileNotFoundError:
            return 0
        except _DAMAGE as error:
            raise GrowattJournalError("the count of writes cannot be read") from error

    def _day(self) -> str:
        return self.now().date().isoformat()

    def _count_path(self, device_sn: str) -> Path:
        return self.directory / f"{file_name(device_sn)}.writes.json"

    # --- files -----------------------------------------------------------------------------------

    @contextmanager
    def alone(self, device_sn: str) -> Iterator[None]:
        """Keep other plans away from a device; the system gives the lock back when a process dies.

        Raises GrowattPlanBusyError where another plan holds it.
        """
        lock = self.lock_of(device_sn)
        lock.take()
        try:
            yield
        finally:
            lock.release()

    def lock_of(self, device_sn: str) -> DeviceLock:
        """What keeps other plans away from a device; nothing is done yet."""
        return DeviceLock(self, device_sn)

    def make_directory(self) -> None:
        """Make the directory, for its owner only."""
        make_private_folder(self.directory, ours=state_directory())

    def _replace(self, path: Path, document: Any) -> None:
        with _journal_trouble():
            self.make_directory()
            replace_whole(path, json.dumps(document, indent=1).encode())
            self._sync_directory()

    def _sync_directory(self) -> None:
        if sys.platform == "win32":
            return
        number = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class DeviceLock:
    """The right to send plans to a device; the system gives it back when a process dies."""

    def __init__(self, journal: Journal, device_sn: str) -> None:
        self._journal = journal
        self._device_sn = device_sn
        self._file = FileLock(journal.directory / f"{file_name(device_sn)}.lock")
        self._is_wanted = True

    def take(self) -> None:
        """Raise GrowattPlanBusyError where another plan holds it."""
        with _journal_trouble():
            self._journal.make_directory()
            is_ours = self._file.take()
        if not is_ours:
            raise GrowattPlanBusyError(
                f"another plan is being sent to {self._device_sn}; try again when it is done"
            )
        if not self._is_wanted:
            self._file.release()

    def release(self) -> None:
        """Give it back; what a thread takes after that is given back as well."""
        self._is_wanted = False
        self._file.release()


def holding(lock: DeviceLock, flow: Flow[R]) -> Flow[R]:
    """The result of a flow during which no other plan is sent to the device."""
    try:
        yield from to_thread(lock.take)
        result = yield from flow
    except GeneratorExit:
        # given up without a word, and nothing can be asked of a driver any more
        lock.release()
        raise
    except BaseException:
        yield from to_thread(lock.release)
        raise
    yield from to_thread(lock.release)
    return result


@contextmanager
def _journal_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GrowattJournalError(
            f"the journal cannot be written: {error.strerror or type(error).__name__}",
            hint="nothing is sent unless the journal knows of it",
        ) from error
