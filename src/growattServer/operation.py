"""The two colours: an operation is written once, as a flow, and driven blocking or async.

    class Min:
        @operation
        def energy(self) -> Flow[MinEnergy]: ...

Through a blocking client `min.energy()` is a `MinEnergy`, through an async one it is awaited. What
`@operation` leaves in the class is a plain function, so `help()`, `inspect.signature()`, `super()`
and `unittest.mock.patch(autospec=True)` see an ordinary method; only the type checkers are told
that it is a descriptor with two colours. `Min.energy.flow(min)` is the flow itself, for operations
that are made of others.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Protocol,
    Self,
    TypeVar,
    overload,
)

from .wire import Alone, Flow, Reply, Request, Wait

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class BlockingClient:
    """A client whose operations return their result."""

    @property
    def api(self) -> Self:
        """The client itself, so that clients and devices are driven alike."""
        return self

    if TYPE_CHECKING:

        def _send(self, request: Request) -> Reply: ...

    def _run(self, flow: Callable[..., Flow[R]], args: Any, kwargs: Any) -> R:
        return drive(flow(*args, **kwargs), self._send)


class AsyncClient:
    """A client whose operations are awaited."""

    @property
    def api(self) -> Self:
        """The client itself, so that clients and devices are driven alike."""
        return self

    if TYPE_CHECKING:

        async def _send(self, request: Request) -> Reply: ...

    async def _run(self, flow: Callable[..., Flow[R]], args: Any, kwargs: Any) -> R:
        return await drive_async(flow(*args, **kwargs), self._send)


def drive(flow: Flow[R], send: Callable[[Request], Reply]) -> R:
    """Run a flow to its end, sending its requests one by one."""
    try:
        step = next(flow)
        while True:
            try:
                answer = _do(step, send)
            except Exception as error:
                step = flow.throw(error)
            else:
                step = flow.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        flow.close()


def _do(step: Request | Wait | Alone, send: Callable[[Request], Reply]) -> Any:
    if isinstance(step, Wait):
        return time.sleep(step.seconds)
    if isinstance(step, Alone):
        with step.turn:
            return drive(step.flow, send)
    return send(step)


async def drive_async(flow: Flow[R], send: Callable[[Request], Awaitable[Reply]]) -> R:
    """Run a flow to its end, awaiting its requests one by one."""
    try:
        step = next(flow)
        while True:
            try:
                answer = await _do_async(step, send)
            except Exception as error:
                step = flow.throw(error)
            else:
                step = flow.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        flow.close()


async def _do_async(
    step: Request | Wait | Alone, send: Callable[[Request], Awaitable[Reply]]
) -> Any:
    if isinstance(step, Wait):
        from asyncio import sleep  # a blocking program never pays for asyncio

        return await sleep(step.seconds)
    if isinstance(step, Alone):
        async with step.turn:
            return await drive_async(step.flow, send)
    return await send(step)


class _HasBlockingApi(Protocol):
    @property
    def api(self) -> BlockingClient: ...


class _HasAsyncApi(Protocol):
    @property
    def api(self) -> AsyncClient: ...


class Unbound(Protocol, Generic[P, R_co]):
    """An operation looked up on its class."""

    @property
    def flow(self) -> Callable[Concatenate[Any, P], Flow[R_co]]: ...

    def __call__(self, instance: Any, /, *args: P.args, **kwargs: P.kwargs) -> Any: ...


class Operation(Protocol, Generic[P, R_co]):
    """What the type checkers see in place of an operation's function."""

    @overload
    def __get__(self, instance: None, owner: type) -> Unbound[P, R_co]: ...
    @overload
    def __get__(self, instance: _HasBlockingApi, owner: type) -> Callable[P, R_co]: ...
    @overload
    def __get__(
        self, instance: _HasAsyncApi, owner: type
    ) -> Callable[P, Coroutine[Any, Any, R_co]]: ...


def operation(flow: Callable[Concatenate[Any, P], Flow[R]]) -> Operation[P, R]:
    """Make a method that runs this flow in the colour of its client."""

    @wraps(flow)
    def call(*args: Any, **kwargs: Any) -> Any:
        return args[0].api._run(flow, args, kwargs)

    # a reader of help() wants what comes out, not the generator that it comes out of
    returns = flow.__annotations__.get("return")
    if isinstance(returns, str) and returns.startswith("Flow["):
        flow.__annotations__["return"] = returns[5:-1]
    # a plain function at run time, a descriptor with two colours for the type checkers
    call.flow = flow  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]
