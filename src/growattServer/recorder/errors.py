"""What can go wrong with a store, beside what can go wrong with any call."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..exceptions import GrowattError


class GrowattStoreError(GrowattError):
    """The store cannot be read or written; what was recorded before is safe."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.hint}" if self.hint else str(self.args[0])


class GrowattStoreBusyError(GrowattStoreError):
    """Another recorder writes to this store."""

    retryable = True


class GrowattStoreVersionError(GrowattStoreError):
    """The store was made by a newer version of this library."""


_ON = "what is recorded is safe, and a recorder that starts again goes on from there"

# what the engines say, in their words, and what that means for who reads it
_MEANINGS = (
    ("disk is full", "the disk is full", f"make room; {_ON}"),
    ("no space left", "the disk is full", f"make room; {_ON}"),
    ("readonly database", "it may only be read", "check the rights of file and folder"),
    ("read-only", "it may only be read", "check the rights of file, folder or database user"),
    ("unable to open", "it cannot be opened", "check that the folder exists and may be written"),
    ("not a database", "it is no database", "name another file; this one was left as it is"),
    ("malformed", "the file is damaged", "go back to a backup, or run check on a copy"),
    ("disk i/o error", "the disk failed", f"check the disk; {_ON}"),
    ("is locked", "another program holds it for long", "close that program, then start again"),
    ("permission denied", "its server refuses", "check the rights of the database user"),
    ("password authentication", "its server refuses", "check user and password in the URL"),
    ("fatal:  database", "there is no such database", "make it first: createdb"),
)
_GONE = ("closed the connection", "connection", "terminat", "shutting down", "starting up")


def store_error(name: str, error: Exception) -> GrowattStoreError:
    """One of our errors for one of an engine; `name` is how the store may be called in a log."""
    said = str(getattr(error, "orig", None) or error).strip()
    lowered = said.lower()
    for words, meaning, hint in _MEANINGS:
        if words in lowered:
            return GrowattStoreError(f"The store {name} cannot be used, {meaning}", hint=hint)
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


def _driver_errors() -> tuple[type[Exception], ...]:
    """What the drivers themselves raise, where they are used without SQLAlchemy between."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def extra_missing(used_for: str, extra: str = "recorder") -> Any:
    """The error for a package that is not installed."""
    from ..exceptions import GrowattMissingExtraError

    return GrowattMissingExtraError(extra, used_for)
