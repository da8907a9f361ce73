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
from math import inf
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Protocol,
    Self,
    TypeAlias,
    TypeVar,
    overload,
)

from . import exceptions
from .timeouts import Timeouts
from .wire import Flow, Inquiry, OnLimit, Reply, Request, Step, Terms, Wait, Work

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Timeout: TypeAlias = float | tuple[float, float] | None


class Call:
    """One call under way: its time-outs, when it must have ended, what its caller wishes."""

    __slots__ = ("_end", "_is_patient", "_longest", "on_limit", "timeouts")

    def __init__(
        self,
        timeouts: Timeouts,
        longest: float,
        on_limit: OnLimit | None = None,
        *,
        is_long: bool = False,
        is_patient: bool = False,
    ) -> None:
        self.timeouts = timeouts
        self._is_patient = is_patient
        self.on_limit: OnLimit | None = on_limit
        self._longest = longest
        self._end = inf if is_long else time.monotonic() + longest

    def left(self) -> float:
        """The seconds that are left to it."""
        return self._end - time.monotonic()

    def left_to_request(self) -> float:
        """The seconds that the next request may take in all."""
        # what is over by now times out at once: libraries refuse a negative time, or wait for ever
        return max(0.001, min(self._longest, self.left()))

    def terms(self) -> Terms:
        """What a flow may know of it."""
        left = self.left()
        return Terms(left, self.on_limit, inf if self._is_patient else left)

    def pause(self, wait: Wait) -> float:
        """The seconds to sleep; a patient call gets back what it waits at a limit."""
        if wait.is_at_limit and self._is_patient:
            self._end += wait.seconds
        return max(0.0, min(wait.seconds, self.left()))

    def check(self, operation: str) -> None:
        """Raise GrowattTimeoutError where its time is over."""
        if self.left() <= 0:
            error = exceptions.GrowattTimeoutError(
                f"Error during {operation}: the time for the call was over before it was sent",
                operation=operation,
            )
            error.was_not_sent = True
            raise error


class BlockingClient:
    """A client whose operations return their result."""

    @property
    def api(self) -> Self:
        """The client itself, so that clients and devices are driven alike."""
        return self

    if TYPE_CHECKING:

        def _call(
            self, timeout: Timeout = None, on_limit: OnLimit | None = None, *, is_long: bool = False
        ) -> Call: ...
        def _send(self, request: Request, call: Call) -> Reply: ...

    def _run(self, flow: Callable[..., Flow[R]], args: Any, kwargs: Any, **wishes: Any) -> R:
        call = self._call(**wishes)
        return drive(flow(*args, **kwargs), self._send, call)


class AsyncClient:
    """A client whose operations are awaited."""

    @property
    def api(self) -> Self:
        """The client itself, so that clients and devices are driven alike."""
        return self

    if TYPE_CHECKING:

        def _call(
            self, timeout: Timeout = None, on_limit: OnLimit | None = None, *, is_long: bool = False
        ) -> Call: ...
        async def _send(self, request: Request, call: Call) -> Reply: ...

    async def _run(self, flow: Callable[..., Flow[R]], args: Any, kwargs: Any, **wishes: Any) -> R:
        call = self._call(**wishes)
        return await drive_async(flow(*args, **kwargs), self._send, call)


def drive(flow: Flow[R], send: Callable[[Request, Call], Reply], call: Call) -> R:
    """Run a flow to its end, sending its requests one by one."""
    try:
        step = next(flow)
        while True:
            try:
                answer = _do(step, send, call)
            except Exception as error:
                step = flow.throw(error)
            else:
                step = flow.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        flow.close()


def _do(step: Step, send: Callable[[Request, Call], Reply], call: Call) -> Any:
    if isinstance(step, Request):
        call.check(step.operation)
        return send(step, call)
    if isinstance(step, Work):
        return step.function()
    if isinstance(step, Wait):
        return time.sleep(call.pause(step))
    if isinstance(step, Inquiry):
        return call.terms()
    step.turn.patience = min(step.turn.patience, call.left())
    with step.turn:
        return drive(step.flow, send, call)


async def drive_async(
    flow: Flow[R], send: Callable[[Request, Call], Awaitable[Reply]], call: Call
) -> R:
    """Run a flow to its end, awaiting its requests one by one."""
    try:
        step = next(flow)
        while True:
            try:
                answer = await _do_async(step, send, call)
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
    step: Step, send: Callable[[Request, Call], Awaitable[Reply]], call: Call
) -> Any:
    if isinstance(step, Request):
        call.check(step.operation)
        return await send(step, call)
    if isinstance(step, Inquiry):
        return call.terms()
    if isinstance(step, Work):
        from asyncio import to_thread  # a blocking program never pays for it

        # files may be slow, and the event loop has other tasks
        return await to_thread(step.function)
    if isinstance(step, Wait):
        return await sleep_async(call.pause(step))
    step.turn.patience = min(step.turn.patience, call.left())
    async with step.turn:
        return await drive_async(step.flow, send, call)


async def sleep_async(seconds: float) -> None:
    """Let other tasks run for so long."""
    from asyncio import sleep

    await sleep(seconds)


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


class Bound(Protocol, Generic[P, R_co]):
    """An operation of a client or device: with its own arguments, or with wishes for this call.

    The type checkers look at the other arguments only where there is no wish: Python's type system
    has no way to add keywords to the parameters of a function.
    """

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(
        self, *args: Any, timeout: Timeout, on_limit: OnLimit | None = None, **kwargs: Any
    ) -> R_co: ...
    @overload
    def __call__(self, *args: Any, on_limit: OnLimit | None, **kwargs: Any) -> R_co: ...


class Operation(Protocol, Generic[P, R_co]):
    """What the type checkers see in place of an operation's function."""

    @overload
    def __get__(self, instance: None, owner: type) -> Unbound[P, R_co]: ...
    @overload
    def __get__(self, instance: _HasBlockingApi, owner: type) -> Bound[P, R_co]: ...
    @overload
    def __get__(
        self, instance: _HasAsyncApi, owner: type
    ) -> Bound[P, Coroutine[Any, Any, R_co]]: ...


def operation(flow: Callable[Concatenate[Any, P], Flow[R]]) -> Operation[P, R]:
    """Make a method that runs this flow in the colour of its client.

    Beside the arguments of the flow it takes `timeout`, seconds for the whole call, and `on_limit`.
    """
    made: Operation[P, R] = _operation(flow, {})
    return made


def long_operation(flow: Callable[Concatenate[Any, P], Flow[R]]) -> Operation[P, R]:
    """The same for one of many steps: the time-out of the client holds for each of its requests."""
    made: Operation[P, R] = _operation(flow, {"is_long": True})
    return made


def _operation(flow: Callable[..., Flow[R]], nature: dict[str, bool]) -> Any:
    @wraps(flow)
    def call(*args: Any, **kwargs: Any) -> Any:
        if not kwargs.keys().isdisjoint(_WISHES):
            wishes = {name: kwargs.pop(name) for name in _WISHES if name in kwargs}
            return args[0].api._run(flow, args, kwargs, **wishes, **nature)
        return args[0].api._run(flow, args, kwargs, **nature)

    # a reader of help() wants what comes out, not the generator that it comes out of
    returns = flow.__annotations__.get("return")
    if isinstance(returns, str) and returns.startswith("Flow["):
        flow.__annotations__["return"] = returns[5:-1]
    # a plain function at run time, a descriptor with two colours for the type checkers
    call.flow = flow  # type: ignore[attr-defined]
    return call


_WISHES = frozenset({"timeout", "on_limit"})
