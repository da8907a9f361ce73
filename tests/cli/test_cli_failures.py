"""Everything foreseen that goes wrong: a sentence, what to type next, and the exit code."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from growattServer.cli import errors
from growattServer.cli.app import run as run_line
from growattServer.cli.errors import BUG, NothingThere
from growattServer.simulator import Simulator

from .cli_world import PROGRAM, User

ASKING: list[tuple[str, ...]] = [
    ("plants",),
    ("devices", "--fresh"),
    ("now", "SIMMIN0001"),
    ("energy", "day", "2026-06-15", "--plant", "1000001"),
    ("energy", "year", "2026", "--plant", "1000001"),
    ("history", "SIMMIN0001", "--from", "2026-06-14", "--to", "2026-06-14", "--out", "x.csv"),
    ("settings", "show", "SIMMIN0001"),
    ("settings", "set", "SIMMIN0001", "charge_power=80", "--yes"),
    ("schedule", "show", "SIMMIN0001"),
    ("schedule", "set", "SIMMIN0001", "charge=02:00-05:00", "--yes"),
]
IDS = [" ".join(words[:2]) for words in ASKING]


@pytest.fixture(scope="module")
def settled(cloud: Simulator, tmp_path_factory: pytest.TempPathFactory) -> User:
    """A user whose devices are known, so that a verb's own call is what fails."""
    user = User(tmp_path_factory.mktemp("settled"))
    user.log_in(cloud.token, cloud.url)
    return user


@pytest.mark.parametrize("words", ASKING[::2], ids=IDS[::2])
def test_a_token_that_is_no_longer_valid(
    settled: User, cloud: Simulator, words: tuple[str, ...]
) -> None:
    done = settled.later().run(*words, "--json", GROWATT_TOKEN="9" * 32, GROWATT_SERVER=cloud.url)
    done.failed(4, "growatt doctor")
    assert done.json["error"]["kind"] == "refused"
    assert done.json["error"]["exit_code"] == 4
    assert done.json["error"]["message_key"] == "no_permission"
    assert done.json["error"]["message_values"]["error_code"] == 10011
    assert "9" * 32 not in done.out + done.err


@pytest.mark.parametrize("words", ASKING[1::2], ids=IDS[1::2])
def test_no_network(settled: User, words: tuple[str, ...]) -> None:
    # the account is the same, so its devices are known; only the way there is cut
    done = settled.later().run(*words, HTTP_PROXY="http://127.0.0.1:1", NO_PROXY="")
    done.failed(5, "growatt doctor")
    assert not (settled.home / "x.csv").exists()


FAULTS: list[tuple[dict[str, Any], int, str]] = [
    ({"fault": "http_502"}, 5, "502"),
    ({"fault": "html_login"}, 5, ""),
    ({"fault": "truncated_json"}, 5, ""),
    ({"fault": "null_data"}, 5, ""),
    ({"fault": "reset"}, 5, ""),
    ({"fault": "error_code", "error_code": 10011, "error_msg": "no_privilege"}, 4, ""),
]


@pytest.mark.parametrize(("fault", "code", "said"), FAULTS, ids=[row[0]["fault"] for row in FAULTS])
def test_a_cloud_that_is_out_of_order(
    settled: User, cloud: Simulator, fault: dict[str, Any], code: int, said: str
) -> None:
    cloud.add_fault({**fault, "times": 0, "match": "*/tlx_set_info"})
    try:
        settled.later().run("settings", "show", "SIMMIN0001").failed(code, said)
    finally:
        cloud.clear_faults()


def test_a_firewall_that_dislikes_us(settled: User, cloud: Simulator) -> None:
    cloud.add_fault({"fault": "denied_user_agent", "times": 0})
    try:
        settled.run("settings", "show", "SIMMIN0001").failed(5)
    finally:
        cloud.clear_faults()


def test_asked_too_often(stranger: User) -> None:
    with Simulator(start="2026-06-15T12:00:00Z", speed=0, limits="documented") as cloud:
        stranger.log_in(cloud.token, cloud.url)
        words = ("energy", "year", "--plant", "1000001")
        assert stranger.run(*words, "2026").code == 0
        # our own manners refuse first, and know the moment
        done = stranger.run(*words, "2025", "--json")
        done.failed(6, "the same command again from ")
        assert done.json["error"]["kind"] == "too_often"
        # the server does, where somebody else has asked
        stranger.later().run(*words, "2025").failed(6, "the same command again ")


@pytest.mark.parametrize("shape", ["new", "old"])
def test_a_locked_account(stranger: User, cloud: Simulator, shape: str) -> None:
    words = ("login", "--server", cloud.url, "--user", "demo", "--password-stdin")
    assert stranger.run(*words, stdin="demo").code == 0
    cloud.change_account(locked=True, lockout_shape=shape)
    is_told = shape == "new"
    said = (
        ("locked until ", "the same command again from ")
        if is_told
        else ("for how long", "a few hours")
    )
    try:
        for verb in (("plants",), ("now",)):
            done = stranger.later().run(*verb, "--json")
            done.failed(6, *said)
            assert done.json["error"]["kind"] == "locked"
            assert (done.json["error"]["retry_at"] or "") > "2026" or not is_told
        doctor = stranger.run("doctor")
        assert doctor.code == 1
        assert "locked" in doctor.out
    finally:
        cloud.reset()


