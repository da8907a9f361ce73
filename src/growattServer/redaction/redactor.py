"""Replacing what tells who and where somebody is, the same way each time, wherever it occurs.

What is known to be harmless stays, and nothing else: `harmless.py` knows it by its key and form.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from .by_kind import Replacer, is_nothing
from .harmless import (
    Sort,
    expects_a_number,
    is_path_word,
    is_short,
    is_small,
    may_stay,
    sorts_of,
    tells_nothing,
)
from .kinds import Kind, is_technical, kind_of
from .opening import form_in, json_in, json_like

Pairs = list[tuple[str, str]]

_INHERITED = frozenset({Kind.PLACE, Kind.PHONE, Kind.SECRET, Kind.IP})
_VENDORS = re.compile(
    r"(?:[\w-]{1,40}\.){0,4}growatt(?:\.com|\.com\.cn|server\.com)", re.IGNORECASE
)
_NOBODYS = re.compile(
    r"localhost|\[::1\]|127(?:\.\d{1,3}){3}|(?:[\w-]{1,63}\.){0,4}(?:example|invalid|test)", re.I
)
_DIGIT = re.compile(r"\d")
# as the vendor writes keys
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$-]{0,60}", re.ASCII)


class Redactor(Replacer):
    """What replaces values within one recording or log; it remembers what it has replaced.

    Readings, times, models, versions and time zones stay under keys that are known; what tells
    nobody apart, as a number of four digits, stays everywhere. All other values are made up. What
    a key gives away is looked for in every text.
    """

    @property
    def size(self) -> int:
        """How many values it remembers."""
        return self._pseudonyms.size

    def forgetful(self) -> Redactor:
        """One that remembers nothing yet, and makes the same of the same."""
        return Redactor(self._pseudonyms.forgetful())

    # ---- learning ---------------------------------------------------------------------------

    def learn(self, value: str, kind: Kind = Kind.SECRET) -> None:
        """Remember a value that is to be replaced wherever it occurs."""
        self._by_kind(value, kind)

    def learn_secret(self, value: str) -> None:
        """Remember a credential, also as it is written in an address, and its parts.

        A header has several cookies, or a user and a password in Base64.
        """
        parts = [value, *(pair.partition("=")[2] for pair in value.split(";"))]
        scheme, _, encoded = value.partition(" ")
        if encoded and scheme.isalpha():
            parts += [encoded, *_user_and_password(encoded)]
        for part in {part.strip().strip('"') for part in parts}:
            if len(part) > 3:
                self.learn(part)
            if (plain := unquote(part)) != part:
                self.learn(plain)

    def learn_parameters(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember what the parameters of a request give away."""
        for name, value in pairs:
            self._replace(name, value, learning=True)

    def learn_document(self, document: Any, name: str = "") -> None:
        """Remember what a JSON document gives away."""
        self._replace(name, document, learning=True)

    # ---- replacing --------------------------------------------------------------------------

    def document(self, document: Any) -> Any:
        """A JSON document with the same keys, and replaced values."""
        self.learn_document(document)
        return self._replace("", document)

    def made_up(self, text: str) -> str:
        """A text of that shape."""
        return self._pseudonyms.of(text)

    def parameters(self, pairs: Iterable[tuple[str, str]]) -> Pairs:
        """The parameters of a request, with replaced values."""
        pairs = list(pairs)
        self.learn_parameters(pairs)
        return [(name, str(self._replace(name, value))) for name, value in pairs]

    def address(self, url: str) -> tuple[str, Pairs]:
        """An address without its query and without a password, and the query."""
        parts = _split(url)
        for secret in (parts.username, parts.password):
            if secret:
                self.learn(unquote(secret))
        query = self.parameters(parse_qsl(parts.query, keep_blank_values=True))
        host = self._server(_host(parts.netloc))
        start = f"{parts.scheme}://{host}" if host else ""
        return start + self._way(parts.path), query

    def _url(self, url: str) -> str:
        address, query = self.address(url)
        return f"{address}?{urlencode(query)}" if query else address

    def _server(self, host: str) -> str:
        name = re.sub(r":\d{1,5}$", "", host)
        if not name or _VENDORS.fullmatch(name) or _NOBODYS.fullmatch(name):
            return host
        try:
            return self._one_ip(name) + host[len(name) :]
        except ValueError:
            return f"{self._pseudonyms.of(name)}.example{host[len(name) :]}"

    def _way(self, path: str) -> str:
        return "/".join(map(self._segment, path.split("/")))

    def _segment(self, segment: str) -> str:
        place, semicolon, pairs = segment.partition(";")
        # an ending is kept
        words = re.split(r"(\.)", unquote(place)) if place.count(".") < 2 else [unquote(place)]
        made = "".join(
            one if is_short(one, 4) or is_path_word(one) else self._unknown(one) for one in words
        )
        opened = ";".join(
            f"{key}={quote(str(self._replace(key, unquote(value))))}"
            for key, _, value in (pair.partition("=") for pair in pairs.split(";"))
        )
        return quote(made) + (f";{opened}" if semicolon else "")

    def link(self, url: str, origin: str) -> str:
        """An address as one text; relative to the server of `origin` where it lies there."""
        parts, home = _split(url), _split(origin)
        address, query = self.address(url)
        if _host(parts.netloc) == _host(home.netloc) and parts.scheme == home.scheme:
            address = "/" + address.partition("://")[2].partition("/")[2]
        return f"{address}?{urlencode(query)}" if query else address

    # ---- one value --------------------------------------------------------------------------

    def _replace(self, name: str, value: Any, learning: bool = False) -> Any:
        if isinstance(value, Mapping):
            return {
                key if learning else self._key(key): self._replace(
                    _named(name, key), item, learning
                )
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._replace(name, item, learning) for item in value]
        if isinstance(value, str):
            return self._text(name, value, learning)
        if isinstance(value, bool) or value is None:
            return value
        return self._number(name, value)

    def _text(self, name: str, value: str, learning: bool) -> str:
        if is_nothing(value):
            return value
        opened = self._opened(name, value, learning)
        if opened is not None:
            return opened
        kind = kind_of(name)
        if kind is not None:
            return self._rest(self._by_kind(value, kind), name)
        if learning:
            return value
        sorts = sorts_of(name)
        if Sort.MESSAGE in sorts:
            return self.message(value)
        if Sort.ZONE in sorts and may_stay(value, sorts, is_technical=False):
            return value
        beside = self._sought.replaced(value.replace("\0", ""), lambda known: "")
        if may_stay(beside, sorts, is_technical(name)):
            return self.text(value, name) if Sort.WORDS in sorts else self._known(value)
        return self._unknown(value)

    def _opened(self, name: str, value: str, learning: bool) -> str | None:
        """What is written within a text: JSON, an address, a form."""
        held = json_in(value)
        if held is not None:
            return json_like(value, self._replace(name, held, learning))
        if kind_of(name) is not None:
            return None
        if "://" in value[:16] and not re.search(r"\s", value):
            return self._url(value)
        pairs = form_in(value)
        if pairs is None:
            return None
        return "".join(
            f"{self._key(key)}{sign}{self._replace(_named(name, key), inner, learning)}{end}"
            for key, sign, inner, end in pairs
        )

    def _key(self, key: str) -> str:
        digits = len(_DIGIT.findall(key))
        is_vendors = bool(sorts_of(key)) or kind_of(key) is not None
        # names of people must not rename the vendor's keys
        if is_vendors and not digits:
            return key
        if key in self._sought:
            return self._pseudonyms.of(key)
        if tells_nothing(key) or (is_vendors and digits < 3):
            return key
        if _IDENTIFIER.fullmatch(key) is None:
            return self.message(key)
        # as many digits as serial numbers have, and few keys
        return self.text(key) if digits > 2 or (digits and key.isupper()) else key

    def _number(self, name: str, value: Any) -> Any:
        kind = kind_of(name)
        if kind is Kind.PLACE:
            return type(value)(0)
        if isinstance(value, float):
            is_fine = (
                not isfinite(value) or (kind is None and expects_a_number(name)) or is_small(value)
            )
            if is_fine or not value.is_integer():
                return value if is_fine else 0.0
            made = self._number(name, int(value))
            # of more digits than a float can have, it names nothing
            return float(made) if abs(value) < 1e15 else 0.0
        text = str(abs(value))
        if kind is not None:
            made = text if value < 0 and len(text) < 4 else self._by_kind(text, kind)
        elif text in self._sought or not (expects_a_number(name) or is_small(value)):
            made = self._pseudonyms.of(text)
        else:
            return value
        return int(made) if value >= 0 else -int(made)


def _named(parent: str, key: str) -> str:
    """The name that tells what a value is: of the key, or of what lies around it."""
    has_name = any(map(str.isalpha, key))
    if not has_name or (kind_of(parent) in _INHERITED and kind_of(key) is None):
        return parent
    return key


def _user_and_password(encoded: str) -> list[str]:
    try:
        return b64decode(encoded, validate=True).decode().split(":", 1)
    except ValueError:
        return []


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # such as brackets that hold no IPv6 address
        return SplitResult("", "", url, "", "")


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].lower()
