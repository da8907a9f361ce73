"""The accounts of this user, by name: where they live, and where their secrets lie.

`accounts.json` in the configuration directory has name, server and user of each, and the secret
itself only where no keyring takes it; it can be read by its owner only. `GROWATT_TOKEN` and
`GROWATT_SERVER` win over all of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ..servers import DEFAULT_SERVER, server_of, server_root
from .errors import NotLoggedIn, WrongUse
from .files import config_directory, read_json, write_private
from .redaction import keep_secret

SERVICE = "growattServer"
TOKEN, PASSWORD = "token", "password"
ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Account:
    """One account; `secret` is its token, or the hash of its password.

    `kept` says where the secret lies: "keyring", "file" or "environment".
    """

    name: str
    server: str
    kind: str
    kept: str
    user: str | None = None
    secret: str = field(default="", repr=False)

    def as_dict(self) -> dict[str, Any]:
        """What may be shown of it."""
        return {
            "name": self.name,
            "server": self.server,
            "kind": self.kind,
            "user": self.user,
            "kept": self.kept,
        }


def path_of_accounts() -> Any:
    """The file of the accounts."""
    return config_directory() / "accounts.json"


def _document() -> dict[str, Any]:
    document = read_json(path_of_accounts())
    rows = document.get("accounts") if isinstance(document, dict) else None
    known = rows if isinstance(rows, dict) else {}
    return {"version": 1, "default": (document or {}).get("default"), "accounts": known}


def _save(document: Mapping[str, Any]) -> None:
    import json

    write_private(path_of_accounts(), json.dumps(document, indent=1) + "\n")


def names() -> list[str]:
    """The names of the accounts that are stored."""
    return list(_document()["accounts"])


def default_name() -> str | None:
    """The account that is used where none is named."""
    document = _document()
    known = document["accounts"]
    chosen: str | None = document["default"]
    return chosen if chosen in known else next(iter(known), None)


def stored() -> list[Account]:
    """All stored accounts, without their secrets."""
    return [_account(name, row) for name, row in _document()["accounts"].items()]


def _account(name: str, row: Mapping[str, Any]) -> Account:
    kept = "file" if row.get("secret") else "keyring"
    return Account(name, str(row.get("server")), str(row.get("kind")), kept, row.get("user"))


def find(name: str | None = None) -> Account:
    """The account to use, with its secret; raises NotLoggedIn where there is none."""
    server = os.environ.get("GROWATT_SERVER", "").strip()
    token = os.environ.get("GROWATT_TOKEN", "").strip()
    if token:
        keep_secret(token)
        return Account(ENVIRONMENT, address(server or None), TOKEN, ENVIRONMENT, secret=token)
    account = _stored(name)
    return replace(account, server=address(server)) if server else account


def _stored(name: str | None) -> Account:
    rows = _document()["accounts"]
    chosen = name or default_name()
    if chosen is None:
        raise NotLoggedIn("no account is stored here, and GROWATT_TOKEN is not set")
    if chosen not in rows:
        known = ", ".join(rows) or "none"
        raise NotLoggedIn(
            f"there is no account {chosen!r}; stored: {known}", f"growatt login --account {chosen}"
        )
    account = _account(chosen, rows[chosen])
    secret = rows[chosen].get("secret") or _from_keyring(chosen)
    if not secret:
        raise NotLoggedIn(
            f"the secret of account {chosen!r} is not in the keyring of this machine any more",
            f"growatt login --account {chosen}",
        )
    return replace(account, secret=keep_secret(secret))


def address(server: str | None) -> str:
    """The address of a server that is given as such, or as the name of a region."""
    if server is None:
        return DEFAULT_SERVER
    return server_root(server) if "//" in server else server_of(server)


# --- storing -------------------------------------------------------------------------------------


def store(account: Account) -> Account:
    """Keep an account in place of the one of that name, and use it from now on."""
    if account.name == ENVIRONMENT:
        raise WrongUse(f"the name {ENVIRONMENT!r} is taken; choose another one")
    document = _document()
    is_in_keyring = _to_keyring(account.name, account.secret)
    row = {"server": account.server, "kind": account.kind, "user": account.user}
    if not is_in_keyring:
        row["secret"] = account.secret
    document["accounts"][account.name] = row
    document["default"] = account.name
    _save(document)
    return replace(account, kept="keyring" if is_in_keyring else "file")


def use(name: str) -> None:
    """Make an account the one that is used where none is named."""
    document = _document()
    if name not in document["accounts"]:
        raise NotLoggedIn(f"there is no account {name!r}", "growatt accounts")
    _save({**document, "default": name})


def forget(name: str) -> None:
    """Remove an account and its secret."""
    document = _document()
    if document["accounts"].pop(name, None) is None:
        raise NotLoggedIn(f"there is no account {name!r}", "growatt accounts")
    if (keyring := _keyring()) is not None:
        with suppress(keyring.errors.KeyringError):  # where it lay in the file
            keyring.delete_password(SERVICE, name)
    if document["default"] == name:
        document["default"] = next(iter(document["accounts"]), None)
    _save(document)


# --- the keyring ---------------------------------------------------------------------------------


def _keyring() -> Any:
    """The keyring library, where it is installed and has a keyring to offer."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        # those that only fail have no priority
        return keyring if getattr(keyring.get_keyring(), "priority", 0) > 0 else None
    except Exception:
        return None


def _to_keyring(name: str, secret: str) -> bool:
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, name, secret)
    except keyring.errors.KeyringError:
        return False
    return True


def _from_keyring(name: str) -> str | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found: str | None = keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError:
        return None
    return found
