"""Home Assistant's own integration, unchanged, on our library: it works, and mypy has no objection.

It needs Python 3.14 and a download; scripts/with_home_assistant.py knows how to get both.
"""

from __future__ import annotations

import re

import pytest

import with_home_assistant

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

TESTS = "tests/home_assistant/component"
PYTEST = ("-m", "pytest", "-c", f"{TESTS}/pytest.ini", TESTS)
MYPY = ("-m", "mypy", "--config-file", "tests/home_assistant/mypy.ini")
INTEGRATION = ("-p", "homeassistant.components.growatt_server")

THEIRS = {
    "test_what_the_server_refuses[password_auth-given2-invalid_auth]": "a Cyrillic user name",
    "test_periods_of_an_sph[charge]": "reads stop levels from keys that an SPH does not have",
    "test_periods_of_an_sph[discharge]": "the same",
}
"""What release 2.2.0 cannot do."""


def run(
    capfd: pytest.CaptureFixture[str], *command: str, version: str | None = None
) -> tuple[int, str]:
    """Exit code and output of a command in the environment, or a skipped test."""
    try:
        status = with_home_assistant.run([*command], version)
    except with_home_assistant.NotPossibleError as error:
        pytest.skip(f"Home Assistant cannot be had here: {error}")
    said, complained = capfd.readouterr()
    return status, said + complained


def test_the_integration_works(capfd: pytest.CaptureFixture[str]) -> None:
    status, said = run(capfd, *PYTEST)
    assert status == 0, said
    assert re.search(r"\d\d passed", said)


def test_it_works_with_release_2_2_0_as_well_but_for_what_is_its_own(
    capfd: pytest.CaptureFixture[str],
) -> None:
    # so these tests ask nothing of the library that its users have not had
    _, said = run(capfd, *PYTEST, version="2.2.0")
    assert set(re.findall(r"^FAILED \S+::(\S+)", said, re.MULTILINE)) == set(THEIRS), said
    assert "ERROR " not in re.sub(r"^ERROR +homeassistant.*$", "", said, flags=re.MULTILINE)


def test_mypy_finds_nothing_in_the_integration(capfd: pytest.CaptureFixture[str]) -> None:
    status, said = run(capfd, *MYPY, *INTEGRATION)
    assert status == 0, said
    assert "Success: no issues found" in said
