"""Do the tests notice when the library is wrong? Tried with small changes, one at a time.

    .venv/bin/python scripts/mutants.py [ROOM] [-n N] [--seed SEED] [--only PATH:LINE: CHANGE]

A room is a folder of the package, or a module of the outermost one; without a name all of them are
tried. Of the changes that mutations.py knows for a room N are chosen by the seed. Each is made in a
copy of the tree, and the tests nearest to its module run there until one fails, or the time is up.
A test that fails without the change, too, has noticed nothing.

What survives is printed as `path:line: before -> after`, which `--only` tries again, and shows what
the tests print. Changes that no test can notice stand with their reason in equivalent_mutants.toml.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from mutations import Mutation, is_other, mutations_of
from nearest_tests import Sources, nearest_tests

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
MOST_FILES = 24
# no test of a mutant begins later, and what hangs ends
SECONDS, TEST_SECONDS, HANG_SECONDS = 60.0, 60, 300.0
GOAL = 0.9
NO_TESTS = 5


class Mutant(NamedTuple):
    """A change of a file, whose path begins at the root of the tree."""

    room: str
    path: str
    mutation: Mutation

    def __str__(self) -> str:
        return f"{self.path}:{self.mutation}"


def rooms(root: Path) -> dict[str, list[Path]]:
    """The modules of each room, by the path of its folder in the package."""
    package = next(path.parent for path in root.glob("src/*/__init__.py"))
    found: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        inside = path.parent.relative_to(package)
        found.setdefault("" if inside == Path() else str(inside), []).append(path)
    return found


def is_in(room: str, path: Path, wanted: str) -> bool:
    """Whether a module is in the room that is wanted, or in a room inside of it."""
    return not wanted or f"{room}/".startswith(f"{wanted}/") or (not room and path.stem == wanted)


def equivalent() -> set[tuple[str, str, str, str]]:
    """The changes that make no difference: path, function, before and after."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return {(row["path"], row["where"], row["before"], row["after"]) for row in rows}


def chosen(root: Path, wanted: str, count: int, seed: int) -> Iterator[Mutant]:
    """Some of the changes of each room, the same for the same seed."""
    known = equivalent()
    for room, paths in rooms(root).items():
        all_of_it = [
            Mutant(room or path.stem if wanted else room, str(path.relative_to(root)), mutation)
            for path in paths
            if is_in(room, path, wanted)
            for mutation in mutations_of(path.read_bytes())
        ]
        random.Random(f"{seed} {room}").shuffle(all_of_it)
        taken = 0
        for mutant in all_of_it:
            source = (root / mutant.path).read_bytes()
            is_known = (mutant.path, *mutant.mutation.key) in known
            if taken < count and not is_known and is_other(source, mutant.mutation):
                taken += 1
                yield mutant


def named(root: Path, name: str) -> Mutant:
    """The change that a report calls so."""
    path = name.partition(":")[0]
    for mutation in mutations_of((root / path).read_bytes()):
        mutant = Mutant("", path, mutation)
        if str(mutant) == name:
            return mutant
    raise SystemExit(f"There is no such change: {name}")


