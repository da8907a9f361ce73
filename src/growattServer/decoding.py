"""Reading the text and the JSON of a reply, in whatever encoding it came.

What the server declares counts, then what the first bytes tell. What fits neither costs the
characters that it stands for, not the reply. A document is no deeper than programs can show and
store, and its texts have whole characters only.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from orjson import loads

from .parsing import whole_text

_CHARSET = re.compile(r";\s*+charset\s*+=\s*+[\"']?([\w.:+-]{1,40})", re.IGNORECASE | re.ASCII)
# such as take the square of the length, or are none of text at all
_NEVER = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})
_UTF_8 = (None, "utf-8")
# where nothing else is said, text was once Latin-1
_LATIN_1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}

_DIGITS = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
_LONG = b"0" * 19


MOST_DEPTH = 100
"""How deeply a document may be nested; the vendor's have a depth of six."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_CONTAINERS = frozenset({dict, list})


def document_of(body: bytes, content_type: str | None) -> Any:
    """The document in a body; raises ValueError or RecursionError where there is none."""
    for content in _readings(body, content_type):
        try:
            document = _parsed(content)
        except ValueError:
            continue
        # what is missing without them tells their number; `count` takes several times as long
        flat = content.replace(b"[", b"").replace(b"{", b"")
        if _is_too_deep(document, len(content) - len(flat)):
            raise RecursionError(f"nested more than {MOST_DEPTH} deep")
        return document
    raise ValueError("no JSON in any encoding")


def _is_too_deep(document: Any, most: int) -> bool:
    """Is a document nested too deeply that has so many objects and lists, or fewer?"""
    level = [document] if type(document) in _CONTAINERS else []
    for depth in range(MOST_DEPTH):
        most -= len(level)
        if most < MOST_DEPTH - depth:
            # of the rows of a long list nobody has to look into any
            return False
        insides = [outer.values() if type(outer) is dict else outer for outer in level]
        level = [inner for inside in insides for inner in inside if type(inner) in _CONTAINERS]
        if not level:
            return False
    return True


def _readings(body: bytes, content_type: str | None) -> Iterator[bytes]:
    """The body in UTF-8, the likeliest reading first."""
    charset = charset_of(content_type)
    for candidate in (charset, json.detect_encoding(body)):
        if candidate in _UTF_8:
            yield body
            continue
        try:
            yield body.decode(candidate).encode()
        except ValueError:
            continue
    yield text_of(body, content_type).encode()


def _parsed(content: bytes) -> Any:
    try:
        document = loads(content)
    except ValueError:  # Python's own reader takes more: NaN, half characters
        document = json.loads(content.decode())
        return _whole(document) if _SURROGATE.search(content) else document
    return json.loads(content) if _has_long_number(content) else document


def _whole(value: Any) -> Any:
    """The value, with another character in place of each half of one, which nothing can hold."""
    if isinstance(value, str):
        return value if value.isascii() else whole_text(value)
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value


def _has_long_number(content: bytes) -> bool:
    """Whether there may be a whole number of so many digits that orjson makes it a float."""
    return _LONG in content.translate(_DIGITS)


def text_of(body: bytes, content_type: str | None) -> str:
    """A body as text, with other characters in place of those that cannot be read."""
    said = (content_type or "").lower()
    if "text/" in said and "charset" not in said:
        text = body.decode("utf-8", "surrogateescape").translate(_LATIN_1)
    else:
        text = body.decode(charset_of(content_type) or "utf-8", "replace")
    return text.removeprefix("\ufeff")


@lru_cache(maxsize=64)
def charset_of(content_type: str | None) -> str | None:
    """The encoding that a Content-Type declares, as Python calls it; None for one nobody knows."""
    found = _CHARSET.search(content_type or "")
    if found is None:
        return None
    try:
        charset = codecs.lookup(found[1]).name.replace("_", "-")
        b"x".decode(charset, "replace")  # what makes bytes of bytes, such as hex, is none of text
    except (LookupError, ValueError):
        return None
    return None if charset in _NEVER else charset
