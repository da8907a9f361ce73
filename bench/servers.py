"""The servers that contestants work on: prebuilt replies, and our simulated cloud."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measure import BENCH, ENVIRONMENT, Server


@contextmanager
def stub_server(python: str | Path, latency_ms: float = 0) -> Iterator[Server]:
    """The server of prebuilt replies."""
    command = [str(python), str(BENCH / "stub_server.py"), "--latency-ms", str(latency_ms)]
    with _listening(command) as line:
        yield Server(f"http://127.0.0.1:{line.strip()}/")


@contextmanager
def past_server(python: Path, folder: Path) -> Iterator[Server]:
    """The server of years of history, made of the week in this folder."""
    with _listening([str(python), str(BENCH / "past_server.py"), str(folder)]) as line:
        yield Server(f"http://127.0.0.1:{line.strip()}/", str(folder))


@contextmanager
def simulator(python: Path) -> Iterator[Server]:
    """Our simulated cloud, at noon of a day in June, where time stands still."""
    command = [str(python), "-m", "growattServer.simulator", "--port", "0", "--speed", "0"]
    with _listening([*command, "--start", "2025-06-01T12:00:00Z"]) as line:
        found = re.search(r"at (http\S+) token=(\S+)", line)
        if found is None:
            raise RuntimeError(f"the simulator says: {line}")
        yield Server(found[1], found[2])


@contextmanager
def _listening(command: list[str]) -> Iterator[str]:
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101  # for the type checker
        try:
            yield process.stdout.readline()
        finally:
            process.terminate()
