"""Lint, types and the nearest tests of what has changed, in less than a minute.

    .venv/bin/python scripts/quick.py

Changed is what differs from the commit at which this branch left the upstream main branch (main of
the remote `upstream`, else of `origin`, else the local one), committed or not, and what is new and
not ignored by git. What was deleted is not looked at, other than by the type checker.

Of the test files that have to do with it (see nearest_tests.py) the nearest run, without what is
marked `long` or `wide` and without PostgreSQL, until the minute is nearly over. It says what it
leaves out: `make test` runs that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nearest_tests import Sources, nearest_tests

ROOT = Path(__file__).resolve().parent.parent
# no test begins later; the longest ones take ten more
SECONDS = 45.0
MOST_FILES = 24
MAIN_BRANCHES = ("upstream/main", "origin/main", "main")
NO_TESTS = 5


def git(root: Path, *words: str) -> list[str]:
    """The names that a git command prints, ended by NUL."""
    done = subprocess.run(
        ["git", *words], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    return [name for name in done.stdout.split("\0") if name]


def where_it_began(root: Path) -> str:
    """The last commit that this branch has in common with the upstream main branch."""
    for branch in MAIN_BRANCHES:
        done = subprocess.run(
            ["git", "merge-base", "HEAD", branch], cwd=root, capture_output=True, text=True
        )
        if done.returncode == 0:
            return done.stdout.strip()
    return "HEAD"


def changed_files(root: Path) -> list[Path]:
    """What differs from the upstream main branch, committed or not."""
    names = git(root, "diff", "--name-only", "--diff-filter=d", "-z", where_it_began(root))
    names += git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return [root / name for name in sorted(set(names))]


def run(root: Path, *command: str, **environment: str) -> int:
    """Run a module of Python on the project; gives its exit status."""
    return subprocess.call(
        [sys.executable, "-m", *command], cwd=root, env={**os.environ, **environment}
    )


def lint(root: Path, changed: Sequence[Path]) -> int:
    """The first bad status of the linters of the changed files and of the type checker."""
    python = [str(path) for path in changed if path.suffix == ".py"]
    if not python:
        return 0
    files = ("--force-exclude", *python)
    commands = (("ruff", "check", *files), ("ruff", "format", "--check", *files), ("mypy",))
    statuses = [run(root, *command) for command in commands]
    return next(filter(None, statuses), 0)


def report(root: Path, chosen: Sequence[Path], left: int) -> None:
    print(f"Running the {len(chosen)} nearest test files:")
    for path in chosen:
        print(f"  {path.relative_to(root)}")
    print(f"Left out: {left} further ones, and what is marked long or wide or needs PostgreSQL.")
    print("All of them: make test", flush=True)


def test(root: Path, changed: Sequence[Path], seconds: float) -> int:
    """Run the nearest tests of the changed files, as far as the time goes."""
    tests = nearest_tests(Sources(root), changed)
    chosen = tests[:MOST_FILES]
    if not chosen:
        print("No test imports, mirrors or names what has changed. All of them: make test")
        return 0
    report(root, chosen, len(tests) - len(chosen))
    scripts = str(Path(__file__).resolve().parent)
    path = os.pathsep.join(filter(None, [scripts, os.environ.get("PYTHONPATH")]))
    in_order = ("-n", "logical", "--dist", "load", "--maxschedchunk", "1")
    status = run(
        root,
        *("pytest", "-q", "-r", "fE", "-p", "quick_budget", "-m", "not long and not wide"),
        *in_order,
        *map(str, chosen),
        PYTHONPATH=path,
        QUICK_END=str(time.time() + seconds),
    )
    return 0 if status == NO_TESTS else status


def main(root: Path = ROOT, seconds: float = SECONDS) -> int:
    """Check what has changed; gives the exit status."""
    began = time.monotonic()
    changed = changed_files(root)
    if not changed:
        print("Nothing has changed.")
        return 0
    linted = lint(root, changed)
    tested = test(root, changed, seconds - (time.monotonic() - began))
    return linted or tested


if __name__ == "__main__":
    sys.exit(main())
