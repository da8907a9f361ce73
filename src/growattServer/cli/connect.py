"""From an account to a client: the only place of the command line where clients are made."""

from __future__ import annotations

from .. import GrowattApi, OpenApiV1
from .accounts import PASSWORD, TOKEN, Account, find
from .errors import NotLoggedIn
from .files import state_directory
from .terminal import terminal


def account() -> Account:
    """The account of this run."""
    return find(terminal().account)


def token_client(of: Account) -> OpenApiV1:
    """A client of the token API."""
    return OpenApiV1(of.secret, server_url=of.server)


def password_client(of: Account, *, anew: bool = False) -> GrowattApi:
    """A client of the ShinePhone API, with the session of an earlier run unless `anew`.

    A refused login is raised.
    """
    path = state_directory() / "sessions.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    client = GrowattApi(server_url=of.server, session_store=path)
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
