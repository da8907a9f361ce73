"""Numbers in sentences: one thing is not many."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import growattServer
from growattServer.counting import counted

SOURCES = sorted(Path(growattServer.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (2000, "2,000 rows")]
)
def test_a_number_is_told_with_its_word(number: int, words: str) -> None:
    assert counted(number, "row") == words


def test_some_words_do_not_end_with_an_s() -> None:
    assert (counted(1, "entry", "entries"), counted(3, "entry", "entries")) == (
        "1 entry",
        "3 entries",
    )


def test_no_message_leaves_it_open() -> None:
    """A message says "1 write" or "2 writes", and nothing in between."""
    said = [
        (path.name, node.lineno, node.value)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert len(said) > 10_000
    assert not [one for one in said if re.search(r"[a-z]\(s\)(?!\w)", one[2])]
