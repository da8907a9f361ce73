"""Operations: each is written once, as a flow, and run by a blocking or an async client.

    class Min:
        @operation
        def energy(self) -> Flow[MinEnergy]: ...

Through a blocking client `min.energy()` is a `MinEnergy`, through an async one it is awaited. What
`@operation` leaves in the class is a plain function, so `help()`, `inspect.signature()`, `super()`
and `unittest.mock.patch(autospec=True)` see an ordinary method (`signatures`); only the type
checkers are told that it is a descriptor (`operation_types`). In a class whose operations are
always awaited an `async def` takes its place. Operations that are made of others call them with
`self_call`.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar

from . import exceptions
from .operation_types import Async, Blocking
from .operation_types import Timeout as Timeout
from .secret import Arguments, Keywords
from .signatures import AwaitedOperations, dressed, is_operation
from .timeouts import Timeouts
from .wire import (
    CallOptions,
    Flow,
    GetOptions,
    OnLimit,
    Reply,
    Request,
    Step,
    ToThread,
    UserCode,
    Wait,
    user_code,
)

if TYPE_CHECKING:
    from threading import Event

    from .operation_types import Operation

P = ParamSpec("P")
R = TypeVar("R")


class Call:
    """One call under way: its time-outs, when it must have ended, what its caller wishes."""

    __slots__ = (
        "_end",
        "_is_patient",
        "_longest",
        "_outer",
        "client",
        "is_over",
        "on_limit",
        "timeouts",
    )

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
        self._outer: Call | None = None
        self.client: object = None
        self.is_over = False

    def join(self, outer: Call, *, has_time: bool) -> None:
        """Be a part of another call: end with it, and do as it does where both are one client's."""
        self._outer = outer
        self._is_patient = self._is_patient and outer._is_patient
        if self.client is not outer.client:
            return
        self.on_limit = self.on_limit or outer.on_limit
        if not has_time:
            self.timeouts, self._longest, self._end = outer.timeouts, outer._longest, inf

    @contextmanager
    def around(self) -> Iterator[None]:
        """While this lasts, the calls that are made are parts of this one."""
        token = _AROUND.set(self)
        try:
            yield
        finally:
            with suppress(ValueError):  # closed from another context, which has not seen it
                _AROUND.reset(token)

    def left(self) -> float:
        """The seconds that are left to it."""
        own = self._end - time.monotonic()
        return own if self._outer is None else min(own, self._outer.left())

    def left_to_request(self) -> float:
        """The seconds that the next request may take in all."""
        # what is over by now times out at once: libraries refuse a negative time, or wait for ever
        return max(0.001, min(self._longest, self.left()))

    def options(self) -> CallOptions:
        """What a flow may know of it."""
        left = self.left()
        return CallOptions(left, self.on_limit, inf if self._is_patient else left)

    def pause(self, wait: Wait) -> float:
        """The seconds to sleep; a patient call gets back what it waits at a limit."""
        if wait.is_at_limit and self._is_patient:
            self._lengthen(wait.seconds)
        return max(0.0, min(wait.seconds, self.left()))

    def _lengthen(self, seconds: float) -> None:
        self._end += seconds
        if self._outer is not None:
            self._outer._lengthen(seconds)

    def check(self, operation: str) -> None:
        """Raise GrowattTimeoutError where its time is over."""
        if self.left() <= 0:
            error = exceptions.GrowattTimeoutError(
                f"Error during {operation}: the time for the call was over before it was sent",
                operation=operation,
            )
            error.was_not_sent = True
            raise error


_AROUND: ContextVar[Call | None] = ContextVar("growattServer_call", default=None)


def _call_of(client: BlockingClient | AsyncClient, wishes: dict[str, Any]) -> Call:
    """A call that begins, as a part of the one that it is made in, if any."""
    call = client._call(**wishes)
    call.client, outer = client, _AROUND.get()
    # a task that outlives the call in which it was started stands on its own
    if outer is not None and not outer.is_over:
        call.join(outer, has_time=wishes.get("timeout") is not None)
    return call


class BlockingClient(Blocking):
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
        call = _call_of(self, wishes)
        try:
            return drive(flow(*args, **kwargs), self._send, call)
        finally:
            call.is_over = True


class AsyncClient(AwaitedOperations, Async):
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
        call = _call_of(self, wishes)
        try:
            return await drive_async(flow(*args, **kwargs), self._send, call)
        finally:
            call.is_over = True


class BehindApi:
    """What is reached through `api`, which decides whether its methods are awaited."""

    _awaited: ClassVar[type[Any] | None] = None
    """The class of such a thing behind an async client."""

    if not TYPE_CHECKING:  # with it, pyright takes the default of a type variable for the api

        def __new__(cls, api: Any = None, *args: Any, **kwargs: Any) -> Self:
            # its methods could be awaited as they are; who looks at one is to see an `async def`
            kind: Any = vars(cls).get("_awaited") if isinstance(api, AsyncClient) else None
            made: Self = super().__new__(kind or cls)
            return made


