"""The command `growatt`: finds a verb, prints what it returns, and says what went wrong."""

from __future__ import annotations

import os
import sys
import warnings
from importlib import import_module
from typing import Any

import click

from ..exceptions import GrowattMissingExtraError
from ..suggestion import nearest
from .answer import Answer
from .errors import BROKEN_PIPE, BUG, USAGE, Trouble, trouble_of
from .redaction import keep_password_of
from .terminal import Terminal, use
from .verb import NobodyReads
from .verbs import SUMMARIES


class Verbs(click.Group):
    """A group whose verbs are imported one at a time; `above` is the path that leads to it."""

    def __init__(self, *args: Any, above: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.above = above

    def list_commands(self, ctx: click.Context) -> list[str]:
        named = [name.removeprefix(self.above) for name in SUMMARIES if name.startswith(self.above)]
        return [name for name in named if name and " " not in name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = self.above + cmd_name
        if cmd_name not in self.list_commands(ctx):
            return None
        if any(name.startswith(f"{path} ") for name in SUMMARIES):
            return Verbs(
                cmd_name,
                above=f"{path} ",
                help=SUMMARIES[path],
                no_args_is_help=True,
                subcommand_metavar="VERB ...",
            )
        module = import_module(f".verbs.{path.split()[0]}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            near = nearest(name, self.list_commands(ctx))
            hint = f" Did you mean {near!r}?" if near else ""
            ctx.fail(f"There is no verb {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # from the table: help must not import every verb
        rows = [(name, SUMMARIES[self.above + name]) for name in self.list_commands(ctx)]
        with formatter.section("Verbs"):
            formatter.write_dl(rows)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"growatt {version('growattServer')}")
        ctx.exit()


def program() -> Verbs:
    """The whole command line as an object."""
    return Verbs(
        "growatt",
        help="Growatt inverters and batteries, through the Growatt cloud.",
        subcommand_metavar="VERB ...",
        epilog="Start with: growatt login\n\ngrowatt VERB --help explains a verb, with examples.",
        no_args_is_help=True,
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                expose_value=False,
                is_eager=True,
                callback=_version,
                help="Print the version.",
            )
        ],
    )


def run(arguments: list[str] | None = None) -> int:
    """Run one command line; returns the exit code and never raises."""
    words = sys.argv[1:] if arguments is None else arguments
    for word in words:
        # whatever comes of it, nothing repeats a password that was typed
        keep_password_of(word)
        keep_password_of(word.partition("=")[2])
    terminal = Terminal(json="--json" in words)
    use(terminal)
    try:
        return _run(words, terminal)
    except (BrokenPipeError, NobodyReads):
        # whoever closed the pipe has what he wants; Python must not flush into it once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _run(words: list[str], terminal: Terminal) -> int:
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _as_note(terminal)
            answer = program().main(words, "growatt", standalone_mode=False)
            if isinstance(answer, Answer):
                terminal.print_answer(answer)
                return answer.code
            # click gives the code of `ctx.exit()` back
            return answer if isinstance(answer, int) else 0
    except (KeyboardInterrupt, click.Abort):
        return _tell(terminal, terminal.stopped())
    except (BrokenPipeError, NobodyReads):
        raise
    except click.UsageError as error:
        return _tell(terminal, _wrong_use(error))
    except click.ClickException as error:
        return _tell(terminal, Trouble("usage", error.format_message(), "", USAGE))
    except Exception as error:
        if isinstance(error, ModuleNotFoundError):
            error = _as_missing_extra(error)
        return _tell(terminal, _trouble(error, terminal))


def _trouble(error: Exception, terminal: Terminal) -> Trouble:
    try:
        trouble = trouble_of(error, terminal.verb)
    except Exception as another:
        # an error that cannot even be told is a mistake of ours, too
        return _bug(another)
    return trouble if trouble is not None else _bug(error)


EXTRAS = {
    "plotille": "cli",
    "rich": "cli",
    "pyarrow": "parquet",
    "sqlalchemy": "recorder",
    "alembic": "recorder",
    "procrastinate": "fleet",
    "aiohttp": "simulator",
    "astral": "simulator",
}


def _as_missing_extra(error: ModuleNotFoundError) -> Exception:
    """What to install, where a package of an extra is missing."""
    package = (error.name or "").partition(".")[0]
    return GrowattMissingExtraError(EXTRAS[package], "this") if package in EXTRAS else error


def _tell(terminal: Terminal, trouble: Trouble) -> int:
    terminal.print_trouble(trouble)
    return trouble.code


def _wrong_use(error: click.UsageError) -> Trouble:
    path = error.ctx.command_path if error.ctx else "growatt"
    return Trouble("usage", error.format_message(), f"{path} --help", USAGE)


def _bug(error: Exception) -> Trouble:
    from .crash import write_report

    name = type(error).__name__
    path = write_report(error)
    return Trouble(
        "bug",
        f"this is a bug in the program ({name}), not a mistake of yours",
        f"send {path} to the project; it contains no secrets" if path else "",
        BUG,
    )


def _as_note(terminal: Terminal) -> Any:
    def show(message: Any, category: type[Warning], *more: Any, **options: Any) -> None:
        # what libraries say to programmers is of no use here
        if not issubclass(category, DeprecationWarning | ResourceWarning | ImportWarning):
            terminal.note(f"Note: {message}")

    return show
