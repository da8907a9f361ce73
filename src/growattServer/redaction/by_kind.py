"""A text or one value in place of another, by what it is."""

from __future__ import annotations

import re
from ipaddress import ip_address

from .harmless import TIME, is_short, is_word, is_zone_name, tells_nothing
from .kinds import Kind, is_technical
from .pseudonyms import Pseudonyms
from .sought import Sought

_NOTHING = frozenset({"", "null", "none", "true", "false", "nan", "undefined", "n/a", "unknown"})
# words of the protocol, which are not looked for elsewhere although somebody is called so
_WORD_LIST = """
    ammeter battery bypass charge discharge error fault growatt grid home house inverter invalid
    list login lost message meter mix noah normal offline online operating other plant pv roof
    server solar spa sph standby status storage success tlx user waiting warning
"""
_WORDS = frozenset(_WORD_LIST.split())
_PATTERNS = re.compile(
    r"(?P<url>[a-z][a-z0-9+.-]{1,10}://[^\s\"'<>]{1,2000})"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<jwt>eyJ[\w-]{8,}(?:\.[\w-]+)*)"
    r"|(?P<session>;jsessionid=[\w.!-]{1,200})"
    r"|(?P<mac>(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-]))"
    r"|(?P<ip>(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])))"
    r"|(?<![0-9A-Za-z])(?:"
    r"(?P<hex>[0-9a-f]{24,})"
    r"|(?P<serial>(?=[A-Z0-9]{0,14}[A-Z][A-Z0-9]{0,14}[A-Z])(?=[A-Z]*[0-9])"
    r"(?:[A-Z0-9]{16}|[A-Z0-9]{10}))"
    r")(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(rf"(?P<time>{TIME})|\+?\d(?:[\s()./-]{{0,3}}\d){{6,20}}|[^\W_]+")
# five digits may be a town
_CODE = re.compile(r"\d{1,4}|10[01]\d\d")
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"([,;\s]+)")
_TOKEN = re.compile(r"[0-9A-Za-z]+")


