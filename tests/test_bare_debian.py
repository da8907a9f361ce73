"""Both commands of the README pass on a machine that has Python, make, git and gcc, no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

import bare_debian


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(3600)
def test_demo_and_tests_of_a_bare_debian() -> None:
    missing = bare_debian.why_not()
    if missing:
        pytest.skip(missing)
    done = subprocess.run([sys.executable, bare_debian.__file__], check=False)
    assert done.returncode == 0
