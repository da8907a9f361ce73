"""How an operation looks to whoever inspects it: `help()`, `inspect.signature`, `unittest.mock`.

What stands in a class is a plain function that runs the flow; name, text and signature are those of
the flow, and behind an async client it is an `async def`.
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

from .secret import Arguments, Keywords

if TYPE_CHECKING:
    from inspect import Signature

_MADE: set[Any] = set()
"""The code of what stands in classes: there are two, and each operation shares one of them."""


def is_operation(function: object) -> bool:
    """Whether this is what `@operation` has made, and nothing that was put in its place."""
    # a wrapper that somebody made with functools.wraps has all our attributes too
    return type(function) is FunctionType and function.__code__ in _MADE


# of `inspect`, which an import of the library does not wait for
_CO_COROUTINE = 0x80


class AwaitedOperations:
    """A class whose operations are `async def`, also for who only looks at them.

    The plain functions of its bases would do to call them; `inspect.iscoroutinefunction` and
    `unittest.mock` look at what a function is.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        found = {
            name: member for base in reversed(cls.__mro__) for name, member in vars(base).items()
        }
        for name, member in found.items():
            if is_operation(member) and not member.__code__.co_flags & _CO_COROUTINE:
                setattr(cls, name, _awaited(member, cls))


def _awaited(operation: Any, owner: type) -> Any:
    async def call(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = Arguments(args), Keywords(kwargs)
        return await operation(*args, **kwargs)

    made = dressed(call, operation.flow, is_awaited=True)
    # where pickle finds it
    made.__module__ = owner.__module__
    made.__qualname__ = f"{owner.__qualname__}.{operation.__name__}"
    return made


def dressed(call: Any, flow: Any, *, is_awaited: bool = False) -> Any:
    """The function with name, text and signature of the flow, and the flow itself."""
    # what functools.wraps does, which an import of the library would wait for
    call.__module__, call.__doc__, call.__annotations__ = (
        flow.__module__,
        flow.__doc__,
        flow.__annotations__,
    )
    call.__name__, call.__qualname__ = flow.__name__, flow.__qualname__
    call.__wrapped__, call.flow = _Signed(flow, is_awaited), flow
    _MADE.add(call.__code__)
    return call


class _Signed:
    """What `inspect` follows: the flow, with what every call takes beside its arguments."""

    def __init__(self, flow: Any, is_awaited: bool) -> None:
        self._flow, self._is_awaited = flow, is_awaited

    @property
    def __wrapped__(self) -> Any:
        if not self._is_awaited:
            return self._flow
        # `unittest.mock` asks what is innermost, and others want its source: it is never run
        from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
        from types import FunctionType

        code, closure = self._flow.__code__, self._flow.__closure__
        flags = code.co_flags & ~(CO_GENERATOR | CO_ASYNC_GENERATOR) | CO_COROUTINE
        return FunctionType(code.replace(co_flags=flags), {}, self._flow.__name__, None, closure)

    @property
    def __signature__(self) -> Signature:
        from inspect import Parameter, signature  # made for who asks

        flow = signature(self._flow)
        kind = Parameter.KEYWORD_ONLY
        wishes = {"timeout": "Timeout", "on_limit": "OnLimit | None"}
        more = [
            Parameter(name, kind, default=None, annotation=said) for name, said in wishes.items()
        ]
        return flow.replace(parameters=[*flow.parameters.values(), *more])
