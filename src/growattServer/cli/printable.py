"""Text of others on a terminal: what would steer it, or turn the direction of writing, is shown.

Names of plants and messages of a server may hold such characters; nothing of ours does.
"""

from __future__ import annotations

import re
import shlex

# control characters but for tab and end of line, and those that Unicode has for the same ends
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""The text with steering characters written out, such as \x1b."""
    return _STEERING.sub(lambda found: _escape(found[0], short=True), text)


def printable_line(text: str) -> str:
    r"""The same on one line: its ends become \n."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def as_word(text: str) -> str:
    """The text as one word of a command that is told: a shell obeys nothing in it."""
    return shlex.quote(text)


def is_word(text: str) -> bool:
    """Whether a shell takes the text as one word as it is, so that it may be put into a command."""
    return shlex.quote(text) == text


def printable_json(document: str) -> str:
    r"""JSON in which steering characters are escaped, such as \u009b: it means the same."""
    return _STEERING.sub(lambda found: _escape(found[0], short=False), document)


def _escape(character: str, short: bool) -> str:
    number = ord(character)
    if short and number < 0x100:
        return f"\\x{number:02x}"
    if number < 0x10000:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
