"""How much of the library has a type that every checker sees in the same way does not shrink."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from growattServer import Record

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
    symbols = [
        symbol
        for symbol in json.loads(done.stdout)["typeCompleteness"]["symbols"]
        if symbol["isExported"] and not is_field_row(symbol["name"])
    ]
    known = [one for one in symbols if one["isTypeKnown"] and not one["isTypeAmbiguous"]]
    score = 100 * len(known) / len(symbols)
    least = float(LEAST.read_text("utf-8"))
    assert score >= least, "annotate what is new: pyright --verifytypes growattServer names it"
    assert score < least + 1, f"put {score // 0.1 / 10:.1f} into {LEAST.name}, so that it stays"


def is_field_row(name: str) -> bool:
    """Is it a row of a record? These are read in tests/typing/surface.py, by both checkers."""
    module, kind, row = (*name.rsplit(".", 2), "", "")[:3]
    if not kind[:1].isupper():
        return False
    found = getattr(import_module(module), kind, None)
    return isinstance(found, type) and issubclass(found, Record) and row in found.fields
