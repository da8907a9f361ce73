"""Help, completion and the table of verbs; and that a help imports no more than it needs."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from growattServer.cli import app, verb
from growattServer.cli.verbs import SUMMARIES

from .cli_world import PROGRAM, User

HEAVY = ("rich", "requests", "urllib3", "plotille", "keyring", "pyarrow", "aiohttp", "sqlite3")
GROUPS = {"settings", "schedule"}
VERBS = [name for name in SUMMARIES if name not in GROUPS]


def commands() -> Iterator[tuple[str, verb.Verb]]:
    """All verbs by their paths."""

    def below(group: app.Verbs, path: str) -> Iterator[tuple[str, verb.Verb]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, app.Verbs):
                yield from below(command, f"{path}{name} ")
            else:
                assert isinstance(command, verb.Verb)
                yield f"{path}{name}", command

    yield from below(app.program(), "")


def test_the_table_is_the_program() -> None:
    found = dict(commands())
    assert set(found) == set(VERBS)
    for path, command in found.items():
        assert command.short_help == SUMMARIES[path]
        assert SUMMARIES[path].endswith(".")
        assert command.examples, path
        for example in command.examples:
            assert f"growatt {path}" in example
        long = command.callback.__doc__ if command.callback else None
        assert long, f"{path} explains nothing"
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, (path, parameter.name)
        takes_json = any(parameter.name == "json" for parameter in command.params)
        assert takes_json == (command.shape is not None)


def helps(user: User) -> tuple[list[str], str]:
    """The help of every verb, from one process; and the heavy modules that it has imported."""
    program = (
        "import sys\n"
        "from growattServer.cli.app import run\n"
        "for words in {words!r}:\n"
        "    assert run([*words, '--help']) == 0\n"
        "    print('\\f')\n"
        "print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
    )
    words = [[], *(path.split() for path in SUMMARIES)]
    done = subprocess.run(
        [sys.executable, "-c", program.format(words=words, heavy=HEAVY)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=user.home,
        env=user.environment,
    )
    return done.stdout.split("\f\n")[:-1], done.stderr.strip()


def test_help_has_examples_and_imports_no_more_than_it_needs(stranger: User) -> None:
    pages, imported = helps(stranger)
    assert imported == "[]"
    assert not list(stranger.home.rglob("*")), "help has left something"
    for path, text in zip(["", *SUMMARIES], pages, strict=True):
        assert f"Usage: growatt {path}".rstrip() in text
        assert max(len(line) for line in text.splitlines()) <= 80
        if path in VERBS:
            assert re.search(r"Examples:\n  (growatt|eval)", text), path
    assert stranger.run("now", "--help").out == pages[1 + list(SUMMARIES).index("now")]


@pytest.mark.parametrize("verb", sorted({path.split()[0] for path in SUMMARIES}))
def test_a_verb_imports_what_it_needs(verb: str) -> None:
    """In other tests it may find what another verb has imported."""
    done = subprocess.run([*PROGRAM, verb, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"Usage: growatt {verb}" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("path", ["", *SUMMARIES])
def test_help_takes_less_than_a_quarter_of_a_second(path: str) -> None:
    """The time of the processor: other programs on the machine do not count."""

    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*PROGRAM, *path.split(), "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(spent() for _ in range(5)) < 0.25


def test_the_first_page_and_the_version(stranger: User) -> None:
    done = stranger.run("--help")
    assert done.code == 0
    for name in VERBS:
        assert f"  {name.split()[0]}  " in done.out
    assert "growatt login" in done.out
    assert stranger.run("--version").out.startswith("growatt 3")
    assert stranger.run().code == 2
    assert "show " in stranger.run("schedule", "--help").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(stranger: User, shell: str) -> None:
    done = stranger.run("completion", shell)
    assert done.code == 0
    assert "_GROWATT_COMPLETE" in done.out


def completed(user: User, *words: str) -> list[str]:
    """What the shell would offer for the last word."""
    done = user.run(
        _GROWATT_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["growatt", *words]),
        COMP_CWORD=str(len(words)),
    )
    return [line.partition(",")[2] for line in done.out.splitlines()]


def test_completion_knows_verbs_options_and_devices(known: User, cloud: Any) -> None:
    assert completed(known, "pl") == ["plants"]
    assert set(completed(known, "schedule", "")) == {"show", "set", "verify", "clear"}
    assert "--watch" in completed(known, "now", "--w")
    before = len(cloud.requests())
    assert set(completed(known, "settings", "show", "SIMS")) == {
        "SIMSPH0001",
        "SIMSPF0001",
        "SIMSPA0001",
    }
    assert completed(known, "plants", "--account", "h") == ["home"]
    assert len(cloud.requests()) == before


def test_the_installed_command_is_the_same() -> None:
    import tomllib

    root = Path(__file__).resolve().parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"growatt": "growattServer.cli.start:main"}
