"""What the library costs must not creep up: instructions against those in bench/guard.json."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GUARD = Path(__file__).parent.parent / "bench/guard.py"
NOT_COMPARED = 3


@pytest.mark.long
@pytest.mark.alone
def test_no_figure_has_risen_by_more_than_5_percent() -> None:
    done = subprocess.run([sys.executable, GUARD], capture_output=True, text=True)
    if done.returncode == NOT_COMPARED:
        pytest.skip(f"THE COST IS NOT GUARDED HERE: {done.stdout.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stdout + done.stderr
