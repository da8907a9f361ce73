"""How much of the library has a type that every checker sees in the same way does not shrink."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LEAST = Path(__file__).parent / "typing/completeness.txt"


@pytest.mark.wide
def test_the_share_of_names_with_a_known_type(tmp_path: Path) -> None:
    # pyright looks for the package where the first Python on the path has it
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pyright", "--outputjson"),
            *("--verifytypes", "growattServer", "--ignoreexternal"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
    )
    score = 100 * json.loads(done.stdout)["typeCompleteness"]["completenessScore"]
    least = float(LEAST.read_text("utf-8"))
    assert score >= least, "annotate what is new: pyright --verifytypes growattServer names it"
    assert score < least + 1, f"put {score // 0.1 / 10:.1f} into {LEAST.name}, so that it stays"
