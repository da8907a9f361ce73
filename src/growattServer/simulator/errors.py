"""The two ways to say no: the vendor's, inside an answer, and the door's, as a sentence."""

from __future__ import annotations


class VendorError(Exception):
    """A failure in the vendor's envelope: HTTP 200 with a code that is not 0."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text


class TooOftenError(VendorError):
    """A call that came before its time, in whichever words an API says so."""


class NoAccountError(VendorError):
    """A token that nobody has."""


class DoorError(ValueError):
    """A wish of the control door that cannot be granted, or a file that cannot be played.

    It is one line that steers no terminal, whatever of the wish or the file it quotes.
    """

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__("".join(map(_shown, sentence)))
        self.status = status


def _shown(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
