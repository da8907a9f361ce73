"""A list of records, as the operations and the records answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Self, SupportsIndex, TypeVar, overload

from .showing import plain

T = TypeVar("T")
S = TypeVar("S")


def oldest(*values: object) -> timedelta | None:
    """The age of what is put together from these: that of the oldest."""
    ages: list[timedelta | None] = [getattr(value, "age", None) for value in values]
    return max((age for age in ages if age is not None), default=None)


class Rows(list[Any], Generic[T]):
    """A list of records: equal to the plain list, and what is taken from it is Rows again.

    For the type checkers it is a `list[Any]` whose elements are known nevertheless: programs that
    were annotated for plain dicts, with `list[dict[str, str]]`, may keep their annotations.
    """

    age: timedelta | None = None
    """How old the answer was when it was given in place of a new one; None for a new one."""

    if TYPE_CHECKING:

        def __init__(self, rows: Iterable[T] = ()) -> None: ...
        def __iter__(self) -> Iterator[T]: ...
        def __reversed__(self) -> Iterator[T]: ...
        def pop(self, index: SupportsIndex = -1, /) -> T: ...

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...
    @overload
    def __getitem__(self, index: slice, /) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Any:
        found = super().__getitem__(index)
        return self._like(found) if isinstance(index, slice) else found

    def copy(self) -> Self:
        """The same rows in another list."""
        return self._like(self)

    # both sides are known, where a list[Any] knows neither
    @overload  # type: ignore[override]
    def __add__(self, others: Rows[S], /) -> Rows[T | S]: ...
    @overload
    def __add__(self, others: list[S], /) -> Rows[T | S]: ...
    def __add__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, others: list[Any], /
    ) -> Rows[Any]:
        return Rows(super().__add__(others)).aged(oldest(self, others))

    def __mul__(self, times: SupportsIndex, /) -> Self:
        return self._like(super().__mul__(times))

    def __rmul__(self, times: SupportsIndex, /) -> Self:
        return self * times

    def __str__(self) -> str:
        return str(plain(self))

    def aged(self, age: timedelta | None) -> Self:
        """These rows, with the age of their answer if it is an earlier one."""
        if age is not None:
            self.age = age
        return self

    def _like(self, rows: Iterable[Any]) -> Self:
        return type(self)(rows).aged(self.age)
