"""`--all-accounts`: one verb for each account in turn; one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .accounts import every_name
from .answer import Answer
from .choice import variable
from .errors import DONE, NotLoggedIn, Trouble, WrongUse, trouble_of
from .terminal import sentence, terminal


def for_every_account(call: Callable[[], Answer | None]) -> Answer:
    """The answers of all accounts in one: rows have their account, and the rest stands by account.

    Its exit code is that of the first account that failed.
    """
    screen = terminal()
    if screen.account is not None:
        raise WrongUse("use either --account or --all-accounts")
    names = every_name()
    if not names:
        raise NotLoggedIn("no account is stored here, and GROWATT_TOKEN is not set")
    if variable("GROWATT_ACCOUNT"):
        screen.note("Ignored: GROWATT_ACCOUNT, because of --all-accounts.")
    if variable("GROWATT_SERVER") and not variable("GROWATT_TOKEN"):
        screen.note("Ignored: GROWATT_SERVER, because each account has its own server.")
    merged: dict[str, Any] = {"accounts": []}
    codes = []
    for name in names:
        screen.account = name
        answer = _heard(name, call)
        codes.append(answer.code)
        _merge(merged, name, answer.data)
    screen.account = None
    return Answer(merged, code=next((code for code in codes if code != DONE), DONE))


def _heard(name: str, call: Callable[[], Answer | None]) -> Answer:
    """What came of one account, told to people at once."""
    screen = terminal()
    if not screen.json:
        screen.line(f"{name}:")
    try:
        answer = call() or Answer({})
    except Exception as error:
        trouble = trouble_of(error, screen.verb)
        if trouble is None:
            raise
        return _failed(name, trouble)
    if screen.json:
        for note in answer.notes:
            screen.note(f"{name}: {note}")
    else:
        screen.print_answer(answer)
    return Answer({"error": None, **answer.data}, code=answer.code)


def _failed(name: str, trouble: Trouble) -> Answer:
    terminal().note(f"{name}: {sentence(trouble.said)}")
    if trouble.next:
        terminal().note(f"Next: {trouble.next}")
    trouble = replace(trouble, next=terminal().for_this_account(trouble.next))
    return Answer(trouble.as_dict(), code=trouble.code)


def _merge(merged: dict[str, Any], name: str, data: dict[str, Any]) -> None:
    alone: dict[str, Any] = {"account": name}
    for key, value in data.items():
        if isinstance(value, list):
            merged.setdefault(key, []).extend({"account": name, **row} for row in value)
        else:
            alone[key] = value
    merged["accounts"].append(alone)
