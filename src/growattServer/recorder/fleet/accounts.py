"""Whose data a worker records: names of accounts, and tokens that stay in the worker."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...etiquette.policy import Etiquette
from ...exceptions import GrowattParameterError
from ...open_api_v1 import OpenApiV1
from ...servers import refuse_cleartext

TOKEN_VARIABLE = "GROWATT_TOKEN_"  # noqa: S105  # the beginning of a name, no token
"""With the name of an account behind it, the environment variable that holds its token."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account by a name of your own (letters, digits, `_` and `-`), and its API token.

    Without a `token` it is read from the environment: that of the account `north-roof` from
    `GROWATT_TOKEN_NORTH_ROOF`. Only the name is ever written into the database. `server_url` or
    `region` say where the token works; without TLS it goes there only if `allow_cleartext` says so.
    """

    name: str
    token: str | None = field(default=None, repr=False)
    # an address may hold a password, too
    server_url: str | None = field(default=None, repr=False)
    region: str | None = None
    allow_cleartext: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,30}", self.name):
            raise GrowattParameterError(
                "the name of an account has 1 to 30 letters, digits, _ and -; do not use a token"
            )
        if not self.allow_cleartext and (self.server_url, self.region) != (None, None):
            refuse_cleartext(self.server_url, self.region)

    @property
    def variable(self) -> str:
        """The environment variable in which its token is looked for."""
        return TOKEN_VARIABLE + self.name.upper().replace("-", "_")

    def client(self, etiquette: Etiquette) -> OpenApiV1:
        """A client of the account that keeps these limits."""
        token = self.token or os.environ.get(self.variable, "")
        if not token.strip():
            raise GrowattParameterError(
                f"there is no token for the account {self.name}: set the environment variable"
                f" {self.variable}, or give Account({self.name!r}, token=...)"
            )
        return OpenApiV1(
            token,
            server_url=self.server_url,
            region=self.region,
            etiquette=etiquette,
            allow_cleartext=self.allow_cleartext,
        )


def accounts_of(given: Iterable[Account | str]) -> list[Account]:
    """Accounts, of which those with a token in the environment may be names."""
    if isinstance(given, str):
        given = [given]
    accounts = [each if isinstance(each, Account) else Account(each) for each in given]
    names = [account.name for account in accounts]
    if not names or len(set(names)) < len(names):
        raise GrowattParameterError("a worker needs one or more accounts with different names")
    return accounts
