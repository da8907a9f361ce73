"""CSV files, one for each device and day, that grow as readings come."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..spreadsheet import as_cell
from .errors import GrowattExportError
from .exporter import Exporter

if TYPE_CHECKING:
    from .reading import Reading


class CsvExporter(Exporter):
    """Appends readings to `DIRECTORY/SERIAL/YYYY-MM-DD.csv`, by the day in UTC.

    The columns are those of the family, the first one `time`. A reading stands in the order in
    which it came, and once: whatever ended this program, the file is looked at before it grows.
    """

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        self._directory = Path(directory).expanduser()
        self._open: dict[Path, _File] = {}

    def on_reading(self, reading: Reading) -> None:
        """Put it into its file."""
        serial = re.sub(r"[^\w.-]", "_", reading.device_sn).lstrip(".") or "_"
        path = self._directory / serial / f"{reading.time:%Y-%m-%d}.csv"
        try:
            if path not in self._open:
                self._open[path] = _File(path, reading.fields)
            self._open[path].add(reading)
        except OSError as error:
            # what is in it is looked up again
            self._open.pop(path, None)
            raise GrowattExportError(f"{path} cannot be written: {error.strerror}") from error

    def flush(self) -> None:
        """Everything is on the disk; days that are over are closed."""
        opened, self._open = self._open, {}
        failed: OSError | None = None
        for file in opened.values():
            try:
                file.close()
            except OSError as error:
                failed = error
        if failed is not None:
            raise GrowattExportError(
                f"{self._directory} cannot be written: {failed.strerror}"
            ) from failed

    def close(self) -> None:
        """Close the files."""
        self.flush()


class _File:
    """One file, and the moments that it has."""

    def __init__(self, path: Path, names: Iterable[str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = path.open("a+", encoding="utf-8", newline="")
        self._file.seek(0)
        text = self._file.read()
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            # a line that the end of this program has cut off
            self._file.truncate(len(whole.encode()))
        rows = list(csv.reader(whole.splitlines()))
        self._names = rows[0][1:] if rows else list(names)
        self._times = {row[0] for row in rows[1:] if row}
        self._writer = csv.writer(self._file, lineterminator="\n")
        if not rows:
            self._writer.writerow(["time", *self._names])

    def add(self, reading: Reading) -> None:
        time = reading.time.isoformat().replace("+00:00", "Z")
        if time not in self._times:
            values = (reading.values.get(name) for name in self._names)
            self._writer.writerow([time, *map(_cell, values)])
            self._times.add(time)

    def close(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self._file.close()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return as_cell(value) if isinstance(value, str) else value
