"""Which account is meant: what is typed, else the environment, else what is stored."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ..exceptions import GrowattParameterError
from ..servers import DEFAULT_SERVER, server_of, server_root
from .errors import NotLoggedIn, WrongUse
from .redaction import keep_password_of

ENVIRONMENT = "environment"
"""The name of the account that GROWATT_TOKEN is."""


@dataclass(frozen=True)
class Choice:
    """The account that is meant, and what there is to say about how it came to be.

    A `server` wins over that of the account.
    """

    name: str
    server: str | None = None
    notes: tuple[str, ...] = ()


def variable(name: str) -> str:
    """A variable of the environment; empty where it is not set."""
    return os.environ.get(name, "").strip()


def choose(
    typed: str | None, stored: dict[str, str], default: str | None, option: str = "--account"
) -> Choice | None:
    """The account that is meant, among those that are stored; None where there is none.

    `stored` has the servers by the names; an unknown name is an error, wherever it comes from.
    """
    token, named = variable("GROWATT_TOKEN"), variable("GROWATT_ACCOUNT")
    known = [ENVIRONMENT, *stored] if token else list(stored)
    if typed is not None:
        return _typed(check_known(typed, known), stored, option)
    if named:
        check_known(named, known, "from GROWATT_ACCOUNT")
        if token and named != ENVIRONMENT:
            raise WrongUse(
                f"GROWATT_TOKEN and GROWATT_ACCOUNT={named} stand for two accounts",
                "unset one of them, or choose with --account NAME",
            )
    if token:
        ignored = (f"GROWATT_TOKEN is used, not the stored account {default}.",) if default else ()
        return Choice(ENVIRONMENT, _server(), () if named else ignored)
    name = named or default
    if name is None:
        return None
    notes = []
    if not named and len(stored) > 1:
        notes.append(
            f"Account {name} is used, because you named none (stored: {', '.join(stored)}). "
            "For another one: --account NAME"
        )
    server = _server()
    if server is not None and server != stored[name]:
        notes.append(f"GROWATT_SERVER is used, not the server of account {name}.")
    return Choice(name, server, tuple(notes))


def _typed(name: str, stored: dict[str, str], option: str) -> Choice:
    """An account whose name was typed is as it is stored: its token goes to no other server."""
    if name == ENVIRONMENT:
        return Choice(name, _server(), _ignored(name, [], option))
    ignored = ["GROWATT_TOKEN"] if variable("GROWATT_TOKEN") else []
    if (said := variable("GROWATT_SERVER")) and not _is_server(said, stored[name]):
        ignored.append("GROWATT_SERVER")
    return Choice(name, None, _ignored(name, ignored, option))


def _ignored(name: str, variables: list[str], option: str) -> tuple[str, ...]:
    if variable("GROWATT_ACCOUNT") not in ("", name):
        variables = [*variables, "GROWATT_ACCOUNT"]
    return (f"Ignored: {', '.join(variables)}, because {option} says {name}.",) if variables else ()


def check_known(name: str, known: Iterable[str], said_by: str = "") -> str:
    """The name, if there is such an account; else an error that lists those that there are."""
    names = list(known)
    if name in names:
        return name
    if name == ENVIRONMENT:
        raise NotLoggedIn(f"account {name!r} means GROWATT_TOKEN, which is not set")
    folded = {one.casefold(): one for one in reversed(names)}
    near = [folded[one] for one in get_close_matches(name.casefold(), folded, 1)]
    what = f"there is no account {name!r}{f' ({said_by})' if said_by else ''}"
    meant = f". Did you mean {near[0]!r}?" if near else ""
    steps = f"growatt login --account {shlex.quote(name)}" if name else "growatt accounts"
    raise NotLoggedIn(f"{what}; stored: {', '.join(names) or 'none'}{meant}", steps, accounts=names)


def check_new(name: str) -> None:
    """Whether an account may be called so; it becomes the name of a file, too."""
    if name == ENVIRONMENT:
        raise WrongUse(f"the name {ENVIRONMENT!r} is reserved; choose another one")
    if not name.strip() or not name.isprintable() or any(mark in name for mark in "/\\"):
        raise WrongUse(f"{name!r} cannot be the name of an account; choose another one")


def address(server: str | None) -> str:
    """The address of a server that is given as such, or as the name of a region."""
    if server is None:
        return DEFAULT_SERVER
    keep_password_of(server)
    return server_root(server) if "//" in server else server_of(server)


def _server() -> str | None:
    said = variable("GROWATT_SERVER")
    return address(said) if said else None


def _is_server(said: str, server: str) -> bool:
    try:
        return address(said) == server
    except GrowattParameterError:
        return False
