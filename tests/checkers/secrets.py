"""No secret that the library has in use is shown, logged or left in a file."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from _pytest.raises import RaisesExc

import growattServer
from growattServer.exceptions import GrowattError
from growattServer.secret import Secret

from .findings import note

NAME = "secrets"
PACKAGE = str(Path(growattServer.__file__).parent)
# what keeps secrets, by the beginning of the file's name; sessions are shared in the ledger
STORES = ("accounts", "session", "credentials", "keyring", "ledger")
_SHORTEST = 12
_LARGEST_FILE = 4_000_000

_used: set[str] = set()
_found: list[str] = []


def watch() -> None:
    """Notice each secret that comes into use, and each error that a test awaits."""
    make, leave = Secret.__new__, RaisesExc.__exit__

    def noticed(cls: type[Secret], text: str) -> Secret:
        # words such as "any" are no secrets, whatever a test uses them for
        if len(text) >= _SHORTEST and any(map(str.isdigit, text)):
            _used.add(str(text))
        return make(cls, text)

    def left(self: Any, kind: Any, error: Any, trace: Any) -> bool:
        if isinstance(error, GrowattError):
            _found.extend(f"{secret[:4]}... by {type(error).__name__}" for secret in by(error))
        return leave(self, kind, error, trace)

    Secret.__new__ = noticed  # type: ignore[method-assign]  # the only place that makes one
    RaisesExc.__exit__ = left  # type: ignore[method-assign]  # where tests await errors


def seen_in(text: str) -> list[str]:
    """The secrets in use that stand in a text."""
    lowered = text.lower()
    return [secret for secret in _used if secret.lower() in lowered]


def by(error: BaseException) -> list[str]:
    """The secrets that an error, or what it came from, gives away."""
    return seen_in("".join(_shown(error)))


def _shown(error: BaseException) -> Iterator[str]:
    chain: list[BaseException | None] = [error]
    for one in chain:
        if one is None:
            continue
        chain += [inner for inner in (one.__cause__, one.__context__) if inner not in chain]
        yield from (str(one), repr(one), repr(vars(one)))
        stack: list[traceback.FrameSummary] = []
        # before Python 3.12 an object that cannot show itself yet ends this
        with suppress(Exception):
            stack += traceback.TracebackException.from_exception(one, capture_locals=True).stack
        for frame in stack:
            # the variables of a test are its own
            if frame.filename.startswith(PACKAGE):
                yield repr(frame.locals)


def _in_files(files: list[Path]) -> Iterator[str]:
    for path in files:
        if not path.name.startswith(STORES) and path.stat().st_size <= _LARGEST_FILE:
            content = path.read_bytes().decode("utf-8", "replace")
            yield from (f"{one[:4]}... in the file {path.name}" for one in seen_in(content))


def after(files: list[Path], report: pytest.TestReport) -> None:
    """Look at what a test has printed, logged and left in files."""
    found, _found[:] = list(_found), []
    for name, text in report.sections:
        found += [f"{secret[:4]}... in {name}" for secret in seen_in(text)]
    found += _in_files(files)
    for text in sorted(set(found)):
        note(NAME, text)


def forget() -> None:
    """Begin anew for the next test."""
    _used.clear()
