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

This is a ten-minute tour of the command line on a simulated Growatt cloud. Nothing here touches
your house. With your own token, the same commands work on your own plant: leave out `--server`, and
the region is detected. `scripts/getting_started.py` writes this page, and a test checks that the
commands still print the same, apart from the numbers.
"""
STEPS = (
    Step(
        "Install it from a checkout of the project:", "pip install '.[cli,recorder,simulator]'", 0
    ),
    Step(
        "Start the simulated cloud in the background. It prints its address and the token that it "
        "expects. Real tokens come from the ShinePhone app (*Me*, the account name, *API Token*).",
        f"growatt simulate --port {PORT} &",
        1,
    ),
    Step(
        "Log in. The token is not shown while you type it, and is never passed as an argument.",
        f"growatt login --server http://127.0.0.1:{PORT}/",
        answers=(("Token: ", "TOKEN"),),
    ),
    Step("Check that everything is in order:", "growatt doctor"),
    Step(
        "See what is happening now. With `--watch` it keeps going until you press Ctrl-C.",
        "growatt now",
        9,
    ),
    Step(
        "Set when the battery should charge. A window alone is not enough, so the command offers "
        "to change the other settings that it needs. It then shows the differences, asks you to "
        "confirm, writes, and reads the result back. `growatt settings revert` restores the "
        "previous values, and `growatt schedule verify --at 02:10` checks at that time whether the "
        "battery follows its schedule.",
        "growatt schedule set SIMMIN0001 charge=02:00-05:00 discharge=18:00-20:00",
        answers=((r"too\? \[y/N\] ", "y"), (r"this\? \[y/N\] ", "y")),
    ),
    Step("Show the schedules of all devices, as a table and a picture:", "growatt schedule show"),
    Step(
        "Keep your own copy of the readings, here the last two weeks of one device. You can stop "
        "it at any time, and it continues where it stopped. A real server allows one page every 10 "
        "seconds, so this would take 7 minutes.",
        "growatt record --backfill 14d SIMMIN0001",
        3,
    ),
    Step("See what the plant produced:", "growatt energy month --plant 1000001", 2),
)
TAIL = """\
[The command line](cli.md) has all verbs, their options, exit codes and JSON. To stop the simulated
cloud, type `fg` and press Ctrl-C.
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
