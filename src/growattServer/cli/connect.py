"""From an account to a client: the only place of the command line where clients are made."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from .. import Etiquette, GrowattApi, OpenApiV1
from ..servers import cleartext_said, is_cleartext, is_loopback
from .accounts import PASSWORD, TOKEN, Account, chosen, find
from .errors import NotLoggedIn, WrongUse
from .files import state_directory
from .terminal import terminal

if TYPE_CHECKING:
    from .. import OpenApiV4

DOOR_S = 2.0
OnLimit = Literal["raise", "wait", "last"]


def account(typed: str | None = None, option: str = "--account") -> Account:
    """The account of this run, or the one that is typed elsewhere than in `--account`."""
    screen = terminal()
    choice = chosen(screen.account if typed is None else typed, option)
    if choice is not None and not screen.all_accounts:
        for note in choice.notes:
            screen.note_once(note)
    return find(choice)


def etiquette(server: str, on_limit: OnLimit = "last") -> Etiquette | None:
    """The etiquette of the command line: the limits that all programs of this user share.

    What comes too soon is answered with the last good answer, where there is one; whoever waits
    is told by the verb, which knows what is waited for. A simulated cloud without limits wants
    no limits.
    """
    return None if is_without_limits(server) else Etiquette(on_limit=on_limit, retries=1)


@cache
def is_without_limits(server: str) -> bool:
    """Whether it is a simulator on this machine that says so itself."""
    parts = urlsplit(server)
    if parts.hostname is None or not is_loopback(parts.hostname):
        return False
    from http.client import HTTPConnection, HTTPException

    door = HTTPConnection(parts.hostname, parts.port, timeout=DOOR_S)
    try:
        # past all proxies, and without a word about the account
        door.request("GET", "/_sim/limits")
        said: Any = json.loads(door.getresponse().read())
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        door.close()
    return isinstance(said, dict) and said.get("limits") == "off"


def check_encrypted(server: str) -> None:
    """Refuse a server to which a secret would go without encryption, unless that is allowed."""
    if is_cleartext(server) and not terminal().allow_cleartext:
        raise WrongUse(cleartext_said(server), "use an https address, or add --allow-cleartext")


def token_client(of: Account, on_limit: OnLimit = "last") -> OpenApiV1:
    """A client of the token API."""
    check_encrypted(of.server)
    limits = etiquette(of.server, on_limit)
    return OpenApiV1(of.secret, server_url=of.server, etiquette=limits, allow_cleartext=True)


def newer_client(of: Account, on_limit: OnLimit = "last") -> OpenApiV4:
    """A client of the newer token API, V4; limits are shared with those of the other one."""
    from .. import OpenApiV4

    check_encrypted(of.server)
    limits = etiquette(of.server, on_limit)
    return OpenApiV4(of.secret, server_url=of.server, etiquette=limits, allow_cleartext=True)


def password_client(of: Account, *, anew: bool = False) -> GrowattApi:
    """A client of the ShinePhone API, with the session of an earlier run unless `anew`.

    A refused login is raised.
    """
    check_encrypted(of.server)
    limits = etiquette(of.server)
    store = None if limits else state_directory() / "sessions.json"
    client = GrowattApi(
        server_url=of.server, etiquette=limits, session_store=store, allow_cleartext=True
    )
    enter = client.login if anew else client.resume_login
    reply = enter(of.user or "", of.secret, is_password_hashed=True)
    if reply.error is not None:
        raise reply.error
    return client


def token_api(used_for: str) -> OpenApiV1:
    """The client of the token API for the account of this run; `used_for` ends a sentence."""
    found = account()
    if found.kind == PASSWORD:
        raise NotLoggedIn(
            f"{used_for} needs an API token; account {found.name!r} has a user and a password",
            "growatt login, with a token (ShinePhone app: Me, account name, API Token)",
        )
    assert found.kind == TOKEN  # noqa: S101  # there is no third kind
    return token_client(found)
