"""What the type checkers see of an operation.

An operation is a plain function in its class. The checkers are told that it is a descriptor, whose
result is awaited behind an async client, and that any function may take its place, as with every
method: in a subclass, a mixin or a test, also one whose result is a plain dict, or that takes fewer
keywords.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    overload,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .wire import Flow, OnLimit

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
Timeout: TypeAlias = float | tuple[float, float] | None


class Blocking:
    """A client whose operations return their result."""


class Async:
    """A client whose operations are awaited."""


if TYPE_CHECKING:

    class _HasBlockingApi(Protocol):
        @property
        def api(self) -> Blocking: ...

    class _HasAsyncApi(Protocol):
        @property
        def api(self) -> Async: ...

    class Unbound(Protocol, Generic[P, R_co]):
        """An operation looked up on its class."""

        @property
        def __name__(self) -> str: ...
        @property
        def flow(self) -> Callable[Concatenate[Any, P], Flow[R_co]]: ...

        def __call__(self, instance: Any, /, *args: P.args, **kwargs: P.kwargs) -> Any: ...

    class _Calls(Generic[P, R_co]):
        """The ways to call it: with its own arguments, or with wishes for this call.

        The other arguments are looked at only where there is no wish: Python's type system has no
        way to add keywords to the parameters of a function.
        """

        @overload
        def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
        @overload
        def __call__(
            self, *args: Any, timeout: Timeout, on_limit: OnLimit | None = None, **kwargs: Any
        ) -> R_co: ...
        @overload
        def __call__(self, *args: Any, on_limit: OnLimit | None, **kwargs: Any) -> R_co: ...
        def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

    # mypy takes a function for a protocol when it has the protocol's members. The calls are of the
    # base that is none, so that they are known to who calls and not asked of who overrides.
    class Bound(_Calls[P, R_co], Protocol[P, R_co]):  # type: ignore[misc]  # see above  # pyright: ignore[reportGeneralTypeIssues]
        """An operation of a client or device."""

        @property
        def __name__(self) -> str: ...

    class Operation(Protocol, Generic[P, R_co]):
        """What stands in the class."""

        @overload
        def __get__(self, instance: None, owner: type) -> Unbound[P, R_co]: ...
        @overload
        def __get__(self, instance: _HasBlockingApi, owner: type) -> Bound[P, R_co]: ...
        @overload
        def __get__(
            self, instance: _HasAsyncApi, owner: type
        ) -> Bound[P, Coroutine[Any, Any, R_co]]: ...

        # pyright takes a function for a protocol that can be called as the function can
        def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
