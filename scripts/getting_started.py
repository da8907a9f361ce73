"""Write docs/getting-started.md: a first tour, with what a terminal shows on the way.

python scripts/getting_started.py docs/getting-started.md

The commands are typed into a shell that finds `growatt` in its PATH; a test does the same, and
compares everything but numbers.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import pexpect

PORT = "8765"
LONG_S = 120


class Step(NamedTuple):
    """What the page says, what is typed, and how many lines of the answer are shown."""

    text: str
    command: str
    lines: int = 99
    answers: tuple[tuple[str, str], ...] = ()


HEAD = """\
# Getting started

A tour of the command line in ten minutes, on a simulated Growatt cloud: nothing here touches your
house. With your own token the same commands are about your own plant; leave `--server` out then,
and the region is found by asking. This page is written by `scripts/getting_started.py`; a test
types what is typed here, and sees the same but for the numbers.
"""
STEPS = (
    Step(
        "Install it, from a checkout of the project:", "pip install '.[cli,recorder,simulator]'", 0
    ),
    Step(
        "Start the simulated cloud, in the background. It prints its address and the token that it "
        "wants; real tokens come from the ShinePhone app (*Me*, the account name, *API Token*).",
        f"growatt simulate --port {PORT} &",
        1,
    ),
    Step(
        "Log in. The token is not shown while you type it, and is never an argument.",
        f"growatt login --server http://127.0.0.1:{PORT}/",
        answers=(("Token: ", "TOKEN"),),
    ),
    Step("Is everything in order?", "growatt doctor"),
    Step("What is happening now? `--watch` goes on until Ctrl-C.", "growatt now", 9),
    Step(
        "When shall the battery charge? A window alone does not do it: what it needs is offered. "
        "Then come the differences, a question, and after the writing the proof. `growatt settings "
        "revert` puts back what was there, and `growatt schedule verify --at 02:10` looks at that "
        "time whether the battery does what its schedule says.",
        "growatt schedule set SIMMIN0001 charge=02:00-05:00 discharge=18:00-20:00",
        answers=((r"too\? \[y/N\] ", "y"), (r"this\? \[y/N\] ", "y")),
    ),
    Step("The same for all devices, as a table and a picture:", "growatt schedule show"),
    Step(
        "Keep your own copy of the readings: here of the last two weeks of one device. It can be "
        "stopped at any moment, and goes on from there. A real server gives a page in 10 seconds, "
        "which makes 7 minutes of it.",
        "growatt record --backfill 14d SIMMIN0001",
        3,
    ),
    Step("What did the plant produce?", "growatt energy month --plant 1000001", 2),
)
TAIL = """\
All verbs, their options, exit codes and JSON: [The command line](cli.md). To stop the simulated
cloud, type `fg` and Ctrl-C.
"""


def typed(steps: tuple[Step, ...], growatt: Path, home: Path, port: str) -> list[tuple[Step, str]]:
    """Type the commands into a shell; gives what each of them showed."""
    environment = {
        "PATH": f"{growatt}:{os.environ['PATH']}",
        "HOME": str(home),
        "PS1": "@@> ",
        # no colours and no movements, which a page cannot show
        "TERM": "dumb",
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        **{name: value for name, value in os.environ.items() if name == "PYTHONPATH"},
    }
    shell: Any = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "--noediting"],
        cwd=str(home),
        env=environment,
        dimensions=(60, 100),
        encoding="utf-8",
        timeout=LONG_S,
        echo=False,
    )
    shell.expect("@@> ")
    shown, token = [], ""
    for step in steps:
        if not step.lines:
            shown.append((step, ""))
            continue
        shell.sendline(step.command.replace(PORT, port))
        said = ""
        if step.command.endswith("&"):
            shell.expect(r"token=(\w+)\r\n")
            said, token = shell.before + shell.after, shell.match.group(1)
            shell.sendline("")
        for question, typed_in in step.answers:
            shell.expect(question)
            answer = typed_in.replace("TOKEN", token)
            # what is typed is seen, unless it is a secret
            said += shell.before + shell.after + ("\n" if answer == token else f"{answer}\n")
            shell.sendline(answer)
        shell.expect("@@> ")
        shown.append((step, tidy(said + shell.before)))
    shell.sendline("kill -INT %1; wait; exit")
    shell.expect(pexpect.EOF)
    return shown


def tidy(text: str) -> str:
    """What was shown, without prompts, job numbers and space at the ends."""
    lines = [line.rstrip() for line in text.replace("\r", "").split("\n")]
    lines = [re.sub(r"^(@@> )?\[\d+\] \d+$|^@@> ", "", line) for line in lines]
    return "\n".join(line for line in lines if line)


def page(shown: list[tuple[Step, str]]) -> str:
    """The page with these answers."""
    parts = [HEAD]
    for step, answer in shown:
        lines = answer.split("\n") if answer else []
        rest = ["..."] if len(lines) > step.lines else []
        block = "\n".join([f"$ {step.command}", *lines[: step.lines], *rest])
        parts.append(
            f"{fill(step.text, 100, break_on_hyphens=False)}\n\n```console\n{block}\n```\n"
        )
    return "\n".join([*parts, TAIL]).rstrip() + "\n"


def masked(text: str) -> str:
    """The text without its numbers, bars and widths, which are others each time."""
    text = re.sub(r"[█▉▊▋▌▍▎▏─]+", "", text)
    text = re.sub(r"\d[\d,.:]*", "#", text)
    # a span is some number of some unit
    text = re.sub(r"# (s|min|h # min|days)\b", "# ago", text)
    return "\n".join(re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))


def main(target: Path, growatt: Path, port: str = PORT) -> None:
    """Take the tour, and write it down."""
    with tempfile.TemporaryDirectory() as home:
        shown = typed(STEPS, growatt, Path(home), port)
    target.write_text(page(shown).replace(f":{port}/", f":{PORT}/"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.executable).parent)
