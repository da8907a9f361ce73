"""The report on a mistake in the program: where it happened, without any value."""

from __future__ import annotations

import platform
import secrets
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .files import state_directory, write_private
from .redaction import redacted


def write_report(error: BaseException) -> Path | None:
    """Write it to a file that only its owner can read; None where that fails.

    It holds lines of source code, and of the errors their classes only: their texts may quote
    what nobody meant to show.
    """
    lines = [
        f"growattServer {version('growattServer')}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines += ["", f"{type(seen).__module__}.{type(seen).__qualname__}"]
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}.txt"
    path = state_directory() / "crashes" / name
    try:
        write_private(path, redacted("\n".join(lines)) + "\n")
    except OSError:
        return None
    return path
