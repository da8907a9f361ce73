"""`make quick` finds what has changed, and the tests that say most about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import quick
from nearest_tests import Sources, nearest_tests

SCRIPTS = Path(quick.__file__).parent
FILES = {
    ".gitignore": "__pycache__/\n.*_cache/\n",
    "README.md": "A page.\n",
    "pyproject.toml": """\
[tool.pytest.ini_options]
pythonpath = ["src", "tests"]
addopts = "-p no:cacheprovider"
markers = ["long", "wide"]

[tool.mypy]
files = ["src"]
exclude = ["tests/elsewhere/"]
""",
    "src/tiny/__init__.py": "",
    "src/tiny/core.py": "ONE: int = 1\n",
    "src/tiny/room/__init__.py": "",
    "src/tiny/room/door.py": "from tiny.core import ONE\n\nTWO = ONE + ONE\n",
    "src/tiny/room/window.py": "from . import door\n\nTHREE = door.TWO + 1\n",
    "tests/elsewhere/test_elsewhere.py": "import not_here\nimport tiny.core\n",
    "tests/helper.py": "from tiny.room.window import THREE\n\nFOUR = THREE + 1\n",
    "tests/room/conftest.py": """\
import pytest


@pytest.fixture
def postgres():
    raise AssertionError("a server was started")
""",
    "tests/room/test_room_door.py": """\
import pytest
from tiny.room.door import TWO


def test_two() -> None:
    assert TWO == 2


@pytest.mark.wide
def test_wide() -> None:
    raise AssertionError


def test_server(postgres) -> None:
    raise AssertionError
""",
    "tests/room/test_room_program.py": "def test_it() -> None:\n    pass\n",
    "tests/test_far.py": """\
import helper


def test_four() -> None:
    assert helper.FOUR == 4
""",
    "tests/test_core.py": "from tiny import core\n\n\ndef test_one():\n    assert core.ONE\n",
    "tests/test_pages.py": 'PAGES = "*.md"\n\n\ndef test_pages() -> None:\n    pass\n',
    "tests/test_stranger.py": "def test_stranger() -> None:\n    pass\n",
}
DOOR = "src/tiny/room/door.py"


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=tests", "-c", "user.email=tests@localhost")
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit on main, and a branch of it."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "all of it")
    git(tmp_path, "switch", "-c", "branch")
    monkeypatch.syspath_prepend(tmp_path / "src")
    return tmp_path


def change(root: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")


def changed(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in quick.changed_files(root)]


def nearest(root: Path, *names: str) -> list[str]:
    found = nearest_tests(Sources(root), [root / name for name in names])
    return [path.name for path in found]


def quick_of(root: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run it as a program does, on another repository than ours."""
    code = (
        f"import sys, quick, pathlib; sys.exit(quick.main(pathlib.Path({str(root)!r}), {seconds}))"
    )
    path = os.pathsep.join(map(str, (SCRIPTS, root / "src")))
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_changed_is_what_differs_from_main(root: Path) -> None:
    assert changed(root) == []
    change(root, DOOR)
    git(root, "commit", "-a", "-m", "committed")
    change(root, "README.md")
    change(root, "tests/new name.py")
    change(root, "src/tiny/core.py")
    git(root, "add", "src/tiny/core.py")
    change(root, "__pycache__/ignored.pyc")
    (root / "tests/test_far.py").unlink()
    assert changed(root) == ["README.md", "src/tiny/core.py", DOOR, "tests/new name.py"]


def test_what_others_did_on_main_since_has_not_changed_here(root: Path) -> None:
    git(root, "switch", "main")
    change(root, "README.md")
    git(root, "commit", "-a", "-m", "of others")
    git(root, "switch", "branch")
    change(root, DOOR)
    assert changed(root) == [DOOR]


def test_the_main_branch_of_a_remote_goes_first(root: Path) -> None:
    change(root, DOOR)
    git(root, "commit", "-a", "-m", "on the branch")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert changed(root) == []
    git(root, "update-ref", "refs/remotes/upstream/main", "main")
    assert changed(root) == [DOOR]


def test_the_nearest_tests_come_first(root: Path) -> None:
    assert nearest(root, DOOR) == ["test_room_door.py", "test_room_program.py", "test_far.py"]
    assert nearest(root, DOOR, "tests/test_far.py")[0] == "test_far.py"


def test_steps_through_imports_decide_where_names_do_not(root: Path) -> None:
    assert nearest(root, "src/tiny/core.py") == ["test_core.py", "test_room_door.py", "test_far.py"]
    assert nearest(root, "tests/helper.py") == ["test_far.py"]
    fixtures = nearest(root, "tests/room/conftest.py")
    assert fixtures == ["test_room_door.py", "test_room_program.py"]


def test_a_page_has_the_tests_that_read_pages(root: Path) -> None:
    assert nearest(root, "README.md") == ["test_pages.py"]


def test_nothing_runs_where_nothing_has_changed(root: Path) -> None:
    done = quick_of(root)
    assert (done.returncode, done.stdout) == (0, "Nothing has changed.\n")


def test_it_runs_and_says_what_it_leaves_out(root: Path) -> None:
    change(root, DOOR)
    done = quick_of(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed, 1 skipped" in done.stdout
    assert "Running the 3 nearest test files:\n  tests/room/test_room_door.py\n" in done.stdout
    assert "Left out: 0 further ones" in done.stdout


def test_linters_and_types_count(root: Path) -> None:
    (root / "src/tiny/room/odd.py").write_text("import os\n\nx  = 1\nTWO: str = 2\n", "utf-8")
    done = quick_of(root)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert all(word in said for word in ("F401", "unformatted", "[assignment]", "2 passed")), said


def test_a_test_that_fails_counts(root: Path) -> None:
    (root / DOOR).write_text("TWO = 3\n", "utf-8")
    done = quick_of(root)
    assert done.returncode == 1
    assert "FAILED tests/room/test_room_door.py::test_two" in done.stdout


def test_what_there_is_no_time_for_is_said(root: Path) -> None:
    (root / DOOR).write_text("TWO = 3\n", "utf-8")
    done = quick_of(root, seconds=0)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no time left: 2 in tests/room/test_room_door.py" in done.stdout
    assert "no time left: 1 in tests/test_far.py" in done.stdout
