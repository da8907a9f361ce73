"""docs/getting-started.md: what it says to type works, and shows what it says."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import getting_started

ROOT = Path(__file__).resolve().parents[2]
FULL = "charge_stop_soc is # % and the battery at # %"


def free_port() -> str:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return str(door.getsockname()[1])


def lines_of(path: Path) -> list[str]:
    """The lines of a page, without what differs each time."""
    text = getting_started.masked(path.read_text("utf-8"))
    # whether a battery is as full as it may be depends on the hour at which the tour is taken
    lines = text.replace(" charge_stop_soc=#", "").split("\n")
    return [line for line in lines if line not in ("...", "") and FULL not in line]


def tour(growatt: Path, target: Path) -> None:
    """Take the tour with this `growatt`, and compare it with the page."""
    getting_started.main(target, growatt, free_port())
    hint = "run: .venv/bin/python scripts/getting_started.py docs/getting-started.md"
    assert lines_of(target) == lines_of(ROOT / "docs/getting-started.md"), hint


def test_the_tour_is_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin/growatt"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m growattServer.cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    tour(program.parent, tmp_path / "page.md")


@pytest.mark.long
def test_the_tour_in_a_fresh_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    bin_ = tmp_path / "venv/bin"
    (command,) = [step.command for step in getting_started.STEPS if "pip install" in step.command]
    subprocess.run(["bash", "-c", f"{bin_}/{command}"], check=True, cwd=ROOT)
    tour(bin_, tmp_path / "page.md")
