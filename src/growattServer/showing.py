"""How records look: by their names in `repr`, and in `str` as release 2.2.0 showed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, overload

ROOM = 500
"""How many characters a `repr` has; one that is longer ends with `...`."""


class NamedRepr:
    """The `__repr__` of a kind of dict, with which `pprint` goes on printing it as a dict.

    It looks up how to print by the `__repr__` of the class, and knows the one of dict.
    """

    @overload
    def __get__(self, value: None, owner: type) -> NamedRepr: ...
    @overload
    def __get__(self, value: object, owner: type) -> Callable[[], str]: ...
    def __get__(self, value: object, owner: type) -> NamedRepr | Callable[[], str]:
        return self if value is None else partial(shown, value)

    def __call__(self, value: object) -> str:
        return shown(value)

    def __eq__(self, other: object) -> bool:
        return other is self or other is dict.__repr__

    def __hash__(self) -> int:
        return hash(dict.__repr__)


class Named:
    """A dict whose values have names."""

    __slots__ = ()

    # a function would be compared by `pprint` to that of dict, and differ
    __repr__: Any = NamedRepr()

    def __str__(self) -> str:
        return str(plain(self))

    def _named(self) -> Iterable[tuple[str, Any]]:
        """What comes before each value that is shown, and the value."""
        raise NotImplementedError


def plain(value: Any) -> Any:
    """The same value of plain dicts and lists, as release 2.2.0 answered it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def shown(value: object) -> str:
    """A value by its names, without secrets, cut where it is longer than there is room."""
    text, room = "", ROOM
    for piece in _pieces(value):
        if len(piece) > room:
            return f"{text}{piece[:room]}..."
        text, room = text + piece, room - len(piece)
    return text


def _pieces(value: Any) -> Iterator[str]:
    # in pieces, so that nothing is looked at behind the point where the text is cut
    if isinstance(value, Named):
        yield from _between(f"{type(value).__name__}(", value._named(), ")")
    elif isinstance(value, dict):
        pairs = ((f"{key!r}: ", unless_secret(key, inner)) for key, inner in value.items())
        yield from _between("{", pairs, "}")
    elif isinstance(value, list):
        yield from _between("[", (("", inner) for inner in value), "]")
    else:
        yield repr(value)


def _between(begin: str, parts: Iterable[tuple[str, Any]], end: str) -> Iterator[str]:
    yield begin
    comma = ""
    for label, inner in parts:
        yield comma + label
        yield from _pieces(inner)
        comma = ", "
    yield end


def unless_secret(key: object, value: Any) -> Any:
    """The value, unless it is a token, a password or the like by its key."""
    from .redaction.kinds import Kind, kind_of  # nobody else needs them so early

    is_secret = isinstance(key, str) and kind_of(key) is Kind.SECRET
    return _HIDDEN if is_secret and value not in (None, "") else value


class _Hidden:
    def __repr__(self) -> str:
        return "***"


_HIDDEN = _Hidden()
