"""How a verb is declared: a function that returns an `Answer`, with its examples and its JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import cleandoc
from typing import Any

import click

from .answer import Answer
from .terminal import terminal
from .verbs import SUMMARIES

Function = Callable[..., Answer | None]

SHAPE_WORDS = ("text", "number", "integer", "true or false", "moment", "anything")
"""What the leaves of a shape begin with; `or null` may follow, and a meaning after a colon."""


class NobodyReads(Exception):  # noqa: N818  # it is not the program's error
    """Whoever read the output has left."""


class Verb(click.Command):
    """A command with examples in its help; `shape` is the JSON that it prints."""

    def __init__(
        self, *args: Any, examples: Sequence[str] = (), shape: Any = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.examples = tuple(examples)
        self.shape = shape

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write_text(example)

    def invoke(self, ctx: click.Context) -> Any:
        terminal().verb = ctx.command_path.partition(" ")[2]
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # click would make a failure of it
            raise NobodyReads from None


def verb(
    name: str,
    *,
    examples: Sequence[str],
    shape: Any = None,
    account: bool = True,
    **settings: Any,
) -> Callable[[Function], Verb]:
    """Make a verb of a function; its first sentence stands in the table of verbs.

    With `account` it takes `--account`, with a `shape` `--json`. What the function's docstring
    says comes after the summary in the help.
    """

    def declare(function: Function) -> Verb:
        parameters: list[click.Parameter] = getattr(function, "__click_params__", [])
        options = list(reversed(parameters))
        if account:
            options.append(_account_option())
        if shape is not None:
            options.append(_json_option())
        more = cleandoc(function.__doc__ or "")
        return Verb(
            name.rpartition(" ")[2],
            callback=function,
            params=options,
            help=f"{SUMMARIES[name]}\n\n{more}",
            short_help=SUMMARIES[name],
            examples=examples,
            shape=shape,
            **settings,
        )

    return declare


def _account_option() -> click.Option:
    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        terminal().account = value

    return click.Option(
        ["--account"],
        metavar="NAME",
        help="The account to use, where there are several.",
        expose_value=False,
        callback=keep,
        shell_complete=_accounts,
    )


def _json_option() -> click.Option:
    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        # it may have been seen already, before the arguments were read
        terminal().json = terminal().json or value

    return click.Option(
        ["--json"],
        is_flag=True,
        help="Print JSON, for programs.",
        expose_value=False,
        callback=keep,
    )


def _accounts(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    from .accounts import names

    return [name for name in names() if name.startswith(begun)]


def complete_devices(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Serial numbers that begin so, from what was last listed; nothing is asked."""
    from .inventory import known_serial_numbers

    return [serial for serial in known_serial_numbers() if serial.startswith(begun.upper())]
