"""Readings on their way to a file: what is there so far, kept so that a later run goes on.

A spool has a first line that says what was asked for, then a line for each day with its rows. A
line that broke off is forgotten, and a day that was not over, or whose line is damaged, is asked
for again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ..files import make_private, mend_private
from .errors import WrongUse


class Spool:
    """The days of one device that are saved so far."""

    def __init__(self, path: Path, asked: dict[str, Any]) -> None:
        self.path = path
        self.asked = asked
        self.days: set[str] = set()
        if self.path.is_symlink():
            raise WrongUse(
                f"{self.path} is a link, and unfinished rows are never written through a link"
            )
        if self.path.exists():
            mend_private(self.path)
            self._take_up()

    def _take_up(self) -> None:
        """Learn which days are there, and cut off a last line that broke off."""
        good = 0
        with open(self.path, "rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    break
                if number == 0:
                    self._check(_document(line) or {})
                elif (day := _day(line)) is not None and day["over"]:
                    self.days.add(day["day"])
                good += len(line)
        os.truncate(self.path, good)

    def _check(self, head: dict[str, Any]) -> None:
        if head != self.asked:
            raise WrongUse(
                f"{self.path} was started for something else "
                f"({head.get('device_sn')}, {head.get('server')})",
                f"run the command that started it, or remove {self.path}",
            )

    def add(self, day: date, rows: list[dict[str, Any]], over: bool) -> None:
        """Keep the rows of a day; they are on the disk when this returns."""
        lines = [] if self.path.exists() and self.path.stat().st_size else [self.asked]
        lines.append({"day": day.isoformat(), "over": over, "rows": rows})
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        make_private(self.path)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self.days.add(day.isoformat())

    def rows(self, days: list[date]) -> Iterator[dict[str, Any]]:
        """The rows of these days, as the server sent them, the oldest first."""
        places: dict[str, int] = {}
        with open(self.path, "rb") as file:
            while line := file.readline():
                if (found := _day(line)) is not None:
                    places[found["day"]] = file.tell() - len(line)
            for day in days:
                if day.isoformat() in places:
                    file.seek(places[day.isoformat()])
                    yield from json.loads(file.readline())["rows"]

    def remove(self) -> None:
        """The wanted file is there: nothing is on its way any more."""
        self.path.unlink(missing_ok=True)


def _document(line: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _day(line: bytes) -> dict[str, Any] | None:
    """A line with the rows of a day; None for anything else."""
    document = _document(line) or {}
    day, over, rows = (document.get(name) for name in ("day", "over", "rows"))
    if not (isinstance(day, str) and isinstance(over, bool) and isinstance(rows, list)):
        return None
    return document if all(isinstance(row, dict) for row in rows) else None
