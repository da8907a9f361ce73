"""`make mutants` makes one change at a time, and tells which of them the tests notice."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

import mutants
from mutations import is_other, mutations_of

FILES = {
    ".gitignore": "__pycache__/\n.*_cache/\n",
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
    "src/tiny/core.py": "def most(a, b):\n    return a if a > b else b\n",
    "src/tiny/room/__init__.py": "",
    "src/tiny/room/door.py": "def is_open(angle):\n    return angle >= 90\n",
    "src/tiny/room/clock.py": "def chime(hours):\n    while hours:\n        hours -= 1\n",
    "tests/room/test_room_door.py": """\
from tiny.room.door import is_open


def test_open():
    assert is_open(120)
    assert not is_open(60)
""",
    "tests/room/test_room_clock.py": """\
import pytest
from tiny.room.clock import chime


def test_it_fails_anyway():
    raise AssertionError


@pytest.mark.timeout(2)
def test_chime():
    chime(3)
""",
}
DOOR, CLOCK = "src/tiny/room/door.py", "src/tiny/room/clock.py"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a package and a few tests."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.syspath_prepend(tmp_path / "src")
    return tmp_path


def names(root: Path, room: str, count: int, seed: int) -> list[str]:
    return [str(mutant) for mutant in mutants.chosen(root, room, count, seed)]


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("a < b", ["(a <= b)"]),
        ("a is b", ["(a is not b)"]),
        ("a in b", ["(a not in b)"]),
        ("a and b", ["(a or b)"]),
        ("a + b", ["(a - b)"]),
        ("'a' + b", []),
        ("'%s' % b", []),
        ("not a", ["(a)"]),
        ("7", ["(8)"]),
        ("True", ["(False)"]),
        ("'text'", []),
        ("f(a, b, c)", ["pass", "(f(b, a, c))"]),
        ("f(*a, b)", ["pass"]),
        ("isinstance(a, b)", ["pass"]),
        ("a if b else c", ["(a if not b else c)"]),
        ("a += b", ["pass"]),
        ("a: f(1, 2) = b", []),
        ("raise a", ["pass"]),
        ("if a:\n    b", ["not (a)"]),
        ("if a < b:\n    c", ["(a <= b)"]),
        ("if TYPE_CHECKING:\n    f(1)", []),
        ("def f():\n    return a", ["return None"]),
        ("def f():\n    return None", []),
        ("def f(a: int = 1) -> g(2):\n    return []", ["(2)"]),
    ],
)
def test_the_changes_of_a_piece_of_code(code: str, after: list[str]) -> None:
    found = mutations_of(code.encode())
    assert sorted(mutation.after for mutation in found) == sorted(after)
    assert all(is_other(code.encode(), mutation) for mutation in found)


def test_a_change_touches_nothing_else() -> None:
    code = (
        "# é is before\nclass A:\n    def f(self):\n        return (1 +\n            g)  # last\n"
    )
    total = next(one for one in mutations_of(code.encode()) if one.before == "1 + g")
    assert total.where == "A.f"
    assert str(total) == "4: 1 + g -> (1 - g)"
    assert total.applied(code.encode()).decode() == code.replace("1 +\n            g", "(1 - g)")


def test_a_seed_always_means_the_same_changes() -> None:
    assert names(mutants.ROOT, "transports", 10, 1) == names(mutants.ROOT, "transports", 10, 1)
    assert names(mutants.ROOT, "transports", 10, 1) != names(mutants.ROOT, "transports", 10, 2)
    assert len(set(names(mutants.ROOT, "transports", 10, 1))) == 10


def test_rooms_are_folders_with_what_is_in_them_and_the_outermost_modules(root: Path) -> None:
    inside = names(root, "room", 99, 1)
    assert {name.partition(":")[0] for name in inside} == {DOOR, CLOCK}
    outermost = names(root, "core", 99, 1)
    assert {name.partition(":")[0] for name in outermost} == {"src/tiny/core.py"}
    assert sorted(names(root, "", 99, 1)) == sorted([*inside, *outermost])


@pytest.mark.wide
def test_it_tells_what_was_noticed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.py")}
    assert mutants.main(["room", "-n", "9", "--seed", "1"], root) == 1
    said = capsys.readouterr().out
    noticed = f"{DOOR}:2: return angle >= 90 -> return None\n"
    assert f"{noticed}    tests/room/test_room_door.py::test_open\n" in said
    # what fails without the change has noticed nothing, and what never ends is noticed
    hangs = f"{CLOCK}:3: hours -= 1 -> pass\n"
    assert f"{hangs}    tests/room/test_room_clock.py::test_chime\n" in said
    survivor = f"{DOOR}:2: angle >= 90 -> (angle > 90)"
    assert f"survived: {survivor}\n" in said
    assert mutants.main(["--only", survivor], root) == 1
    assert f"survived: {survivor}\n" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in root.rglob("*.py")} == before


def test_what_makes_no_difference_is_left_out(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "known.toml"
    row = {"path": DOOR, "where": "is_open", "before": "90", "after": "(91)", "why": "it is enough"}
    known.write_text("\n".join(["[[mutant]]", *(f'{key} = "{row[key]}"' for key in row)]), "utf-8")
    all_of_it = names(root, "room", 99, 1)
    monkeypatch.setattr(mutants, "EQUIVALENT", known)
    assert set(all_of_it) - set(names(root, "room", 99, 1)) == {f"{DOOR}:2: 90 -> (91)"}


def test_what_is_said_to_make_no_difference_is_there_and_has_a_reason() -> None:
    rows = tomllib.loads(mutants.EQUIVALENT.read_text("utf-8")).get("mutant", [])
    for row in rows:
        assert row["why"]
        found = mutations_of((mutants.ROOT / row["path"]).read_bytes())
        keys = {mutation.key for mutation in found}
        assert (row["where"], row["before"], row["after"]) in keys, row
