"""`python -m growattServer.cli.demo` as a user runs it."""

from __future__ import annotations

import subprocess
import sys


def test_the_demo_shows_all_and_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "growattServer.cli.demo"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for shown in ("SIMMIN0001", "SIMSPH0001", "AMMETER", "battery_soc", "kWh", "PV power", "⣀"):
        assert shown in done.stdout, shown
    assert done.stdout.count("│ Load First │") == 9
    assert "│ 1       │ Grid First │ 20:00 │ 21:00 │ yes      │" in done.stdout
    assert "The battery followed" in done.stdout


def test_without_the_extras_there_is_a_sentence() -> None:
    program = (
        "import sys, runpy; sys.modules['rich'] = None;"
        "runpy.run_module('growattServer.cli.demo', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "pip install 'growattServer[cli,simulator]'" in done.stderr
    assert "Traceback" not in done.stderr
