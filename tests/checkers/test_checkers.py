"""The checkers find what is planted, and nothing else; a test that failed is played again."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
HERE = Path(__file__).parent
TESTS = HERE.parent
REPOSITORY = TESTS.parent

CONFTEST = f"""
import sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS / "settings")!r}]
from checkers import plug
from checkers.plug import pytest_runtest_makereport
from checkers.seeds import (
    pytest_configure, pytest_report_header, pytest_runtest_setup, pytest_terminal_summary
)
plug.watch()
"""
INI = """
[pytest]
addopts = -p no:cacheprovider
asyncio_default_fixture_loop_scope = function
markers = breaks(checker, why)
"""


@pytest.fixture
def _apart(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makeini(INI)


@pytest.mark.wide
@pytest.mark.usefixtures("_apart")
def test_what_is_planted_is_found(pytester: pytest.Pytester) -> None:
    shutil.copy(HERE / "planted.py", pytester.path / "test_planted.py")
    shown = pytester.runpytest_subprocess("-q", "--tb=short").stdout.str()
    planted = re.findall(r"^def test_([a-z]+)(_\w+)", (HERE / "planted.py").read_text(), re.M)
    assert len(planted) > 15
    for checker, rest in planted:
        name = f"test_{checker}{rest}"
        told = re.search(
            rf"^_+ (?:ERROR at teardown of )?{name} _+\n(.*?)^(?:_|=|-|replay)", shown, re.M | re.S
        )
        if checker == "harmless":
            assert told is None, shown
        else:
            assert told is not None, (name, shown)
            assert f"\n{checker}: " in told[1], told[1]
            assert len(re.findall(rf"^replay: make .*::{name}$", shown, re.M)) == 1


RANDOM = """
import random
import pytest

@pytest.mark.parametrize("number", range(8))
def test_chance(number):
    drawn = random.random()
    assert drawn < 0.5, f"drawn {number}: {drawn}"

def test_chance_of_hypothesis():
    from hypothesis import given, settings, strategies
    first = []

    @settings(max_examples=3, database=None)
    @given(strategies.integers(0, 2**62))
    def tried(value):
        first.append(value)

    tried()
    assert not first, f"tried {first}"
"""


SAID = r"^E +AssertionError: ((?:drawn|tried) .*)$"


@pytest.mark.wide
@pytest.mark.usefixtures("_apart")
def test_what_failed_is_played_again(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEED", "3708066239")  # some of them fail with it
    pytester.makepyfile(test_random=RANDOM)
    first = pytester.runpytest_subprocess("-q", "-n", "2").stdout.str()
    lines = re.findall(r"^replay: (.*)$", first, re.M)
    drawn = set(re.findall(SAID, first, re.M))
    assert len(lines) == len(drawn) >= 2, first
    # the line of one, as it is, but that python is ours
    make = shlex.split(lines[-1])
    assert make[:2] == ["make", "replay"]
    if shutil.which("make") is None:
        return
    bin_ = f"BIN={Path(sys.executable).parent}"
    make[1:1] = ["-f", str(REPOSITORY / "Makefile"), "READY=", bin_]
    again = subprocess.run(make, cwd=pytester.path, capture_output=True, text=True, check=False)
    (failed,) = re.findall(SAID, again.stdout, re.M)
    assert failed in drawn, again.stdout
    assert lines[-1] in again.stdout
    # all of them, without workers and one after the other
    whole = pytester.runpytest_subprocess("-q", "-p", "no:xdist").stdout.str()
    assert set(re.findall(SAID, whole, re.M)) == drawn
