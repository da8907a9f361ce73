"""Bad replies and damaged files through whatever reads them: a result, or a documented error.

The same seed gives the same mutations, so that a failure can be looked at again: the note of the
exception says where to find it.
"""

from __future__ import annotations

import gc
import logging
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import fuzz_accounts
import fuzz_door
import fuzz_files
import fuzz_imports
import fuzz_ledger
import fuzz_parsers
import fuzz_recordings
import fuzz_remembered
import fuzz_replies
import fuzz_sockets
import fuzz_stores
import pytest
from v1_operations import SETTABLE_CASES

from growattServer.settings import Journal


class Mutations(NamedTuple):
    """How many there are of a subject: in the short test, and in the long ones together."""

    short: int
    long: int
    seeds: int
    """How many long tests share them, so that each takes a minute at most."""


# the most of what is cheap
MUTATIONS = {
    "replies": Mutations(16_000, 700_000, 20),
    "replies over sockets": Mutations(600, 12_000, 2),
    "recordings": Mutations(7_000, 150_000, 3),
    "door": Mutations(2_000, 60_000, 3),
    "accounts": Mutations(1_000, 40_000, 4),
    "remembered": Mutations(2_000, 60_000, 2),
    "ledger": Mutations(400, 20_000, 4),
    "sessions": Mutations(600, 12_000, 2),
    "imports": Mutations(300, 8_000, 2),
    "journal": Mutations(100, 3_000, 2),
    "stores": Mutations(100, 2_000, 5),
}
LONG = pytest.mark.long


def test_the_mutations_are_as_many_as_is_said() -> None:
    assert sum(each.short for each in MUTATIONS.values()) >= 20_000
    assert sum(each.long for each in MUTATIONS.values()) >= 1_000_000
    for subject, each in MUTATIONS.items():
        assert each.short >= 100, subject
        assert each.long >= 2_000, subject
        assert each.long % each.seeds == 0, subject


def test_what_replies_are_made_of_stays_as_it_is() -> None:
    """Or a seed would give other replies after other seeds."""
    tables = (fuzz_replies.TEXTS, fuzz_replies.NUMBERS, fuzz_replies.CODES)
    before, source = repr(tables), fuzz_replies.Source(3)
    for _ in range(8_000):
        source.document()
    assert repr(tables) == before


def of(subject: str) -> pytest.MarkDecorator:
    """Run a test with the seeds and counts of its subject."""
    found = MUTATIONS[subject]
    count = found.long // found.seeds
    longer = [pytest.param(100 + n, count, marks=LONG) for n in range(found.seeds)]
    return pytest.mark.parametrize(("seed", "count"), [(1, found.short), *longer])


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Damaged files are told of in the log, a thousand times here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def folder() -> Iterator[Path]:
    with fuzz_files.quick_folder() as found:
        yield found


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


# --- replies -------------------------------------------------------------------------------------


@of("replies")
def test_bad_replies(journal: Journal, seed: int, count: int) -> None:
    outcomes = fuzz_parsers.run(seed, count, journal)
    # every operation had results and errors, so that both ways were gone
    for name in fuzz_parsers.OPERATIONS:
        # where the device is asked for each setting, all replies of many are seldom good
        assert outcomes[name, True] or name in fuzz_parsers.ASKED_ONE_BY_ONE, name
        assert outcomes[name, False], name


@of("replies over sockets")
def test_bad_replies_over_sockets(seed: int, count: int) -> None:
    for mode in ("blocking", "async"):
        most_bytes = 1_000_000 if seed == 1 else fuzz_sockets.LARGEST
        outcomes = fuzz_sockets.run(mode, seed, count // 2, most_bytes)
        assert outcomes[True] > count / 16
        assert outcomes[False] > count / 16


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


# --- files of the library ------------------------------------------------------------------------


@of("ledger")
def test_damaged_ledgers(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_ledger.run(seed, count, folder)
    # the later call always, the earlier one where the file does not say any more that it waits
    assert outcomes["answered"] + outcomes["limited"] == 2 * count
    assert outcomes["answered"] > 1.05 * count
    assert outcomes["limited"] > count / 4
    assert outcomes["moved"] > count / 5
    assert outcomes["known"] > count / 2


@of("sessions")
def test_damaged_session_stores(folder: Path, seed: int, count: int) -> None:
    assert fuzz_files.spoil_session_store(seed, count, folder) > count / 10


@of("journal")
def test_damaged_journals(folder: Path, seed: int, count: int) -> None:
    good = fuzz_files.written_plans(folder / "good")
    used = fuzz_files.spoil_journal(seed, count, folder / "bad", good)
    # all of them each time but the one that is damaged
    plans = len(SETTABLE_CASES)
    assert (plans - 1) * count < used < plans * count


@of("accounts")
def test_damaged_accounts(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_accounts.run(seed, count, folder)
    assert outcomes["found"] > count / 2
    assert outcomes["refused"] > count / 2
    assert outcomes["moved"] > count / 2


@of("remembered")
def test_damage_to_what_is_remembered(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_remembered.run(seed, count, folder)
    # a quarter of them each, which are damaged beyond use or not
    assert len(outcomes) == 4
    for name, used in outcomes.items():
        assert count / 40 < used < count / 4, name


# --- the recorder --------------------------------------------------------------------------------


@of("stores")
def test_damaged_stores(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_stores.run(seed, count, folder)
    steps = Counter[bool]()
    for (_, has_result), number in outcomes.items():
        steps[has_result] += number
    assert steps[True] > count
    assert steps[False] > count / 10
    if seed > 1:
        for name in ("opened", "record", *fuzz_stores.STEPS):
            assert outcomes[name, True], name


@pytest.mark.breaks("rows", "a damaged time may be a second from the true one")
@of("imports")
def test_damaged_imports(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_imports.run(seed, count, folder)
    assert outcomes["taken"] > count / 10
    assert outcomes["refused"] > count / 3
    assert outcomes["new"] > 0


# --- the simulator -------------------------------------------------------------------------------


@of("recordings")
def test_damaged_recordings(folder: Path, seed: int, count: int) -> None:
    outcomes = fuzz_recordings.run(seed, count, folder)
    assert outcomes["played"] > count / 5
    assert outcomes["refused"] > count / 5
    assert outcomes["sent"] > count / 50


@of("door")
def test_odd_wishes_at_the_door(seed: int, count: int) -> None:
    outcomes = fuzz_door.run(seed, count)
    assert outcomes["granted"] > count / 10
    assert outcomes["refused"] > count / 3
    assert outcomes["answered"] > count / 5
