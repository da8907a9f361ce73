"""What is written within a text: JSON and forms."""

from __future__ import annotations

import json
import re
from typing import Any

_FORM = re.compile(r"([\w.\[\]-]{1,64})(=)([^&;]*)(&|;\s?|$)")
_MOST_PAIRS = 200


def json_in(text: str) -> Any:
    """The object, list or text in a text that is JSON, None where it is not."""
    start = text.lstrip()[:1]
    if not start or start not in '{["':
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list | str) else None


def json_like(text: str, document: Any) -> str:
    """A document as JSON that looks like this text."""
    is_wide = '": ' in text or '", ' in text
    separators = (", ", ": ") if is_wide else (",", ":")
    return json.dumps(document, ensure_ascii=text.isascii(), separators=separators)


def form_in(text: str) -> list[tuple[str, str, str, str]] | None:
    """The pairs of a form or of cookies, as name, `=`, value and what follows; else None."""
    pairs: list[tuple[str, str, str, str]] = []
    start = 0
    for found in _FORM.finditer(text):
        if found.start() != start or len(pairs) == _MOST_PAIRS:
            return None
        pairs.append((found[1], found[2], found[3], found[4]))
        start = found.end()
    # a text in Base64 ends with = and is no form
    is_form = start == len(text) and any(value.strip("=") for _, _, value, _ in pairs)
    return pairs if is_form else None
