"""What must not be seen, told apart from the example bodies by how they were made up.

Nothing here knows a key: that is what the redaction goes by, and what the tests must not share.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from string import ascii_lowercase, ascii_uppercase, digits

_MADE_UP = {
    "serial": r"(?:TST|ZZ)[A-Z]{3,4}\d{4,10}|[A-Z]{3}\dDEMO\d\d|0(?:NOADEMO|ZZZPACK)\d{8}",
    "number": r"(?<![\d.])(?:17000\d\d|123456[78]|7654321|2100345|1776707)(?![\d.])",
    "hash": r"31d674be46e1ba6b54388a671cc9accb|00112233445566778899aabbccddeeff",
    "token": r"eyDEMO\.NOT\.AREALTOKEN",
    "email": r"sunny@example\.invalid",
    "name": r"sunny_demo|Demo (?:Roof|Barn|town|plant)|Second plant|Example Street 1|Germany|Ulm\b",
    "coordinate": r"48\.00000|9\.00000",
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _MADE_UP.items()))


class Disguise:
    """Realistic values, other ones for each seed, in place of the made-up ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.given: dict[str, str] = {}

    def __call__(self, text: str, quote: Callable[[str], str] = str) -> str:
        return _ANY.sub(lambda found: quote(self._of(found[0], found.lastgroup or "")), text)

    @property
    def secrets(self) -> set[str]:
        return set(self.given.values())

    def _of(self, value: str, kind: str) -> str:
        if value not in self.given:
            self.given[value] = getattr(self, f"_{kind}")(value)
        return self.given[value]

    def _some(self, characters: str, count: int) -> str:
        return "".join(self._random.choices(characters, k=count))

    def _serial(self, value: str) -> str:
        # two letters in front, as the vendor has it, and anything behind
        return (
            self._some(ascii_uppercase, 2)
            + self._some(ascii_uppercase + digits, len(value) - 3)
            + self._some(digits, 1)
        )

    def _number(self, value: str) -> str:
        return self._some("123456789", 1) + self._some(digits, len(value) - 1)

    def _hash(self, value: str) -> str:
        return self._some("0123456789abcdef", len(value))

    def _token(self, value: str) -> str:
        return ".".join(self._some(ascii_lowercase + ascii_uppercase + digits, 12) for _ in "123")

    def _email(self, value: str) -> str:
        return f"{self._some(ascii_lowercase, 7)}@{self._some(ascii_lowercase, 6)}.example"

    def _name(self, value: str) -> str:
        words = ["Müller", "Straße", "屋顶电站", "O.Hara", "Schöne Aussicht", "Ñandú"]
        return f"{self._random.choice(words)} {self._some(ascii_lowercase, 6)}"

    def _coordinate(self, value: str) -> str:
        return f"{self._some('123456789', 2)}.{self._some('123456789', 5)}"


def seen(secrets: Iterable[str], text: str) -> list[str]:
    """The secrets that occur in a text, in any case of letters or escaped for JSON."""
    lowered = text.lower()
    return [secret for secret in secrets if _occurs(secret.lower(), lowered)]


def _occurs(secret: str, text: str) -> bool:
    if secret.isdigit():
        # other digits beside it make another number
        return re.search(rf"(?<!\d){secret}(?!\d)", text) is not None
    return secret in text or secret.encode("unicode_escape").decode() in text
