"""Replacing what tells who and where somebody is, the same way each time, wherever it occurs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from .kinds import Kind, is_technical, is_zone, kind_of
from .pseudonyms import Pseudonyms

Pairs = list[tuple[str, str]]

_NOTHING = frozenset({"", "null", "none", "true", "false", "nan", "undefined", "n/a", "unknown"})
# words of the protocol, which are not looked for elsewhere although somebody is called so
_WORD_LIST = """
    ammeter battery bypass charge discharge error fault growatt grid home house inverter invalid
    list login lost message meter mix noah normal offline online operating other plant pv roof
    server solar spa sph standby status storage success tlx user waiting warning
"""
_WORDS = frozenset(_WORD_LIST.split())
_PATTERNS = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<jwt>eyJ[\w-]{8,}(?:\.[\w-]+)*)"
    r"|(?<![0-9A-Za-z])(?:"
    r"(?P<hex>[0-9a-f]{24,}|[0-9A-F]{24,})"
    r"|(?P<serial>(?=[A-Z0-9]{0,14}[A-Z][A-Z0-9]{0,14}[A-Z])(?=[A-Z]*[0-9])"
    r"(?:[A-Z0-9]{16}|[A-Z0-9]{10}))"
    r")(?![0-9A-Za-z])"
)
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_READING = re.compile(r"[-+]?\d{1,4}(\.\d+)?( ?(?:[kMG]?Wh?p?|k?VA|m?A|k?V|Hz|%|℃|°C))?", re.ASCII)
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"([,;\s]+)")
_TOKEN = re.compile(r"[0-9A-Za-z]+")


class Redactor:
    """What replaces values within one recording or log; it remembers what it has replaced.

    Keys tell what is a secret; once known, a value is replaced in every text. Time zones, models,
    versions, times and measurements stay.
    """

    def __init__(self) -> None:
        self._pseudonyms = Pseudonyms()
        self._sought: dict[str, str] = {}
        self._search: re.Pattern[str] | None = None

    # ---- learning ---------------------------------------------------------------------------

    def learn(self, value: str, kind: Kind = Kind.SECRET) -> None:
        """Remember a value that is to be replaced wherever it occurs."""
        self._by_kind(value, kind)

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

    def parameters(self, pairs: Iterable[tuple[str, str]]) -> Pairs:
        """The parameters of a request, with replaced values."""
        pairs = list(pairs)
        self.learn_parameters(pairs)
        return [(name, str(self._replace(name, value))) for name, value in pairs]

    def address(self, url: str) -> tuple[str, Pairs]:
        """An address without its query and without a password, and the query."""
        parts = urlsplit(url)
        query = self.parameters(parse_qsl(parts.query, keep_blank_values=True))
        host = parts.netloc.rpartition("@")[2]
        return (f"{parts.scheme}://{host}" if host else "") + self.text(parts.path), query

    def link(self, url: str, origin: str) -> str:
        """An address as one text; relative to the server of `origin` where it lies there."""
        address, query = self.address(url)
        home = urlsplit(origin)
        start = f"{home.scheme}://{home.netloc.rpartition('@')[2]}/"
        if address.startswith(start):
            address = address[len(start) - 1 :]
        return f"{address}?{urlencode(query)}" if query else address

    def text(self, text: str, name: str = "") -> str:
        """A text in which everything known, or of a tell-tale form, is replaced."""
        if is_zone(name) or (len(text) < 4) or _is_reading(text):
            return text
        if self._sought:
            if self._search is None:
                longest_first = sorted(self._sought, key=len, reverse=True)
                self._search = re.compile("|".join(self._sought[one] for one in longest_first))
            text = self._search.sub(lambda found: self._pseudonyms.of(found[0]), text)
        return _PATTERNS.sub(lambda found: self._of_pattern(found, name), text)

    def _of_pattern(self, found: re.Match[str], name: str) -> str:
        value = found[0]
        if self._pseudonyms.is_pseudonym(value):
            return value
        if found["serial"] and is_technical(name):
            return value
        kind = Kind.SERIAL if found["serial"] else Kind.SECRET
        return self._by_kind(value, Kind.NAME if found["email"] else kind)

    # ---- one value --------------------------------------------------------------------------

    def _replace(self, name: str, value: Any, learning: bool = False) -> Any:
        if isinstance(value, Mapping):
            return {
                key if learning else self._key(key): self._replace(key, item, learning)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._replace(name, item, learning) for item in value]
        kind = kind_of(name)
        if isinstance(value, str):
            if kind is not None:
                value = self._by_kind(value, kind)
            return value if learning else self._rest(value, name)
        if isinstance(value, bool) or value is None:
            return value
        return self._number(value, kind)

    def _rest(self, value: str, name: str) -> str:
        return value if self._pseudonyms.is_pseudonym(value) else self.text(value, name)

    def _key(self, key: str) -> str:
        # names of people must not rename the vendor's keys
        if not any(map(str.isdigit, key)):
            return key
        return self.text(key)

    def _number(self, value: Any, kind: Kind | None) -> Any:
        if kind is Kind.PLACE:
            return type(value)(0)
        if not isinstance(value, int) or value < 0:
            return value
        text = str(value)
        if kind is not None:
            return int(self._by_kind(text, kind))
        return int(self._pseudonyms.of(text)) if text in self._sought else value

    def _by_kind(self, value: str, kind: Kind) -> str:
        if value.replace("\0", "").strip().lower() in _NOTHING or _is_given(
            self._pseudonyms, value
        ):
            return value
        return _RULES[kind](self, value)

    def _whole(self, value: str) -> str:
        """One pseudonym for the whole value, which is looked for from now on."""
        made = self._pseudonyms.of(value)
        if value not in self._sought and value.lower() not in _WORDS:
            pattern = _sought_as(value)
            if pattern is not None:
                self._sought[value] = pattern
                self._search = None
        return made

    def _secret(self, value: str) -> str:
        # a flag or a life time in seconds is none
        return value if value.isdigit() and len(value) < 6 else self._whole(value)

    def _serials(self, value: str) -> str:
        if value.lower() in _WORDS:
            return value
        parts = _SPLIT.split(value)
        return "".join(
            self._whole(part) if len(part) > 3 and _is_word(part) else part for part in parts
        )

    def _ids(self, value: str) -> str:
        parts = _SPLIT.split(value)
        return "".join(
            self._whole(part) if len(part) > 2 and _DIGIT.search(part) and _is_word(part) else part
            for part in parts
        )

    def _name(self, value: str) -> str:
        has_letters = any(not one.isdigit() and one not in " .-+" for one in value)
        return self._whole(value) if has_letters or len(value) > 3 else value

    def _phone(self, value: str) -> str:
        return self._whole(value) if len(_DIGIT.findall(value)) > 2 else value

    def _place(self, value: str) -> str:
        return _DIGIT.sub("0", value)

    def _ip(self, value: str) -> str:
        return _IP.sub(lambda found: self._one_ip(found[0]), value)

    def _one_ip(self, value: str) -> str:
        number = sum(map(ord, self._pseudonyms.of(value))) % 254
        return f"192.0.2.{number + 1}"

    def _path(self, value: str) -> str:
        value = self.text(value)
        return _TOKEN.sub(lambda found: self._of_path(found[0]), value)

    def _of_path(self, token: str) -> str:
        is_id = token.isdigit() and len(token) > 4
        is_serial = len(token) > 7 and _DIGIT.search(token) and not token.isdigit()
        if self._pseudonyms.is_pseudonym(token) or not (is_id or is_serial):
            return token
        return self._whole(token)


def _is_given(pseudonyms: Pseudonyms, value: str) -> bool:
    """Whether a value has been replaced before it came here; short ones may meet by chance."""
    return len(value) > 5 and pseudonyms.is_pseudonym(value) and pseudonyms.known(value) is None


def _is_reading(text: str) -> bool:
    """Whether this is a measurement: nothing of four digits or less tells who somebody is."""
    return _READING.fullmatch(text) is not None


def _is_word(part: str) -> bool:
    return all(one.isalnum() or one in "-_:" for one in part)


def _sought_as(value: str) -> str | None:
    """The pattern that finds a value in other texts; None for one too short to be sure."""
    exact = re.escape(value)
    if value.isdigit():
        return rf"(?<![\d.]){exact}(?!\d|\.\d)" if len(value) > 4 else None
    has_digits = any(map(str.isdigit, value))
    if len(value) > 5 and has_digits:
        return exact
    return rf"(?<![^\W_]){exact}(?![^\W_])" if len(value) > 3 else None


_RULES = {
    Kind.SECRET: Redactor._secret,
    Kind.SERIAL: Redactor._serials,
    Kind.ID: Redactor._ids,
    Kind.NAME: Redactor._name,
    Kind.PHONE: Redactor._phone,
    Kind.PLACE: Redactor._place,
    Kind.IP: Redactor._ip,
    Kind.PATH: Redactor._path,
}
