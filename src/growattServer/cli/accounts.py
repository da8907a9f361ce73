"""The accounts of this user, by name: where they live, and where their secrets lie.

`accounts.json` in the configuration directory has name, server and user of each, and the secret
itself only where no keyring takes it; it can be read by its owner only. `choice` says which of
them is meant.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from errno import ETIMEDOUT
from pathlib import Path
from typing import Any

from ..exceptions import GrowattParameterError
from ..files import remove_drafts, set_aside
from ..locks import NO_LOCKS, FileLock, Patience
from ..servers import check_server
from .choice import ENVIRONMENT, Choice, address, check_known, check_new, choose, variable
from .errors import NotLoggedIn
from .files import config_directory, make_folder, mend, write_private
from .redaction import keep_password_of, keep_secret
from .terminal import terminal

SERVICE = "growattServer"
TOKEN, PASSWORD = "token", "password"
_HALF = re.compile(r"[\ud800-\udfff]")
_LONGEST_S = 30.0
"""How long another process may be at the file."""


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

    def __post_init__(self) -> None:
        keep_password_of(self.server)

    def as_dict(self) -> dict[str, Any]:
        """What may be shown of it."""
        return {
            "name": self.name,
            "server": self.server,
            "kind": self.kind,
            "user": self.user,
            "kept": self.kept,
        }


def path_of_accounts() -> Path:
    """The file of the accounts."""
    return config_directory() / "accounts.json"


def _document() -> dict[str, Any]:
    """What is in the file; raises OSError where that cannot be read.

    What is damaged is moved aside, and what can be read of it goes on.
    """
    path = path_of_accounts()
    remove_drafts(path)
    known = _read(path)
    if known is None:
        with _alone():
            # another process may have been quicker
            known = _read(path) or _mended(path)
    return known


def _read(path: Path) -> dict[str, Any] | None:
    """The document; an empty one where there is no file, None where it is damaged."""
    mend(path)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return {"version": 1, "default": None, "accounts": {}}
    try:
        document = json.loads(body)
        rows = document["accounts"]
        is_whole = all(_is_row(name, row) for name, row in rows.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not is_whole:
        return None
    return {"version": 1, "default": document.get("default"), "accounts": rows}


def _is_row(name: str, row: Any) -> bool:
    return (
        isinstance(row, dict)
        and row.get("kind") in (TOKEN, PASSWORD)
        and all(map(_is_text, (name, row.get("server"))))
        and all(row.get(key) is None or _is_text(row[key]) for key in ("user", "secret"))
    )


def _is_text(value: Any) -> bool:
    # half a character can be said in JSON, and in no address and no name of a file
    return isinstance(value, str) and not _HALF.search(value)


def _mended(path: Path) -> dict[str, Any]:
    """What can be read of a damaged file, after it was moved aside."""
    known: dict[str, Any] = {"version": 1, "default": None, "accounts": {}}
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        document = json.loads(path.read_bytes())
        known["accounts"] = {
            name: row for name, row in document["accounts"].items() if _is_row(name, row)
        }
        known["default"] = document.get("default")
    aside = set_aside(path)
    if known["accounts"]:
        _save(known)
    kept = ", ".join(known["accounts"]) or "none"
    terminal().note(
        f"{path} was damaged, and is now {aside}. Accounts that could still be read: {kept}. "
        "Next: growatt login, for each one that is missing"
    )
    return known


def _save(document: Mapping[str, Any]) -> None:
    write_private(path_of_accounts(), json.dumps(document, indent=1) + "\n")


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes away from the file, from reading it to writing it."""
    path = path_of_accounts()
    make_folder(path.parent)
    lock, patience = FileLock(f"{path}.lock"), Patience(_LONGEST_S)
    try:
        while not lock.take():
            if not patience.pause():
                raise TimeoutError(ETIMEDOUT, "another program is holding it", lock.path)
    except TimeoutError:
        raise
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        terminal().note_once(
            f"{lock.path} cannot be locked ({error.strerror}): "
            "store no accounts from two programs at the same time."
        )
    try:
        yield
    finally:
        lock.release()


def names() -> list[str]:
    """The names of the accounts that are stored."""
    return list(_document()["accounts"])


def every_name() -> list[str]:
    """The names of all accounts that there are, that of the environment among them."""
    return [*([ENVIRONMENT] if variable("GROWATT_TOKEN") else []), *names()]


