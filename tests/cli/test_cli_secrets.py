"""No secret is to be seen: in the list of processes, on the screen, in files, in logs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from growattServer.simulator import Simulator

from .cli_world import PROGRAM, START, User
from .test_cli_help import commands


def seen_of(process: int) -> str:
    """What everybody on the machine can see of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")
def test_the_list_of_processes(stranger: User, cloud: Simulator) -> None:
    cloud.add_fault({"fault": "slow", "seconds": 2, "match": "*/plant/list", "times": 0})
    try:
        with stranger.sit("login", "--server", cloud.url) as sitting:
            sitting.see("Token: ")
            sitting.type(cloud.token)
            sitting.see("Asking")
            visible = seen_of(sitting.child.pid)
            assert "login" in visible
            assert cloud.token not in visible
            assert sitting.end() == 0
        with subprocess.Popen(
            [*PROGRAM, "plants"],
            env=stranger.environment,
            cwd=stranger.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert cloud.token not in seen_of(process.pid)
    finally:
        cloud.reset()


def test_no_option_takes_a_secret() -> None:
    for path, command in commands():
        for parameter in command.params:
            name = str(parameter.name)
            is_secret = "token" in name or "password" in name
            assert not is_secret or getattr(parameter, "is_flag", False), (path, name)
        for example in command.examples:
            assert "GROWATT_TOKEN=" not in example


def test_nothing_but_the_store_of_accounts_holds_the_token(user: User, cloud: Simulator) -> None:
    for words in (
        ("plants",),
        ("now",),
        ("energy", "day", "2026-06-15", "--plant", "1000001"),
        ("settings", "set", "SIMMIN0001", "charge_power=80", "--yes"),
        ("doctor",),
        ("budget",),
    ):
        done = user.run(*words)
        assert cloud.token not in done.out + done.err, words
        assert user.run(*words, "--json").out.count(cloud.token) == 0
    holders = [name for name, text in user.files().items() if cloud.token in text]
    assert holders == ["config/growattServer/accounts.json"]


def test_a_token_in_the_environment_is_written_nowhere(stranger: User, cloud: Simulator) -> None:
    stranger.environment |= {"GROWATT_TOKEN": cloud.token, "GROWATT_SERVER": cloud.url}
    for words in (("plants",), ("now",), ("doctor",), ("accounts",)):
        done = stranger.run(*words)
        assert done.code == 0
        assert cloud.token not in done.out + done.err
    assert not [name for name, text in stranger.files().items() if cloud.token in text]


def test_a_password_is_kept_as_its_hash_and_shown_nowhere(stranger: User) -> None:
    secret = "sunshine-and-rain"
    with Simulator(start=START, speed=0, password=secret) as cloud:
        words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
        done = stranger.run(*words, stdin=secret)
        assert done.code == 0, done.err
        for verb in (("plants",), ("now", "--json"), ("doctor",)):
            done = stranger.run(*verb)
            assert done.code == 0, done.err
            assert secret not in done.out + done.err
    assert not [name for name, text in stranger.files().items() if secret in text]


def test_the_logs_of_everything_turned_up(user: User, cloud: Simulator) -> None:
    program = (
        "import logging, sys, http.client\n"
        "logging.basicConfig(level=1)\n"
        "from growattServer.cli.app import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "now"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=user.home,
        env=user.environment,
    )
    assert done.returncode == 0
    assert "DEBUG" in done.stderr
    assert cloud.token not in done.stdout + done.stderr
