"""Objects that are known for as long as somebody else holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")


class Living(Generic[T]):
    """A set that holds none of its objects, in the order in which they came.

    It may be looked through while other threads add to it, which the sets of `weakref` do not bear.
    """

    def __init__(self) -> None:
        self._all: WeakValueDictionary[int, T] = WeakValueDictionary()

    def __iter__(self) -> Iterator[T]:
        # the references are read in one step
        return iter([one for known in self._all.valuerefs() if (one := known()) is not None])

    def __contains__(self, one: object) -> bool:
        return self._all.get(id(one)) is one

    def add(self, one: T) -> None:
        """Know it from now on."""
        self._all[id(one)] = one

    def discard(self, one: T) -> None:
        """Know it no more."""
        self._all.pop(id(one), None)
