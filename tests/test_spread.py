"""A run on another Python takes some values of each test, and every test."""

from __future__ import annotations

from pathlib import Path

import pytest

import spread

pytest_plugins = ["pytester"]
MODULE = """
import pytest


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("mode", ["blocking", "async"])
def test_many(mode, number):
    assert (mode, number) in [("blocking", 0), ("blocking", 6), ("async", 2), ("async", 9)]


@pytest.mark.parametrize("number", range(3))
def test_few(number):
    pass


class TestOne:
    def test_one(self):
        pass
"""


@pytest.mark.parametrize(("most", "passed"), [(1, 3), (4, 8)])
def test_some_values_of_every_test_run(pytester: pytest.Pytester, most: int, passed: int) -> None:
    pytester.makepyfile(MODULE)
    source = Path(spread.__file__).read_text("utf-8")
    hook = "\n\ndef pytest_collection_modifyitems(config, items):\n    choose(config, items)\n"
    pytester.makeconftest(source + hook)
    done = pytester.runpytest_subprocess(f"--spread={most}", "-p", "no:randomly")
    done.assert_outcomes(passed=passed, deselected=24 - passed)
    pytester.runpytest_subprocess().assert_outcomes(passed=8, failed=16)


def test_a_test_may_leave_most_of_its_values_to_the_long_ones(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.values(3)
        @pytest.mark.parametrize("number", range(9))
        def test_some(number):
            assert number in (0, 4, 8)

        @pytest.mark.parametrize("number", range(5))
        def test_all(number):
            pass
        """
    )
    hook = (
        "\n\n@pytest.hookimpl(tryfirst=True)\n"
        "def pytest_collection_modifyitems(items):\n    leave_to_long_tests(items)\n"
    )
    pytester.makeconftest(Path(spread.__file__).read_text("utf-8") + hook)
    pytester.makeini("[pytest]\nmarkers =\n  long: x\n  values: x")
    short = pytester.runpytest_subprocess("-m", "not long", "-p", "no:randomly")
    short.assert_outcomes(passed=8, deselected=6)
    rest = pytester.runpytest_subprocess("-m", "long", "-p", "no:randomly")
    rest.assert_outcomes(failed=6, deselected=8)
