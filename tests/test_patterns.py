"""No text of a server keeps a regular expression of the package busy."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import growattServer

SIZE = 300
PIECES = (
    "1", "a", "A", "0", " ", ".", "-", "_", "/", ":", ";", ",", "=", "&", "@", "<", "[", "{", '"',
    "'", "\\", "\n", "\t", "a1", "A1", "1 ", "a ", "1.", "a.", "a@", "a-", "1,", "1:", "a=", "ü",
    "GMT", "JSON.parse('{", "eyJaaaaaaaa.", "a@a.", "x=JSON.parse('{'", "ABCDEFGH1", "0x",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern that stands in a module, or in a row of a table there."""
    for module in pkgutil.walk_packages(growattServer.__path__, "growattServer."):
        if module.name.endswith(("__main__", "migrations.env", ".start")):
            continue
        names = vars(importlib.import_module(module.name))
        for name, value in list(names.items()):
            for number, found in enumerate(_inside(value)):
                if isinstance(found.pattern, str):
                    yield f"{module.name}.{name}.{number}", found


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset) and depth < 3:
        for one in value:
            yield from _inside(one, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for one in value.values():
            yield from _inside(one, depth + 1)


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """The least of a few tries, as the processor counts them."""
    tries = []
    for _ in range(3):
        began = time.process_time()
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
        tries.append(time.process_time() - began)
    return min(tries)


@pytest.mark.wide
def test_time_grows_with_the_length_of_the_text() -> None:
    known = {found.pattern: (name, found) for name, found in patterns()}
    assert len(known) > 20
    slow = []
    for name, pattern in known.values():
        for piece in PIECES:
            for end in ("", "!", "\x00"):
                # twice as slow as its length says is a doubt, and what is fast is no harm
                long = seconds(pattern, piece * (8 * SIZE // len(piece)) + end)
                if long < 0.002:
                    continue
                if long > 20 * max(seconds(pattern, piece * (SIZE // len(piece)) + end), 1e-6):
                    slow.append(f"{name} with {piece!r}")
                    break
    assert slow == []


def test_a_pattern_that_is_slow_is_found() -> None:
    pattern = re.compile(r"(\d+)\s*ms")
    short, long = (seconds(pattern, "1" * size) for size in (SIZE, 8 * SIZE))
    assert long > 20 * short
