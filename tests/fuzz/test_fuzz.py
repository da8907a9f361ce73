"""Bad replies and damaged files through every parser: a result, or a documented error.

The same seed gives the same replies, so that a failure can be looked at again: the note of the
exception says where to find it.
"""

from __future__ import annotations

import gc
import logging
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import fuzz_files
import fuzz_parsers
import fuzz_sockets
import pytest

from growattServer.settings import Journal

COLOURS = pytest.mark.parametrize("colour", ["blocking", "async"])
# 8 * 11,000 and 2 * 6,000 replies are the hundred thousand
LONG = pytest.mark.long


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Damaged files are told of in the log, a thousand times here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def assert_both(outcomes: Counter[tuple[str, bool]]) -> None:
    """Every operation had results and errors, so that both ways were gone."""
    for name in fuzz_parsers.OPERATIONS:
        assert outcomes[name, True], name
        assert outcomes[name, False], name


def test_bad_replies(journal: Journal) -> None:
    outcomes = fuzz_parsers.run(1, 4000, journal)
    assert sum(count for (_, has_result), count in outcomes.items() if has_result) > 500


@LONG
@pytest.mark.parametrize("seed", range(100, 108))
def test_many_bad_replies(journal: Journal, seed: int) -> None:
    assert_both(fuzz_parsers.run(seed, 11_000, journal))


@COLOURS
def test_bad_replies_over_sockets(colour: str) -> None:
    outcomes = fuzz_sockets.run(colour, 2, 400, most_bytes=1_000_000)
    assert outcomes[True] > 50
    assert outcomes[False] > 50


@LONG
@COLOURS
def test_many_bad_replies_over_sockets(colour: str) -> None:
    outcomes = fuzz_sockets.run(colour, 3, 6000)
    assert outcomes[True] > 1000
    assert outcomes[False] > 1000


@pytest.mark.wide
def test_nothing_is_kept_of_bad_replies(journal: Journal) -> None:
    """Memory in use, as Python's allocator counts it, does not grow with the number of replies."""
    fuzz_parsers.run(5, 300, journal)
    tracemalloc.start()
    try:
        fuzz_parsers.run(6, 100, journal)
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        fuzz_parsers.run(7, 300, journal)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 500_000


@pytest.mark.parametrize(
    ("seed", "count"), [(1, 150), pytest.param(2, 1500, marks=pytest.mark.long)]
)
def test_damaged_session_stores(tmp_path: Path, seed: int, count: int) -> None:
    assert fuzz_files.spoil_session_store(seed, count, tmp_path) > count / 10


@pytest.mark.parametrize(
    ("seed", "count"), [(1, 100), pytest.param(2, 500, marks=pytest.mark.long)]
)
def test_damaged_journals(tmp_path: Path, seed: int, count: int) -> None:
    with fuzz_files.quick_folder() as folder:
        good = fuzz_files.written_plans(folder / "good")
        used = fuzz_files.spoil_journal(seed, count, folder / "bad", good)
    # two plans each time, if they could all be read
    assert count < used < 2 * count
