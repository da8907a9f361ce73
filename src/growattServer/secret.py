"""Secrets that this process has in use: they do not show themselves, and nothing repeats them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit, urlunsplit

from .living import Living

HIDDEN = "***"
SECRET_HEADERS = ("token", "Authorization", "Cookie", "Proxy-Authorization")
"""The headers by which the server knows the user."""

_KNOWN: Living[Secret] = Living()
# shorter ones would blacken innocent text; nobody has such a token
_SHORTEST = 4


class Secret(str):
    """A text that does not show itself; as long as it lives, it is known to `blackened`."""

    __slots__ = ("__weakref__",)

    def __new__(cls, text: str) -> Secret:
        """The text itself, where it is one already."""
        if isinstance(text, Secret):
            return text
        made = super().__new__(cls, text)
        if len(made) >= _SHORTEST:
            _KNOWN.add(made)
        return made

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        return type(self), (str(self),)

    def __repr__(self) -> str:
        return f"'{HIDDEN}'"


class Arguments(tuple[Any, ...]):
    """The arguments of a call, which may hold a secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(...)"


class Keywords(dict[str, Any]):
    """The same by name."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "{...}"


def blackened(text: str) -> str:
    """A text that came from outside, without any secret that this process has in use."""
    return without(text, {str(one) for one in _KNOWN})


def without(text: str, secrets: Iterable[str], instead: str = HIDDEN) -> str:
    """A text without these, in capital or small letters and as addresses and forms write them."""
    for secret in sorted(secrets, key=len, reverse=True):
        for form in {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}:
            text = re.sub(re.escape(form), instead, text, flags=re.IGNORECASE)
    return text


def without_password(url: str) -> str:
    """An address without the user and password in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
