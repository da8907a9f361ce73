"""The sun is the same with each astral that the extra allows: Home Assistant pins an old one."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = ((48.1, 11.6), (42.4, -71.1), (-33.9, 151.2), (69.6, 18.9), (0.0, 0.0), (-89.9, 179.9))
PROGRAM = f"""
import hashlib
from importlib.metadata import version
from growattServer.simulator.sky import sky_of_day
digits = hashlib.sha256()
for latitude, longitude in {PLACES}:
    for day in range(20_000, 20_800, 37):
        sky = sky_of_day(1, "here", latitude, longitude, day)
        digits.update(repr((sky.east_w_m2, sky.west_w_m2, sky.ambient_c)).encode())
print(version("astral"), digits.hexdigest())
"""


def sun_with(folder: Path, wanted: str) -> tuple[str, str]:
    """The version of astral, and the digits of the sun that it gives."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-t", folder, f"astral=={wanted}"], check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"astral {wanted} cannot be had here")
    path = os.pathsep.join((str(folder), str(ROOT / "src")))
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    version, digits = run.stdout.split()
    return version, digits


def test_the_extra_allows_the_astral_of_home_assistant() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "astral>=2.2" in project["optional-dependencies"]["simulator"]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_sun_is_the_same_with_old_and_new_astral(tmp_path: Path) -> None:
    suns = [sun_with(tmp_path / wanted, wanted) for wanted in ("2.2", "3.2")]
    assert [version for version, _ in suns] == ["2.2", "3.2"]
    assert suns[0][1] == suns[1][1]