def copied(root: Path, to: Path) -> Path:
    """The files of the tree that are not ignored by git."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=root, capture_output=True, encoding="utf-8", check=True)
    for name in filter(None, done.stdout.split("\0")):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)
    return to


class Bench:
    """A copy of the tree in which one change at a time is tried."""

    def __init__(self, tree: Path, sources: Sources, *, is_loud: bool = False) -> None:
        self.tree = tree
        self.sources = sources
        self.is_loud = is_loud
        self.green: set[str] = set()
        self.red: set[str] = set()
        self.turn = 0

    def judge(self, mutant: Mutant) -> str | None:
        """The test that notices the change, or what else happens; None where nothing does."""
        path = self.tree / mutant.path
        root = self.sources.root
        nearest = nearest_tests(self.sources, [root / mutant.path])[:MOST_FILES]
        tests = [str(test.relative_to(root)) for test in nearest]
        source = path.read_bytes()
        while tests:
            try:
                self.write(path, mutant.mutation.applied(source))
                outcome = self.run(tests, SECONDS)
            finally:
                self.write(path, source)
            if outcome is None or "::" not in outcome or self.is_green(outcome):
                return outcome
            self.red.add(outcome)
        return None

    def write(self, path: Path, source: bytes) -> None:
        """Python goes by seconds and size, and a change may keep both."""
        self.turn += 1
        path.write_bytes(source)
        os.utime(path, (self.turn, self.turn))

    def is_green(self, test: str) -> bool:
        """Whether a test passes without the change."""
        if test not in self.green and self.run([test], SECONDS) is None:
            self.green.add(test)
        return test in self.green

    def run(self, tests: Sequence[str], seconds: float) -> str | None:
        """The first test that fails, or another reason to end badly."""
        failed = self.tree / ".failed"
        failed.unlink(missing_ok=True)
        scripts, package = str(Path(__file__).resolve().parent), str(self.tree / "src")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not long"]
        command += ["-p", "quick_budget", "-p", "mutants_judge", f"--timeout={TEST_SECONDS}"]
        command += [word for test in sorted(self.red) for word in ("--deselect", test)]
        process = subprocess.Popen(
            [*command, *tests],
            cwd=self.tree,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join((package, scripts)),
                "QUICK_END": str(time.time() + seconds),
                "QUICK_SERVERS": "1",
                "MUTANTS_FAILED": str(failed),
            },
            stdout=None if self.is_loud else subprocess.DEVNULL,
            stderr=None if self.is_loud else subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            status = process.wait(seconds + HANG_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "it hangs"
        if failed.exists():
            return failed.read_text("utf-8").splitlines()[0]
        return None if status in (0, NO_TESTS) else f"pytest ends with {status}"


def report(verdicts: dict[Mutant, str | None]) -> float:
    """Print what was noticed in each room and what was not; gives the part that was."""
    by_room: dict[str, list[bool]] = {}
    for mutant, outcome in verdicts.items():
        by_room.setdefault(mutant.room, []).append(outcome is not None)
    print()
    for room, noticed in sorted(by_room.items()):
        print(f"{sum(noticed):4} of {len(noticed):3} noticed in {room or 'the outermost modules'}")
    survivors = [mutant for mutant, outcome in verdicts.items() if outcome is None]
    part = 1 - len(survivors) / max(len(verdicts), 1)
    print(f"{len(verdicts) - len(survivors):4} of {len(verdicts):3} noticed: {part:.0%}")
    for mutant in survivors:
        print(f"survived: {mutant}")
    return part


def tried(root: Path, mutants: Sequence[Mutant], jobs: int) -> dict[Mutant, str | None]:
    """The verdict on each, found with some at the same time."""
    benches: queue.SimpleQueue[Bench] = queue.SimpleQueue()
    sources = Sources(root)

    def judge(mutant: Mutant) -> str | None:
        bench = benches.get()
        try:
            outcome = bench.judge(mutant)
        finally:
            benches.put(bench)
        print(f"{mutant}\n    {outcome or 'SURVIVED'}", flush=True)
        return outcome

    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(jobs) as pool:
        for number in range(jobs):
            tree = copied(root, Path(folder) / str(number))
            benches.put(Bench(tree, sources, is_loud=len(mutants) == 1))
        return dict(zip(mutants, pool.map(judge, mutants), strict=True))


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("room", nargs="?", default="")
    parser.add_argument("-n", type=int, default=10, help="how many of each room")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--only", help="try one again, as a report calls it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(words)
    print(f"Seed: {given.seed}")
    if given.only:
        mutants = [named(root, given.only)]
    else:
        mutants = list(chosen(root, given.room, given.n, given.seed))
    if not mutants:
        parser.error(f"there is nothing to change in {given.room!r}")
    return 0 if report(tried(root, mutants, min(given.jobs, len(mutants)))) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
