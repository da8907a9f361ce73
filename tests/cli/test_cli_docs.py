"""docs/cli.md is what the program says, its examples run, and the pictures are what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from growattServer.simulator import Simulator

from .cli_world import LONG_S, START, User
from .test_cli_help import commands

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT / "src"),
    "PYTHONIOENCODING": "utf-8",
    "HOME": "/nowhere",
}
EXAMPLES = [(path, example) for path, command in commands() for example in command.examples]
ENDLESS = {
    "growatt now --watch": "energy_total",
    "growatt simulate": "token=",
    "growatt serve": r"\d",
    "growatt record --since": r"[0-9] of [0-9]+",
}


def test_the_page_is_what_the_program_prints() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts/cli_page.py"],
        capture_output=True,
        encoding="utf-8",
        timeout=LONG_S,
        check=True,
        env=ENVIRONMENT,
    )
    hint = "run: .venv/bin/python scripts/cli_page.py > docs/cli.md"
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    assert made.stdout == page, hint
    for path, example in EXAMPLES:
        # the help breaks long lines
        assert re.sub(r"\s+", " ", example) in re.sub(r"\s+", " ", page), path


def test_the_pictures_are_what_the_program_shows(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, ROOT / "scripts/cli_pictures.py", tmp_path],
        timeout=LONG_S,
        check=True,
        env=ENVIRONMENT,
    )
    hint = "run: .venv/bin/python scripts/cli_pictures.py docs/pictures"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["energy.svg", "now.svg", "schedule.svg"]
    for name in names:
        stored = (ROOT / "docs/pictures" / name).read_text("utf-8")
        assert stored == (tmp_path / name).read_text("utf-8"), hint


# --- the examples --------------------------------------------------------------------------------

WORLD = """
import sys
from growattServer import servers
import growattServer.cli.verbs.login as login
regions = {name: sys.argv[1] for name in servers.REGIONS}
servers.REGIONS = login.REGIONS = regions
servers.DEFAULT_SERVER = login.DEFAULT_SERVER = sys.argv[1]
del sys.argv[1]
from growattServer.cli.start import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[User, Simulator]]:
    """A user with `growatt` in his path, where all of Growatt's servers are the simulated one."""
    user = User(tmp_path_factory.mktemp("shell"))
    with Simulator(start=START, seed=7, speed=0) as cloud:
        program = user.home / "bin/growatt"
        program.parent.mkdir()
        (user.home / "world.py").write_text(WORLD)
        program.write_text(
            f'#!/bin/sh\nexec {sys.executable} {user.home}/world.py {cloud.url} "$@"\n'
        )
        program.chmod(0o755)
        user.environment["PATH"] = f"{program.parent}:{os.environ['PATH']}"
        (user.home / "token.txt").write_text(cloud.token + "\n")
        (user.home / ".config/fish/completions").mkdir(parents=True)
        user.log_in(cloud.token, cloud.url, "cabin")
        user.log_in(cloud.token, cloud.url)
        yield user, cloud


def typed(example: str) -> str:
    """The example with what its reader fills in."""
    serial = "SIMSPH0001" if "power=" in example and "schedule" in example else "SIMMIN0001"
    line = example.replace("YOUR_DEVICE_SERIAL_NUMBER", serial)
    line = line.replace("YOUR_PLANT_NUMBER", "1000001").replace("YOUR_USER_NAME", "demo")
    # the port may be taken by somebody else on this machine
    line = re.sub(r"--port \d+", "", line)
    return line.replace("growatt simulate", "growatt simulate --port 0")


# a worker needs a PostgreSQL server, which its own test has
RUNNABLE = [path for path in dict.fromkeys(path for path, _ in EXAMPLES) if path != "worker"]


@pytest.mark.parametrize("path", RUNNABLE)
def test_the_examples_of_a_verb_run(shell: tuple[User, Simulator], path: str) -> None:
    user, cloud = shell
    for example in [example for each, example in EXAMPLES if each == path]:
        if path == "login":
            user.run("accounts", "--forget", "home")
        if path == "settings revert":
            assert user.run("settings", "set", "SIMMIN0001", "charge_power=70", "--yes").code == 0
        if path in ("export", "check", "compact"):
            assert user.run("record", "--backfill", "1d", "SIMMIN0001").code == 0
        if path == "serve":
            (user.home / "growatt.toml").write_text('[csv]\ndirectory = "readings"\n')
        if "--recording" in example:
            (user.home / "report.jsonl").unlink(missing_ok=True)
            user.run("doctor", "--bundle", "report.jsonl")
        elif path == "doctor":
            (user.home / "report.jsonl").unlink(missing_ok=True)
        # there may be something to find in a recording that was broken off
        fine = (0, 1, None) if path == "check" else (0, None)
        assert run(user, cloud, example) in fine, example
    if path in ("login", "accounts"):
        user.log_in(cloud.token, cloud.url, "cabin")
        user.log_in(cloud.token, cloud.url)


def run(user: User, cloud: Simulator, example: str) -> int | None:
    """Type an example and answer its questions; the exit code, or None where Ctrl-C ended it."""
    marker = next((mark for begin, mark in ENDLESS.items() if example.startswith(begin)), None)
    child = pexpect.spawn(
        "bash",
        ["-c", typed(example)],
        cwd=str(user.home),
        env=user.environment | {"TERM": "xterm", "HOME": str(user.home)},
        dimensions=(50, 100),
        encoding="utf-8",
        timeout=LONG_S,
    )
    answers = {"Token: ": cloud.token, "Password of demo: ": "demo", r"\[y/N\] ": "y"}
    said = ""
    try:
        while True:
            patterns = [*answers, pexpect.EOF, *([marker] if marker else [])]
            found = child.expect(patterns)
            said += str(child.before or "")
            if found < len(answers):
                child.sendline(list(answers.values())[found])
            elif found == len(answers):
                child.close()
                assert child.exitstatus == 0 or example.startswith("growatt check"), said
                return int(child.exitstatus or 0)
            else:
                child.sendintr()
                child.expect(pexpect.EOF)
                assert "Traceback" not in said + str(child.before)
                return None
    finally:
        child.close(force=True)
