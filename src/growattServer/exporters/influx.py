"""InfluxDB, version 2 or 3: each reading as a line, with our names and UTC seconds."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from ..exceptions import GrowattParameterError
from .exporter import Exporter
from .posting import Target

if TYPE_CHECKING:
    from .reading import Reading

MEASUREMENT = "growatt"
LINES_AT_ONCE = 5000


class InfluxExporter(Exporter):
    """Writes readings to an InfluxDB, in the measurement `growatt`.

    Tags are plant, serial and family, fields have the names of the attributes. Say `bucket` and
    `organization` for version 2, `database` for version 3. A reading whose values change later is
    written again in the place of the old one.
    """

    wants_changes = True

    def __init__(
        self,
        url: str,
        token: str,
        *,
        bucket: str | None = None,
        organization: str | None = None,
        database: str | None = None,
    ) -> None:
        if (database is None) == (bucket is None):
            raise GrowattParameterError("say bucket (version 2) or database (version 3) of influx")
        if database is not None:
            path, self._params = "api/v3/write_lp", {"db": database, "precision": "second"}
        else:
            path, self._params = "api/v2/write", {"bucket": str(bucket), "precision": "s"}
            if organization is not None:
                self._params["org"] = organization
        scheme = "Bearer" if database is not None else "Token"
        headers = {"Authorization": f"{scheme} {token}"} if token else {}
        self._target = Target(f"{url.rstrip('/')}/{path}", headers, "InfluxDB")
        self._lines: list[str] = []

    def on_reading(self, reading: Reading) -> None:
        """Take a line; many go at once."""
        if line := line_of(reading):
            self._lines.append(line)
        if len(self._lines) >= LINES_AT_ONCE:
            self._send()

    def flush(self) -> None:
        """Write what was taken."""
        if self._lines:
            self._send()

    def _send(self) -> None:
        lines, self._lines = self._lines, []
        headers = {"Content-Encoding": "gzip", "Content-Type": "text/plain; charset=utf-8"}
        self._target.post(gzip.compress("\n".join(lines).encode(), 6), headers, self._params)

    def close(self) -> None:
        """Let go of the connection."""
        self._target.close()


def line_of(reading: Reading) -> str:
    """A reading in the line protocol; empty where it has no value."""
    tags = {
        "family": reading.family,
        "plant": reading.plant or str(reading.plant_id),
        "serial": reading.device_sn,
    }
    head = ",".join([MEASUREMENT, *(f"{name}={_tag(value)}" for name, value in tags.items())])
    fields = ",".join(
        f"{name}={_field(value)}" for name, value in reading.values.items() if value is not None
    )
    return f"{head} {fields} {int(reading.time.timestamp())}" if fields else ""


def _tag(text: str) -> str:
    # a line break would begin another line, a backslash at the end would hide what follows
    for sign, shown in (("\\", "/"), ("\n", " "), ("\r", " "), ("\0", "")):
        text = text.replace(sign, shown)
    for sign in (",", "=", " "):
        text = text.replace(sign, f"\\{sign}")
    return text


def _field(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value}i"
    if isinstance(value, float):
        return repr(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'.replace("\n", " ").replace("\r", " ")
