"""`python -m growattServer.cli.demo` as a user runs it."""

from __future__ import annotations

import re
import subprocess
import sys


def test_the_demo_shows_all_and_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "growattServer.cli.demo"],
        capture_output=True,
        text=True,
        timeout=500,
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
    days = re.findall(r"^│ 2026-06-(\d\d) +│ +(\d+) │ +([\d.]+) │", done.stdout, flags=re.M)
    assert [int(day) for day, _, _ in days] == list(range(2, 16))
    assert all(samples == "288" for _, samples, _ in days[:-1])
    assert all(float(energy) > 0 for _, _, energy in days)
    assert "PV energy a day, from 2026-06-02 on" in done.stdout


def test_without_the_extras_there_is_a_sentence() -> None:
    program = (
        "import sys, runpy; sys.modules['rich'] = None;"
        "runpy.run_module('growattServer.cli.demo', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 1
    assert "pip install 'growattServer[cli,simulator,recorder]'" in done.stderr
    assert "Traceback" not in done.stderr
