"""What can go wrong with a store, beside what can go wrong with any call."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from ..exceptions import GrowattError
from ..suggestion import do_you_mean


class GrowattStoreError(GrowattError):
    """The store cannot be read or written; what was recorded before is safe."""

    message_key = "store_failed"
    is_of_a_value = False
    """Whether the store refuses a value, and is well itself."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.hint}" if self.hint else str(self.args[0])


class GrowattStoreBusyError(GrowattStoreError):
    """Another recorder writes to this store."""

    message_key = "store_busy"
    retryable = True


class GrowattStoreVersionError(GrowattStoreError):
    """The store was made by a newer version of this library."""

    message_key = "store_too_new"


class GrowattStoreDamagedError(GrowattStoreError):
    """A frozen week is not as it was written; `check` mends it, or a backup does."""

    message_key = "store_damaged"


class GrowattDeviceNotFoundError(GrowattError):
    """The account has no such device that can be recorded; `known` are those it has."""

    message_key = "device_not_found"

    def __init__(self, missing: Iterable[str], known: Iterable[str]) -> None:
        self.missing, self.known = sorted(missing), sorted(known)
        near = do_you_mean(self.missing[0], self.known) if self.missing else ""
        super().__init__(
            f"This account has no device {', '.join(self.missing)} that can be recorded{near}; "
            f"it has {', '.join(self.known) or 'none'}"
        )


class GrowattStepError(GrowattError):
    """A step of the recorder failed as nobody has foreseen; the store is as before it."""

    message_key = "step_failed"


_ON = "recorded data is safe, and the recorder continues when you start it again"

# what the engines say, in their words, and what that means for who reads it
_MEANINGS = (
    ("disk is full", "the disk is full", f"free some space; {_ON}"),
    ("no space left", "the disk is full", f"free some space; {_ON}"),
    ("readonly database", "it is read-only", "check the permissions of file and folder"),
    ("read-only", "it is read-only", "check the permissions of file, folder or database user"),
    ("unable to open", "it cannot be opened", "check that the folder exists and may be written"),
    ("not a database", "it is not a database", "name another file; this one was left as it is"),
    ("malformed", "the file is damaged", "go back to a backup, or run check on a copy"),
    ("disk i/o error", "the disk failed", f"check the disk; {_ON}"),
    ("is locked", "another program keeps it locked", "close that program, then start again"),
    ("permission denied", "its server refuses", "check the permissions of the database user"),
    ("password authentication", "its server refuses", "check user and password in the URL"),
    ("fatal:  database", "there is no such database", "create it first: createdb"),
)
_GONE = ("closed the connection", "connection", "terminat", "shutting down", "starting up")


def store_error(name: str, error: Exception) -> GrowattStoreError:
    """One of our errors for one of an engine; `name` is how the store may be called in a log."""
    said = str(getattr(error, "orig", None) or error).strip()
    lowered = said.lower()
    for words, meaning, hint in _MEANINGS:
        if words in lowered:
            return GrowattStoreError(f"The store {name} cannot be used, {meaning}", hint=hint)
    if isinstance(error, DataError | IntegrityError):
        refused = GrowattStoreError(f"The store {name} refuses a value ({type(error).__name__})")
        refused.is_of_a_value = True
        return refused
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or any(words in lowered for words in _GONE):
        return GrowattStoreError(
            f"The server of the store {name} went away or cannot be reached",
            hint=f"start it; {_ON}",
        )
    first = said.splitlines()[0] if said else type(error).__name__
    return GrowattStoreError(f"The store {name} failed: {first}")


@contextmanager
def store_trouble(name: str) -> Iterator[None]:
    """Turn what an engine raises inside into one of our errors."""
    try:
        yield
    except Exception as error:
        if isinstance(error, (SQLAlchemyError, OSError, *_driver_errors())) and not isinstance(
            error, GrowattError
        ):
            raise store_error(name, error) from error
        raise


@contextmanager
def content_trouble(name: str) -> Iterator[None]:
    """Turn whatever the content of a store leads to inside into one of our errors.

    Everything that is read is what this library has written, unless the file is damaged or somebody
    else has written to it.
    """
    with store_trouble(name):
        try:
            yield
        except Exception as error:
            if isinstance(error, (GrowattError, SQLAlchemyError, OSError, *_driver_errors())):
                raise
            raise unreadable(name, error) from error


def unreadable(name: str, error: Exception) -> GrowattStoreError:
    """The error for what the content of a store leads to."""
    return GrowattStoreError(
        f"The store {name} contains data that cannot be read ({place_of(error)})",
        hint="run check, which may repair it, or go back to a backup",
    )


@contextmanager
def step_trouble(what: str) -> Iterator[None]:
    """Turn whatever a step of a recorder leads to into one of our errors."""
    try:
        yield
    except GrowattError:
        raise
    except Exception as error:
        raise GrowattStepError(f"{what} failed unexpectedly ({place_of(error)})") from error


def place_of(error: BaseException) -> str:
    """What an error is and where it came up: its own words may quote what nobody meant to show."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _driver_errors() -> tuple[type[Exception], ...]:
    """What the drivers themselves raise, where they are used without SQLAlchemy between."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def extra_missing(used_for: str, extra: str = "recorder") -> Any:
    """The error for a package that is not installed."""
    from ..exceptions import GrowattMissingExtraError

    return GrowattMissingExtraError(extra, used_for)
