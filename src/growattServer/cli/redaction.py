"""Secrets that this process knows, so that nothing which it writes can hold one."""

from __future__ import annotations

_KNOWN: set[str] = set()
HIDDEN = "[secret]"


def keep_secret(text: str) -> str:
    """Remember that a text is a secret; gives it back."""
    # shorter ones would blacken innocent text; nobody has such a token
    if len(text) >= 4:
        _KNOWN.add(text)
    return text


def redacted(text: str) -> str:
    """The text without any secret that this process has heard of."""
    for secret in sorted(_KNOWN, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text
