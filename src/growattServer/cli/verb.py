"""How a verb is declared: a function that returns an `Answer`, with its examples and its JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from inspect import cleandoc
from typing import Any

import click

from .answer import Answer
from .errors import WrongUse
from .printable import is_word
from .terminal import terminal
from .verbs import SUMMARIES

Function = Callable[..., Answer | None]

SHAPE_WORDS = ("text", "number", "integer", "true or false", "moment", "anything")
"""What the leaves of a shape begin with; `or null` may follow, and a meaning after a colon."""


class NobodyReads(Exception):  # noqa: N818  # it is not the program's error
    """Whoever read the output has left."""


class Verb(click.Command):
    """A command with examples in its help; `shape` is the JSON that it prints.

    One that `takes_account` runs only if the account that is meant is there, whether or not it is
    needed for what else is typed. Options `for_one` do not go with all accounts.
    """

    def __init__(
        self,
        *args: Any,
        examples: Sequence[str] = (),
        shape: Any = None,
        takes_account: bool = True,
        for_one: Sequence[str] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.examples = tuple(examples)
        self.shape = shape
        self.takes_account = takes_account
        self.for_one = tuple(for_one)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write_text(example)

    def invoke(self, ctx: click.Context) -> Any:
        from .accounts import chosen

        screen = terminal()
        screen.verb = ctx.command_path.partition(" ")[2]
        try:
            if screen.all_accounts:
                if typed := [name for name in self.for_one if ctx.params.get(name)]:
                    raise WrongUse(
                        f"--{typed[0]} works with one account only", "say which: --account NAME"
                    )
                from .every import for_every_account

                return for_every_account(partial(super().invoke, ctx))
            if self.takes_account:
                chosen(screen.account)
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
    all_accounts: bool = False,
    sends: bool | None = None,
    **settings: Any,
) -> Callable[[Function], Verb]:
    """Make a verb of a function; its first sentence stands in the table of verbs.

    With `account` it takes `--account`, and with `all_accounts`, for what writes nothing,
    `--all-accounts` too; with a `shape` it takes `--json`. What `sends` a secret, which every verb
    of an account may, takes `--allow-cleartext`. What the function's docstring says comes after the
    summary in the help.
    """

    def declare(function: Function) -> Verb:
        parameters: list[click.Parameter] = getattr(function, "__click_params__", [])
        options = list(reversed(parameters))
        if account:
            options += [_account_option(), _all_accounts_option(all_accounts)]
        if account if sends is None else sends:
            options.append(_cleartext_option())
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
            takes_account=account,
            **settings,
        )

    return declare


def _account_option() -> click.Option:
    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        terminal().account = value

    return click.Option(
        ["--account"],
        metavar="NAME",
        help="The account to use, if there are several.",
        expose_value=False,
        callback=keep,
        shell_complete=complete_accounts,
    )


def _all_accounts_option(is_allowed: bool) -> click.Option:
    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not is_allowed:
            name = ctx.command_path.partition(" ")[2]
            raise WrongUse(f"{name} works with one account at a time", "say which: --account NAME")
        terminal().all_accounts = value

    return click.Option(
        ["--all-accounts"],
        is_flag=True,
        help="For all stored accounts, one after the other.",
        hidden=not is_allowed,
        expose_value=False,
        callback=keep,
    )


def _cleartext_option() -> click.Option:
    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        terminal().allow_cleartext = value

    return click.Option(
        ["--allow-cleartext"],
        is_flag=True,
        help="Send token or password over http, where anyone on the way can read it.",
        expose_value=False,
        callback=keep,
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


def complete_accounts(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Names of stored accounts that begin so."""
    from .accounts import names

    return [name for name in names() if name.startswith(begun) and is_word(name)]


def complete_devices(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Serial numbers that begin so, from what was last listed; nothing is asked."""
    from .inventory import known_serial_numbers

    wanted = begun.upper()
    # the shell puts them into the command as they are
    return [one for one in known_serial_numbers() if one.startswith(wanted) and is_word(one)]
