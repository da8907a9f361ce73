"""Forgetting an account: its secret, its session, and what is remembered of its house."""

from __future__ import annotations

import json
import os
from contextlib import suppress

from .. import Etiquette
from . import accounts, inventory
from .accounts import PASSWORD, Account
from .choice import Choice
from .errors import NotLoggedIn
from .files import read_json, state_directory, write_private


def forget(name: str) -> list[str]:
    """Forget the account of this name; gives what there is to say about what stays.

    How many calls it has used of late stays in the ledger, under a sum that names nobody: whoever
    logs in again gets no second budget.
    """
    account = _known(name)
    accounts.forget(name)
    notes = []
    if account is None:
        notes.append("What is saved about it stays, because only its secret shows where that is.")
    elif not any(_is_same(account, _known(other)) for other in accounts.names()):
        inventory.forget(account)
        _forget_session(account)
        who = account.user if account.kind == PASSWORD else account.secret
        Etiquette().forget(account.kind, account.server, who or "")
    if account is not None and os.path.exists(store := inventory.store_of(account)):
        notes.append(f"Its recordings are kept: {store}")
    return notes


def _known(name: str) -> Account | None:
    """The account with its secret; None where the keyring has that no more."""
    with suppress(NotLoggedIn):
        return accounts.find(Choice(name))
    return None


def _is_same(one: Account, other: Account | None) -> bool:
    """Whether what is remembered is that of both."""
    return other is not None and inventory.directory_of(one) == inventory.directory_of(other)


def _forget_session(account: Account) -> None:
    """Its session with a cloud that has no limits; that of others lies in the ledger."""
    path = state_directory() / "sessions.json"
    document = read_json(path)
    rows = document.get("accounts") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        return
    whose = (account.server, account.user)
    left = [
        row
        for row in rows
        if not isinstance(row, dict) or (row.get("server"), row.get("username")) != whose
    ]
    if len(left) < len(rows):
        write_private(path, json.dumps({**document, "accounts": left}, indent=1))
