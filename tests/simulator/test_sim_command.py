"""The command: one line, clean ends, and no door to other machines by accident."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

COMMAND = [sys.executable, "-m", "growattServer.simulator"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--start", "2026-06-15T10:00:00Z", "--history-days", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_prints_one_line_serves_and_stops(
    running: subprocess.Popen[str], number: signal.Signals
) -> None:
    assert running.stdout is not None
    line = running.stdout.readline()
    match = re.fullmatch(
        r"Growatt cloud simulator at (http://127\.0\.0\.1:\d+/) token=(\w{32})\n", line
    )
    assert match
    url, token = match.groups()
    body = requests.get(f"{url}v1/plant/list", headers={"token": token}, timeout=60).json()
    assert body["data"]["count"] == 2
    running.send_signal(number)
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors) == (0, "", "")


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "example.org"])
def test_refuses_other_machines(host: str) -> None:
    done = run("--port", "0", "--host", host)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--allow-remote" in done.stderr
    assert done.stderr.count("\n") == 1


def test_says_when_the_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} on 127.0.0.1 is in use already.\n"


@pytest.mark.parametrize(
    "wrong", [("--start", "soon"), ("--speed", "-1"), ("--history-days", "-1"), ("--port", "70000")]
)
def test_bad_arguments_are_one_sentence(wrong: tuple[str, str]) -> None:
    done = run("--port", "0", *wrong)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'astral': raise ModuleNotFoundError(name)\n"
        "import importlib.util as util\n"
        "real = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'astral' else real(name, *more)\n"
        "from growattServer.simulator.__main__ import main\n"
        "sys.exit(main(['--port', '0']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "pip install 'growattServer[simulator]'" in done.stderr


def test_importing_the_package_stays_cheap() -> None:
    code = (
        "import sys, growattServer.simulator\n"
        "bad = {'aiohttp', 'astral'} & set(sys.modules)\n"
        "sys.exit(f'imported {bad}' if bad else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_simulator_imports_nobody_else_of_the_package() -> None:
    code = (
        "import sys\n"
        "from growattServer.simulator import Simulator\n"
        "import growattServer\n"
        "names = [name for name, module in sys.modules.items()\n"
        "         if name.startswith('growattServer.simulator')]\n"
        "import re, pathlib\n"
        "for name in names:\n"
        "    text = pathlib.Path(sys.modules[name].__file__).read_text()\n"
        "    rooms = '[.](distortions|families|open_api_v4|shinephone)[.]'\n"
        "    inside = 2 if re.search(rooms, name) else 1\n"
        "    for dots in re.findall(r'^ *from (\\.+)\\w', text, re.M):\n"
        "        assert len(dots) <= inside, (name, dots)\n"
        "    assert not re.search(r'(import|from) growattServer', text), name\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
