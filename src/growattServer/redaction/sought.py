"""Finding known values, in capital or small letters, at a cost that does not grow with them."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable

_START = 2
"""Characters by which values are looked up; nothing shorter is looked for."""

# a number is not looked for within a longer one, and a name not within a word
_NUMBER = re.compile(r"(?<![\d.])"), re.compile(r"(?!\d|\.\d)")
_WORD = re.compile(r"(?<![^\W_])"), re.compile(r"(?![^\W_])")
_ANYWHERE = re.compile(""), re.compile("")
# Chinese, Japanese and Korean: two characters are a name, and no space parts it from the next word
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_Edges = tuple[re.Pattern[str], re.Pattern[str]]


class Sought:
    """Values that are looked for, the longest first where several begin at one place."""

    def __init__(self) -> None:
        self._edges: dict[str, _Edges] = {}
        self._lengths: dict[str, list[int]] = {}

    def __contains__(self, value: str) -> bool:
        return _folded(value) in self._edges

    def add(self, value: str) -> None:
        """Look for this from now on, unless it is too short to be sure."""
        value = _folded(value)
        edges = _edges_of(value)
        if edges is None or value in self._edges:
            return
        self._edges[value] = edges
        lengths = self._lengths.setdefault(value[:_START], [])
        if len(value) not in lengths:
            insort(lengths, len(value), key=lambda length: -length)

    def replaced(
        self, text: str, by: Callable[[str], str], rest: Callable[[str], str] = str
    ) -> str:
        """The text with what `by` makes of each value in it, and `rest` of what is between."""
        if not self._edges:
            return rest(text)
        parts: list[str] = []
        start = done = 0
        folded = _folded(text)
        while start <= len(text) - _START:
            value = self._at(folded, start)
            if value is None:
                start += 1
                continue
            end = start + len(value)
            parts += [rest(text[done:start]), by(text[start:end])]
            start = done = end
        return "".join([*parts, rest(text[done:])])

    def _at(self, text: str, start: int) -> str | None:
        for length in self._lengths.get(text[start : start + _START], ()):
            value = text[start : start + length]
            before, after = self._edges.get(value, (None, None))
            if before and after and before.match(text, start) and after.match(text, start + length):
                return value
        return None


def _folded(text: str) -> str:
    """In small letters, and of the same length."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _edges_of(value: str) -> _Edges | None:
    if value.isdigit():
        return _NUMBER if len(value) > 4 else None
    if len(value) > 1 and _WIDE.search(value):
        return _ANYWHERE
    if len(value) > 5 and any(map(str.isdigit, value)):
        return _ANYWHERE
    return _WORD if len(value) > 3 else None