def test_an_offline_device(user: User, cloud: Simulator) -> None:
    cloud.change_device("SIMMIN0001", online=False)
    # latest readings come all the same, and have an age
    assert user.run("now", "SIMMIN0001").code == 0
    done = user.run("settings", "set", "SIMMIN0001", "charge_power=80", "--yes")
    done.failed(8, "offline")
    doctor = user.run("doctor")
    assert "offline" in doctor.out


def test_a_device_that_is_not_there(known: User) -> None:
    known.run("now", "NOSUCH0001").failed(7, "NOSUCH0001", "growatt devices")
    known.run("schedule", "show", "SIMINV0001").failed(7, "INVERTER")
    known.run("settings", "show").failed(7, "several devices", "growatt settings show SIMMIN0001")


def test_what_cannot_be_right(known: User) -> None:
    known.run("plantz").failed(2, "Did you mean 'plants'")
    known.run("plants", "--nonsense").failed(2, "growatt plants --help")
    known.run("history", "--out", "x.csv").failed(2, "--last")
    done = known.run("energy", "decade", "--json")
    done.failed(2)
    assert done.json["error"]["kind"] == "usage"
    assert known.run().code == 2


def test_a_reader_who_leaves(known: User) -> None:
    days = ("--from", "2026-06-12", "--to", "2026-06-13")
    words = " ".join([*PROGRAM, "history", "SIMMIN0001", *days, "--columns all --out -"])
    command = f"set -o pipefail; {words} | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=known.home,
        env=known.environment,
    )
    assert done.returncode == 141
    assert done.stdout.startswith("device_sn,")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_without_the_extra_there_is_a_sentence(known: User) -> None:
    program = "import sys; sys.modules[{0!r}] = None; from growattServer.cli.start import main; "
    program += "sys.argv = ['growatt', *sys.argv[1:]]; sys.exit(main())"
    for missing, words in (("click", ("plants",)), ("rich", ("plants",)), ("plotille", ASKING[3])):
        done = subprocess.run(
            [PROGRAM[0], "-c", program.format(missing), *words],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=known.home,
            env=known.environment,
        )
        assert done.returncode == 3, done.stderr
        assert "pip install 'growattServer[cli]'" in done.stderr
        assert "Traceback" not in done.stderr


def test_every_error_of_the_library_has_a_row() -> None:
    import growattServer
    from growattServer import settings

    for room in (growattServer, settings):
        for name in room.__all__:
            if name.startswith("Growatt") and name.endswith("Error"):
                cls = getattr(room, name)
                known = [base.__name__ for base in cls.__mro__ if base.__name__ in errors.ERRORS]
                assert known, name
                # a class of its own, or the nearest base that is more than the root of all
                assert known[0] != "GrowattError" or name == "GrowattError", name
    for row in errors.ERRORS.values():
        assert row.code in errors.EXIT_CODES


def test_an_error_that_cannot_be_told_is_a_mistake_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class UntoldError(NothingThere):
        def __str__(self) -> str:
            raise ZeroDivisionError(f"secret {12344 + 1}")

    def fail(*args: Any, **more: Any) -> Any:
        raise UntoldError("no")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("growattServer.cli.verbs.accounts.stored", fail)
    assert run_line(["accounts"]) == BUG
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "12345" not in told + "".join(path.read_text() for path in tmp_path.rglob("crash-*"))


def test_a_mistake_of_ours_leaves_a_report_without_secrets(user: User, cloud: Simulator) -> None:
    program = (
        "import sys, growattServer.cli.verbs.plants as plants\n"
        "def cloud():\n"
        "    from growattServer.cli.connect import account\n"
        "    secret = account().secret\n"
        "    raise RuntimeError(f'the token is {secret}')\n"
        "plants.cloud = cloud\n"
        "from growattServer.cli.app import run\n"
        "sys.exit(run(['plants']))\n"
    )
    done = subprocess.run(
        [PROGRAM[0], "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=user.home,
        env=user.environment,
    )
    assert done.returncode == errors.BUG
    assert "RuntimeError" in done.stderr
    assert cloud.token not in done.stdout + done.stderr
    (report,) = (user.home / "state/growattServer/crashes").iterdir()
    assert str(report) in done.stderr
    text = report.read_text()
    assert "plants.py" in text
    assert "RuntimeError" in text
    assert cloud.token not in text
    assert report.stat().st_mode & 0o777 == 0o600
    assert os.path.basename(report).startswith("crash-")