class Replacer:
    """What replaces values of a kind, and what is found in a text by its form."""

    def __init__(self, pseudonyms: Pseudonyms | None = None) -> None:
        self._pseudonyms = Pseudonyms() if pseudonyms is None else pseudonyms
        self._sought = Sought()

    def _url(self, url: str) -> str:
        raise NotImplementedError

    def text(self, text: str, name: str = "") -> str:
        """A text in which everything known, or of a tell-tale form, is replaced."""
        if is_short(text, 4):
            return text
        return self._sought.replaced(text, self._pseudonyms.of, lambda rest: self._seen(rest, name))

    def _seen(self, text: str, name: str) -> str:
        return _PATTERNS.sub(lambda found: self._of_pattern(found, name), text)

    def _of_pattern(self, found: re.Match[str], name: str) -> str:
        value = found[0]
        if found["url"]:
            return self._url(value)
        if found["session"]:
            start, _, secret = value.partition("=")
            return f"{start}={self._by_kind(secret, Kind.SECRET)}"
        if found["ip"]:
            return value if is_technical(name) else self._maybe_ip(value)
        if self._pseudonyms.is_pseudonym(value):
            return value
        if found["serial"] and (is_technical(name) or is_word(value)):
            return value
        kind = Kind.SERIAL if found["serial"] or found["mac"] else Kind.SECRET
        return self._by_kind(value, Kind.NAME if found["email"] else kind)

    def message(self, text: str) -> str:
        """What a server says: the words that the vendor says it with stay."""
        return self._sought.replaced(text, self._pseudonyms.of, self._said)

    def _said(self, text: str) -> str:
        parts, start = [], 0
        for found in _PATTERNS.finditer(text):
            parts += [self._spoken(text[start : found.start()]), self._of_pattern(found, "")]
            start = found.end()
        return "".join([*parts, self._spoken(text[start:])])

    def _spoken(self, text: str) -> str:
        def word(found: re.Match[str]) -> str:
            one = found[0]
            stays = found["time"] or _CODE.fullmatch(one) or is_word(one)
            return one if stays else self._pseudonyms.of(one)

        return _SPOKEN.sub(word, text)

    def _known(self, value: str) -> str:
        """A reading, which may be the number of a plant that is known."""
        return self._pseudonyms.of(value) if value in self._sought else value

    def _unknown(self, value: str) -> str:
        if tells_nothing(value) or self._is_given(value):
            return self._known(value)
        if is_zone_name(value):
            return value
        if (made := self._ip_in(value)) != value:
            return made
        try:
            is_place = abs(float(value)) <= 180 and "." in value
        except ValueError:
            is_place = False
        return self._place(value) if is_place else self._pseudonyms.of(value)

    def _rest(self, value: str, name: str) -> str:
        return value if self._pseudonyms.is_pseudonym(value) else self.text(value, name)

    # ---- by kind ----------------------------------------------------------------------------

    def _is_given(self, value: str) -> bool:
        """Whether a value has been replaced before it came here; short ones may meet by chance."""
        made = self._pseudonyms
        return len(value) > 5 and made.is_pseudonym(value) and made.known(value) is None

    def _by_kind(self, value: str, kind: Kind) -> str:
        if is_nothing(value) or self._is_given(value):
            return value
        return _RULES[kind](self, value)

    def _whole(self, value: str) -> str:
        """One pseudonym for the whole value, which is looked for from now on."""
        made = self._pseudonyms.of(value)
        if value.lower() not in _WORDS:
            self._sought.add(value)
        return made

    def _secret(self, value: str) -> str:
        # a flag is none
        return value if value.isdigit() and len(value) < 2 else self._whole(value)

    def _serials(self, value: str) -> str:
        if value.lower() in _WORDS:
            return value
        return "".join(map(self._serial, _SPLIT.split(value)))

    def _serial(self, part: str) -> str:
        if len(part) > 3 and _is_word(part):
            return self._whole(part)
        return part if is_short(part, 4) else self._unknown(part)

    def _ids(self, value: str) -> str:
        return "".join(map(self._id, _SPLIT.split(value)))

    def _id(self, part: str) -> str:
        if len(part) > 2 and _DIGIT.search(part) and _is_word(part):
            return self._whole(part)
        return part if is_short(part, 3) else self._unknown(part)

    def _name(self, value: str) -> str:
        has_letters = any(not one.isdigit() and one not in " .-+" for one in value)
        return self._whole(value) if has_letters or len(value) > 3 else value

    def _phone(self, value: str) -> str:
        return self._whole(value) if len(_DIGIT.findall(value)) > 2 else self._unknown(value)

    def _place(self, value: str) -> str:
        place = _DIGIT.sub("0", value).replace("null", "")
        # N, S, E and W are no names
        letters = "".join(re.findall(r"[^\W\d_]", place))
        is_one = len(letters) < 3 and letters.isascii()
        return _DIGIT.sub("0", value) if is_one else self._pseudonyms.of(value)

    def _ip(self, value: str) -> str:
        made = self._ip_in(value)
        return made if made != value else self._unknown(value)

    def _ip_in(self, value: str) -> str:
        """The text with another address, where it is an address and at most a port."""
        found = _PATTERNS.search(value)
        if not found or not found["ip"] or re.search("[a-z]", value.replace(found[0], ""), re.I):
            return value
        return value.replace(found[0], self._maybe_ip(found[0]))

    def _maybe_ip(self, value: str) -> str:
        try:
            return self._one_ip(value)
        except ValueError:  # a time, a version
            return value

    def _one_ip(self, value: str) -> str:
        """One of the addresses for examples; ValueError where it is none."""
        address = ip_address(value.strip("[]"))
        if address.is_loopback or address.is_unspecified:
            return value
        number = sum(map(ord, self._pseudonyms.of(value.lower())))
        if address.version == 4:
            return f"192.0.2.{number % 254 + 1}"
        return value.replace(value.strip("[]"), f"2001:db8::{number % 65_000 + 1:x}")

    def _path(self, value: str) -> str:
        return _TOKEN.sub(lambda found: self._of_path(found[0]), self.text(value))

    def _of_path(self, token: str) -> str:
        is_id = token.isdigit() and len(token) > 4
        is_serial = len(token) > 7 and _DIGIT.search(token) and not token.isdigit()
        if self._pseudonyms.is_pseudonym(token) or not (is_id or is_serial):
            return token
        return self._whole(token)


def is_nothing(value: str) -> bool:
    return value.replace("\0", "").strip().lower() in _NOTHING


def _is_word(part: str) -> bool:
    return all(one.isalnum() or one in "-_:" for one in part)


_RULES = {
    Kind.SECRET: Replacer._secret,
    Kind.SERIAL: Replacer._serials,
    Kind.ID: Replacer._ids,
    Kind.NAME: Replacer._name,
    Kind.PHONE: Replacer._phone,
    Kind.PLACE: Replacer._place,
    Kind.IP: Replacer._ip,
    Kind.PATH: Replacer._path,
}
