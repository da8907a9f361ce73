"""Secrets that this process knows, so that nothing which it writes can hold one."""

from __future__ import annotations

from ..addresses import passwords_in
from ..secret import without
from .errors import WrongUse

_KNOWN: set[str] = set()
HIDDEN = "[secret]"


def keep_secret(text: str) -> str:
    """Remember that a text is a secret; gives it back."""
    # shorter ones would blacken innocent text; nobody has such a token
    if len(text) >= 4:
        _KNOWN.add(text)
    return text


def keep_password_of(address: str) -> None:
    """Remember the password that stands in the address of a server or a store, if any."""
    for password in passwords_in(address):
        keep_secret(password)


def refuse_typed(address: str, instead: str) -> None:
    """Refuse an address that was typed with a password in it; `instead` says where it belongs."""
    if passwords_in(address):
        raise WrongUse(
            "a password on the command line can be read by everybody on this machine", instead
        )


def redacted(text: str) -> str:
    """The text without any secret that this process has heard of."""
    return without(text, _KNOWN, HIDDEN)
