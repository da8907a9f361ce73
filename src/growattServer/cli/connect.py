"""From an account to a client: the only place of the command line where clients are made."""

from __future__ import annotations

from .. import Etiquette, GrowattApi, OpenApiV1
from .accounts import PASSWORD, TOKEN, Account, find
from .errors import NotLoggedIn
from .terminal import terminal


def account() -> Account:
    """The account of this run."""
    return find(terminal().account)


def etiquette() -> Etiquette:
    """The manners of the command line: the limits that all programs of this user share.

    What comes too soon is answered with the last good answer, where there is one; whoever waits
    is told by the verb, which knows what is waited for.
    """
    return Etiquette(on_limit="last", retries=1)


def token_client(of: Account) -> OpenApiV1:
    """A client of the token API."""
    return OpenApiV1(of.secret, server_url=of.server, etiquette=etiquette())


def password_client(of: Account, *, anew: bool = False) -> GrowattApi:
    """A client of the ShinePhone API, with the session of an earlier run unless `anew`.

    A refused login is raised.
    """
    client = GrowattApi(server_url=of.server, etiquette=etiquette())
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
