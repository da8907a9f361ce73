"""Logins that outlive the process: a small file of cookies and lock-outs, without any password.

A store is anything with `load()` and `save(document)`; `FileSessionStore` is the one that a path
means. The document is JSON: `{"accounts": [{"server", "username", "cookies", ...}]}`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from ..exceptions import GrowattParameterError
from ..locks import new_lock
from ..wire import Cookie
from .login import Account, Login

_MOST_BYTES = 1_000_000
_SAVING = new_lock()

# what RFC 6265 allows; anything else in the file is damage, and would be trouble in a header
_ALLOWED = {
    "name": r"[!#$%&'*+.^_`|~0-9A-Za-z-]+",
    "value": r"[!#-+\--:<-\[\]-~]*",
    "path": r"/[!-:<-~]*",
}


class SessionStore(Protocol):
    """Where logins are kept; async clients call it in a thread of the event loop's executor."""

    def load(self) -> Mapping[str, Any]:
        """The document that was saved last, or an empty one."""
        ...

    def save(self, document: Mapping[str, Any]) -> None:
        """Keep this document, which can be written as JSON, in place of the one before."""
        ...


class FileSessionStore:
    """A JSON file that only its owner can read; it is replaced as a whole, never half written."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.path.expanduser(os.fspath(path))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r})"

    @property
    def lock_path(self) -> str:
        """The file that processes lock while one of them logs in."""
        return f"{self.path}.lock"

    def load(self) -> Mapping[str, Any]:
        """The document in the file; empty when there is no file."""
        # imported when there is a file: most programs have none
        import json

        from ..files import mend_private, remove_drafts

        path = os.path.realpath(self.path)
        remove_drafts(path)
        mend_private(path)
        try:
            with open(path, "rb") as file:
                document = json.loads(file.read(_MOST_BYTES))
        except FileNotFoundError:
            return {}
        return document if isinstance(document, dict) else {}

    def save(self, document: Mapping[str, Any]) -> None:
        """Replace the file by one with this document."""
        import json

        from ..files import make_private_folder, replace_whole
        from ..state_directory import state_directory

        path = os.path.realpath(self.path)
        make_private_folder(os.path.dirname(path), ours=state_directory())
        replace_whole(path, json.dumps(document, indent=1).encode())


def as_store(value: Any) -> SessionStore | None:
    """Read `session_store=`: a path, a store, or None."""
    if value is None or (hasattr(value, "load") and hasattr(value, "save")):
        store: SessionStore | None = value
        return store
    if isinstance(value, str | os.PathLike):
        return FileSessionStore(value)
    raise GrowattParameterError(
        f"session_store must be a path or have load and save, not a {type(value).__name__}"
    )


def recall(store: SessionStore) -> dict[Account, Login]:
    """The logins in a store; one that cannot be read, or a row that is damaged, is as if empty."""
    try:
        rows = store.load().get("accounts")
    except Exception as error:
        _warn("read", error)
        return {}
    if not isinstance(rows, list):
        return {}
    logins = {}
    for row in rows:
        if isinstance(row, dict) and all(
            isinstance(row.get(key), str) for key in ("server", "username")
        ):
            logins[Account(row["server"], row["username"])] = _login(row)
    return logins


def _warn(done: str, error: Exception) -> None:
    import logging  # most programs never see this

    said = "the session store cannot be %s (%s)"
    logging.getLogger(__name__).warning(said, done, type(error).__name__)


def remember(store: SessionStore, account: Account, login: Login) -> None:
    """Keep a login in the store, beside those of other accounts; failing to costs no call."""
    with _SAVING:
        logins = {**recall(store), account: login}
        try:
            store.save({"version": 1, "accounts": [_row(*pair) for pair in logins.items()]})
        except Exception as error:
            _warn("written", error)


def forget(store: SessionStore, account: Account) -> None:
    """Let go of the login to an account."""
    with _SAVING:
        logins = recall(store)
        if logins.pop(account, None) is not None:
            store.save({"version": 1, "accounts": [_row(*pair) for pair in logins.items()]})


def _row(account: Account, login: Login) -> dict[str, Any]:
    return {
        "server": account.server,
        "username": account.username,
        "user_id": login.user_id,
        "user_level": login.user_level,
        "asked_at": _text(login.asked_at),
        "locked_until": _text(login.locked_until),
        "untold_locks": login.untold_locks,
        "refusal": None if login.refusal is None else dict(login.refusal),
        "cookies": [cookie._asdict() for cookie in login.cookies],
    }


def _login(row: Mapping[str, Any]) -> Login:
    refusal, cookies, locks = (row.get(key) for key in ("refusal", "cookies", "untold_locks"))
    return Login(
        asked_at=_moment(row.get("asked_at")),
        user_id=_plain(row.get("user_id")),
        user_level=_plain(row.get("user_level")),
        cookies=tuple(_cookies(cookies)) if isinstance(cookies, list) else (),
        locked_until=_moment(row.get("locked_until")),
        refusal=refusal if isinstance(refusal, dict) else None,
        untold_locks=locks if type(locks) is int and locks > 0 else 0,
    )


def _cookies(rows: list[Any]) -> list[Cookie]:
    found = []
    for row in rows:
        if isinstance(row, dict) and all(
            isinstance(row.get(key), str) and re.fullmatch(allowed, row[key])
            for key, allowed in _ALLOWED.items()
        ):
            secure = row.get("secure") is True
            found.append(Cookie(row["name"], row["value"], row["path"], secure))
    return found


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int) else None


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
