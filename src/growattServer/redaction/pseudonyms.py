"""Made-up values in place of real ones: of the same length and shape, the same each time."""

from __future__ import annotations

import hashlib
import re
import secrets
from string import ascii_lowercase, ascii_uppercase, digits

_HEX = re.compile(r"[0-9a-f]{16,}|[0-9A-F]{16,}")
# others of as many bytes, so that a reply keeps its length and its encoding is tried as before
_BEYOND_ASCII = ((0x800, "àéîõüßñç"), (0x10000, "一二三四五六七八"), (0x110000, "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕"))
_TRIES = 200


class Pseudonyms:
    """Real values and what stands for them.

    Which value became which hangs on a random number that is kept in memory only, so nobody can
    find the real value by trying all of them.
    """

    def __init__(self, salt: bytes | None = None) -> None:
        self._salt = salt or secrets.token_bytes(32)
        self._made: dict[str, str] = {}
        self._given: set[str] = set()

    @property
    def size(self) -> int:
        """How many values have one."""
        return len(self._made)

    def forgetful(self) -> Pseudonyms:
        """The same random number, and no memory: what it makes of a value is the same.

        But for short ones, of which two may then become the same.
        """
        return Pseudonyms(self._salt)

    def of(self, value: str) -> str:
        """The pseudonym of a value; a value without letters and digits is its own."""
        if value not in self._made:
            made = self._new(value)
            self._made[value] = made
            self._given.add(made)
        return self._made[value]

    def known(self, value: str) -> str | None:
        """The pseudonym of a value that has one."""
        return self._made.get(value)

    def is_pseudonym(self, value: str) -> bool:
        """Whether this stands for another value."""
        return value in self._given

    def _new(self, value: str) -> str:
        longer = value
        for number in range(_TRIES):
            made = _shaped(longer, self._random(f"{number}:{value}", len(longer)))
            if made == longer == value and not any(map(_is_replaced, value)):
                return value
            if made != value and made not in self._given and made not in self._made:
                return made
            if number > _TRIES // 2:
                # all values of so few characters are taken
                longer += "0"
        raise ValueError("too many values for one recording")

    def _random(self, text: str, count: int) -> list[int]:
        # the same for capital and small letters, whose shape is kept
        seed = self._salt + text.lower().encode("utf-8", "surrogatepass")
        stream = hashlib.shake_256(seed).digest(2 * count)
        return [256 * high + low for high, low in zip(stream[::2], stream[1::2], strict=True)]


def _is_replaced(character: str) -> bool:
    return character.isalnum() or not character.isascii()


def _shaped(value: str, random: list[int]) -> str:
    is_hex = _HEX.fullmatch(value) is not None and any(map(str.isdigit, value))
    made = [
        _like(character, is_hex, number) for character, number in zip(value, random, strict=True)
    ]
    if value.isascii() and value.isdigit() and value[0] != "0":
        # a number keeps its length as a number
        made[0] = digits[1:][random[0] % 9]
    return "".join(made)


def _like(character: str, is_hex: bool, random: int) -> str:
    if is_hex:
        letters = "abcdef" if character.islower() else "ABCDEF"
        return digits[random % 10] if character.isdigit() else letters[random % 6]
    for alphabet in (digits, ascii_uppercase, ascii_lowercase):
        if character in alphabet:
            return alphabet[random % len(alphabet)]
    if character.isascii():
        return character
    others = next(others for end, others in _BEYOND_ASCII if ord(character) < end)
    return others[random % len(others)]
