"""What clients sent, as far as there is room: the newest requests, long values cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import islice

from .asking import Body

MOST_REQUESTS = 10_000
MOST_CHARACTERS = 8_000_000
LONGEST = 4_000
"""Room for a hundred serial numbers of 30 characters, more than a call may ask for."""
MOST_FIELDS = 100


class Requests:
    """The newest requests, oldest first."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Body, int]] = deque()
        self._characters = 0

    def add(self, request: Body) -> None:
        """Keep one, in place of the oldest where there is no room left."""
        kept = {name: _cut(value) for name, value in request.items()}
        size = _size(kept)
        self._kept.append((kept, size))
        self._characters += size
        while len(self._kept) > MOST_REQUESTS or self._characters > MOST_CHARACTERS:
            self._characters -= self._kept.popleft()[1]

    def all(self) -> list[Body]:
        """All that are kept."""
        return [request for request, _ in self._kept]

    def clear(self) -> None:
        """Forget all of them."""
        self._kept.clear()
        self._characters = 0


def _cut(value: object) -> object:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}... ({len(value)} characters)"
    if isinstance(value, Mapping):
        return {_cut(name): _cut(each) for name, each in islice(value.items(), MOST_FIELDS)}
    if isinstance(value, list):
        return [_cut(each) for each in value[:MOST_FIELDS]]
    return value


def _size(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(_size(name) + _size(each) for name, each in value.items())
    if isinstance(value, list):
        return sum(map(_size, value))
    return len(str(value))
