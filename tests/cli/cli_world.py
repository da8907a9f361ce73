"""A user of the command line: a home of his own, a pipe or a terminal, and a simulated cloud."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pyte

from .warm import nursery

SOURCE = Path(__file__).resolve().parents[2] / "src"
START = "2026-06-15T12:00:00+02:00"
PROGRAM = [sys.executable, "-m", "growattServer.cli"]
NO_KEYRING = "keyring.backends.fail.Keyring"
LONG_S = 60
MANY = """
import contextlib, io, json, os, sys, time
from growattServer.cli.app import run
done = []
for words, environment in json.load(sys.stdin):
    before = dict(os.environ)
    os.environ.update(environment)
    time.tzset()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    os.environ.clear()
    os.environ.update(before)
    done.append([code, out.getvalue(), err.getvalue()])
json.dump(done, sys.stdout)
"""
Lines = list[tuple[list[str], dict[str, str]]]


class User:
    """Somebody who types `growatt ...`; `home` is all that he has."""

    program = PROGRAM

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = {**_usual(home), **environment}

    def run(self, *words: str, stdin: str = "", **environment: str) -> Result:
        """Run a verb in a pipe, to its end."""
        whole = {**self.environment, **environment}
        if self.program is PROGRAM and _of_interpreter(whole) == _of_interpreter(_usual(self.home)):
            forks = nursery(*sorted(_of_interpreter(whole).items()))
            return Result(*forks.run([*words], stdin, str(self.home), whole, LONG_S))
        done = subprocess.run(
            [*self.program, *words],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LONG_S,
            check=False,
            cwd=self.home,
            env=whole,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def run_many(self, lines: Lines) -> list[Result]:
        """Run command lines in one process, each with what its environment has more."""
        done = subprocess.run(
            [sys.executable, "-c", MANY],
            input=json.dumps(lines),
            capture_output=True,
            text=True,
            timeout=2 * LONG_S,
            check=False,
            cwd=self.home,
            env=self.environment,
        )
        assert done.returncode == 0, done.stderr
        return [Result(*each) for each in json.loads(done.stdout)]

    def log_in(self, token: str, url: str, name: str = "home") -> Result:
        """Store an account, the way a script does."""
        words = ("login", "--account", name, "--server", url, "--token-stdin", "--yes")
        done = self.run(*words, stdin=f"{token}\n")
        assert done.code == 0, done.err
        return done

    def later(self) -> User:
        """A day has passed: no limit holds any more, no answer and no session is remembered."""
        state = self.home / "state/growattServer"
        for path in [*state.glob("ledger.sqlite3*"), *state.glob("sessions.json*")]:
            path.unlink()
        return self

    @contextmanager
    def sit(self, *words: str, columns: int = 100, **environment: str) -> Iterator[Sitting]:
        """Run a verb on a terminal."""
        sitting = Sitting(
            [*self.program, *words], self.home, self.environment | environment, columns
        )
        try:
            yield sitting
        finally:
            sitting.child.close(force=True)

    def files(self) -> dict[str, str]:
        """Everything that lies in his home, as text."""
        return {
            str(path.relative_to(self.home)): path.read_text("utf-8", errors="replace")
            for path in sorted(self.home.rglob("*"))
            if path.is_file()
        }


def _usual(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{Path(__file__).parent}",
        "PYTHON_KEYRING_BACKEND": NO_KEYRING,
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
        "TZ": "Europe/Berlin",
    }


def _of_interpreter(environment: dict[str, str]) -> dict[str, str]:
    """What of it Python itself looks at when it starts."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(("PYTHON", "LANG", "LC_")) and name != "PYTHON_KEYRING_BACKEND"
    }


class Result:
    """What came of a run in a pipe."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def well(self) -> Any:
        """Its JSON, where it went well."""
        assert self.code == 0, f"{self.out}\n{self.err}"
        return self.json

    def failed(self, code: int, *said: str) -> str:
        """What it said, where it failed as it should: without a traceback, and with a next step."""
        assert self.code == code, f"{self.code}\n{self.out}\n{self.err}"
        assert "Traceback" not in self.err, self.err
        assert "Next: " in self.err, self.err
        for text in said:
            assert text in self.err, self.err
        return self.err


class Sitting:
    """A program on a terminal: what it wrote, what the screen shows, and the keys."""

    def __init__(
        self, command: list[str], home: Path, environment: dict[str, str], columns: int
    ) -> None:
        self.child: Any = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(home),
            env=environment | {"TERM": "xterm-256color"},
            dimensions=(50, columns),
            encoding="utf-8",
            timeout=LONG_S,
        )
        self.columns = columns
        self.raw = ""

    def see(self, text: str) -> str:
        """Wait until this text (a regular expression) comes; gives what came up to it."""
        self.child.expect(text)
        came = self.child.before + self.child.after
        self.raw += came
        return str(came)

    def type(self, text: str) -> None:
        """Type a line."""
        self.child.sendline(text)

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.child.sendintr()

    def end(self) -> int:
        """Wait for the end; gives the exit code."""
        self.child.expect(pexpect.EOF)
        self.raw += self.child.before
        self.child.close()
        assert "Traceback" not in self.raw, self.raw
        status = self.child.exitstatus
        return int(status) if status is not None else -int(self.child.signalstatus)

    @property
    def plain(self) -> str:
        """What it wrote, without colours and movements."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw).replace("\r", "")

    def screen(self) -> str:
        """What the terminal shows now."""
        screen = pyte.Screen(self.columns, 200)
        pyte.Stream(screen).feed(self.raw)
        return "\n".join(line.rstrip() for line in screen.display).rstrip()


def stop(process: subprocess.Popen[str]) -> None:
    """End a program that was started here."""
    process.send_signal(signal.SIGINT)
    process.wait(LONG_S)


# --- shapes --------------------------------------------------------------------------------------

TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, float),
    "integer": (int,),
    "true or false": (bool,),
    "moment": (str,),
    "anything": (str, int, float, bool, list, dict),
}


def assert_shape(value: Any, shape: Any, where: str = "") -> None:
    """The value is as the documented shape says: the same keys, and the types that it names."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        free = {key: inner for key, inner in shape.items() if key.startswith("<")}
        assert free or set(value) == set(shape), f"{where}: {set(value) ^ set(shape)}"
        for key, one in value.items():
            inner = shape.get(key, next(iter(free.values()), None))
            assert_shape(one, inner, f"{where}.{key}")
    elif isinstance(shape, list) and shape[1:] == ["null"]:
        if value is not None:
            assert_shape(value, shape[0], where)
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for number, one in enumerate(value):
            assert_shape(one, shape[0], f"{where}[{number}]")
    else:
        _assert_leaf(value, shape, where)


def _assert_leaf(value: Any, shape: str, where: str) -> None:
    kind = shape.partition(":")[0]
    kind, nullable, _ = kind.partition(" or null")
    if value is None:
        assert nullable, f"{where} is null"
        return
    assert isinstance(value, TYPES[kind]), f"{where}: {value!r} is no {kind}"
    assert kind == "true or false" or not isinstance(value, bool) or kind == "anything", where