def default_name() -> str | None:
    """The account that is used where none is named."""
    document = _document()
    known = document["accounts"]
    chosen = document["default"]
    is_known = isinstance(chosen, str) and chosen in known
    return chosen if is_known else next(iter(known), None)


def stored() -> list[Account]:
    """All stored accounts, without their secrets."""
    return [_account(name, row) for name, row in _document()["accounts"].items()]


def environment() -> list[Account]:
    """The account of GROWATT_TOKEN, where that is set."""
    return [find(chosen(ENVIRONMENT))] if variable("GROWATT_TOKEN") else []


def _account(name: str, row: Mapping[str, Any]) -> Account:
    kept = "file" if row.get("secret") else "keyring"
    return Account(name, str(row.get("server")), str(row.get("kind")), kept, row.get("user"))


def chosen(typed: str | None = None, option: str = "--account") -> Choice | None:
    """Which account is meant; nothing but its name is looked up."""
    try:
        rows, default = _document()["accounts"], default_name()
    except OSError as error:
        if typed is not None or not variable("GROWATT_TOKEN"):
            raise
        # in a container the home may be somebody else's
        terminal().note_once(f"{path_of_accounts()} cannot be read ({error.strerror}).")
        rows, default = {}, None
    servers = {name: str(row.get("server")) for name, row in rows.items()}
    return choose(typed, servers, default, option)


def find(choice: Choice | None) -> Account:
    """The account that is meant, with its secret; raises NotLoggedIn where there is none."""
    if choice is None:
        raise NotLoggedIn("no account is stored here, and GROWATT_TOKEN is not set")
    if choice.name == ENVIRONMENT:
        token, server = keep_secret(variable("GROWATT_TOKEN")), choice.server or address(None)
        return Account(ENVIRONMENT, server, TOKEN, ENVIRONMENT, secret=token)
    row = _document()["accounts"][choice.name]
    account = _account(choice.name, row)
    try:
        check_server(account.server)
    except GrowattParameterError as error:
        raise NotLoggedIn(
            f"the stored server of account {choice.name!r} is not valid: {error}",
            f"growatt login --account {shlex.quote(choice.name)}",
        ) from None
    secret = row.get("secret") or _from_keyring(choice.name)
    if not secret:
        raise NotLoggedIn(
            f"the secret of account {choice.name!r} is no longer in the keyring of this machine",
            f"growatt login --account {choice.name}",
        )
    server = choice.server or account.server
    return replace(account, server=server, secret=keep_secret(secret))


# --- storing -------------------------------------------------------------------------------------


def store(account: Account) -> Account:
    """Keep an account in place of the one of that name, and use it from now on."""
    check_new(account.name)
    with _changing() as document:
        is_in_keyring = _to_keyring(account.name, account.secret)
        row = {"server": account.server, "kind": account.kind, "user": account.user}
        if not is_in_keyring:
            row["secret"] = account.secret
        document["accounts"][account.name] = row
        document["default"] = account.name
    return replace(account, kept="keyring" if is_in_keyring else "file")


def use(name: str) -> None:
    """Make an account the one that is used where none is named."""
    with _changing() as document:
        check_known(name, document["accounts"])
        document["default"] = name


def forget(name: str) -> None:
    """Remove an account and its secret, and what is remembered of it."""
    with _changing() as document:
        del document["accounts"][check_known(name, document["accounts"])]
        _out_of_keyring(name)
        if document["default"] == name:
            document["default"] = next(iter(document["accounts"]), None)


@contextmanager
def _changing() -> Iterator[dict[str, Any]]:
    """The document, to be changed; it is written where the block ends well."""
    path = path_of_accounts()
    with _alone():
        document = _read(path) or _mended(path)
        yield document
        _save(document)


# --- the keyring, which may be any program and fail in any way -----------------------------------


def _keyring() -> Any:
    """The keyring library, where it is installed and has a keyring to offer."""
    try:
        import keyring
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
    except Exception:
        return False
    return True


def _from_keyring(name: str) -> str | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found: str | None = keyring.get_password(SERVICE, name)
    except Exception:
        return None
    return found


def _out_of_keyring(name: str) -> None:
    if (keyring := _keyring()) is None:
        return
    with suppress(Exception):  # where it lay in the file
        keyring.delete_password(SERVICE, name)
        return
    if _from_keyring(name) is not None:
        terminal().note(
            f"The keyring did not remove the secret of {name}. "
            f"Next: remove {SERVICE} {name} with the program that manages your keyring"
        )