def drive(flow: Flow[R], send: Callable[[Request, Call], Reply], call: Call) -> R:
    """Run a flow to its end, sending its requests one by one."""
    try:
        step = next(flow)
        while True:
            try:
                answer = _do(step, send, call)
            except BaseException as error:
                # also what interrupts it: the flow notes what has become of the call
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
    if isinstance(step, ToThread):
        return step.function()
    if isinstance(step, Wait):
        return time.sleep(call.pause(step))
    if isinstance(step, GetOptions):
        return call.options()
    if isinstance(step, UserCode):
        with call.around():
            return step.function()
    step.lock.patience = min(step.lock.patience, call.left())
    with step.lock:
        return drive(step.flow, send, call)


async def drive_async(
    flow: Flow[R], send: Callable[[Request, Call], Awaitable[Reply]], call: Call
) -> R:
    """Run a flow to its end, awaiting its requests one by one."""
    thread = _Thread()
    try:
        step = next(flow)
        while True:
            try:
                answer = await _do_async(step, send, call, thread)
            except GeneratorExit:
                raise  # this coroutine is closed, and nothing can be awaited any more
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        flow.close()


async def _do_async(
    step: Step, send: Callable[[Request, Call], Awaitable[Reply]], call: Call, thread: _Thread
) -> Any:
    if isinstance(step, Request):
        call.check(step.operation)
        return await send(step, call)
    if isinstance(step, GetOptions):
        return call.options()
    if isinstance(step, ToThread):
        return await thread.do(step.function)
    if isinstance(step, Wait):
        return await sleep_async(call.pause(step))
    if isinstance(step, UserCode):
        with call.around():
            result = step.function()
            return await result if hasattr(result, "__await__") else result
    step.lock.patience = min(step.lock.patience, call.left())
    async with step.lock:
        return await drive_async(step.flow, send, call)


class _Thread:
    """Where an async flow reads and writes files, as they may be slow: one access after the other.

    An access goes on when its flow is cancelled. What the flow does then comes after it, and is
    done even if the flow is cancelled once more.
    """

    def __init__(self) -> None:
        self._last: Event | None = None

    async def do(self, function: Callable[[], Any]) -> Any:
        # a blocking program never pays for these
        from asyncio import get_running_loop, shield
        from contextvars import copy_context
        from threading import Event

        before, done = self._last, Event()

        def run() -> Any:
            if before is not None:
                before.wait()
            try:
                return function()
            finally:
                done.set()

        self._last = done
        return await shield(get_running_loop().run_in_executor(None, copy_context().run, run))


async def sleep_async(seconds: float) -> None:
    """Let other tasks run for so long."""
    from asyncio import sleep

    await sleep(seconds)


def operation(flow: Callable[Concatenate[Any, P], Flow[R]]) -> Operation[P, R]:
    """Make a method that runs this flow, blocking or awaited as its client does.

    Beside the arguments of the flow it takes `timeout`, seconds for the whole call, and `on_limit`.
    """
    made: Operation[P, R] = _operation(flow, {})
    return made


def long_operation(flow: Callable[Concatenate[Any, P], Flow[R]]) -> Operation[P, R]:
    """The same for one of many steps: the time-out of the client holds for each of its requests."""
    made: Operation[P, R] = _operation(flow, {"is_long": True})
    return made


_WISHES = frozenset({"timeout", "on_limit"})


def _operation(flow: Callable[..., Flow[R]], nature: dict[str, bool]) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        # a traceback may show what is in this frame
        args, kwargs = Arguments(args), Keywords(kwargs)
        if not kwargs.keys().isdisjoint(_WISHES):
            wishes = {name: kwargs.pop(name) for name in _WISHES if name in kwargs}
            return args[0].api._run(flow, args, kwargs, **wishes, **nature)
        return args[0].api._run(flow, args, kwargs, **nature)

    # a reader of help() wants what comes out, not the generator that it comes out of
    returns = flow.__annotations__.get("return")
    if isinstance(returns, str) and returns.startswith("Flow["):
        flow.__annotations__["return"] = returns[5:-1]
    # a plain function at run time, a descriptor for the type checkers
    return dressed(call, flow)


# --- methods that call methods -------------------------------------------------------------------


def self_call(owner: Any, name: str, /, *args: Any, **kwargs: Any) -> Flow[Any]:
    """The flow of an operation of this object, or of what a program has put in its place.

    Within a flow a method of ours is called through here, by its name, which is all that is sure to
    be left when a subclass, a test or an instance has replaced it. Where it is ours, its flow is
    run as a part of this one; where it is not, it is called as its program would call it.
    """
    found: Any = getattr(owner, name)
    if _is_ours(owner, found):
        flow: Flow[Any] = found.__func__.flow(owner, *args, **kwargs)
        return flow
    return user_code(found, *args, **kwargs)


def is_replaced(owner: Any, name: str) -> bool:
    """Whether something else stands in the place of this operation."""
    return not _is_ours(owner, getattr(owner, name))


def _is_ours(owner: Any, found: Any) -> bool:
    return is_operation(getattr(found, "__func__", None)) and found.__self__ is owner
