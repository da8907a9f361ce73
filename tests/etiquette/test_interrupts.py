"""Calls that end without an answer: whatever ends them, no endpoint stays blocked by them.

What was not sent does not count. What may have reached the server keeps its documented pace, and
nothing of its flight is left.
"""

from __future__ import annotations

import asyncio
import gc
import random
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from growattServer import AsyncOpenApiV1, Etiquette, GrowattRateLimitError, OpenApiV1
from growattServer.wire import GetOptions, Request, ToThread
from support import RecordingServer

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PERIOD = timedelta(minutes=5)
SN = "SERIAL0001"


class World:
    """A client's surroundings: its ledger in a file, a clock that stands, a server to be slow."""

    def __init__(self, server: RecordingServer, folder: Path) -> None:
        self.server, self.path = server, folder / "ledger.sqlite3"

    def etiquette(self, **wishes: Any) -> Etiquette:
        return Etiquette(**{"ledger": self.path, "clock": lambda: NOW, **wishes})

    def blocking(self, **wishes: Any) -> OpenApiV1:
        wishes = {"server_url": self.server.url, "etiquette": self.etiquette(), **wishes}
        return OpenApiV1("token", **wishes)

    def awaited(self, **wishes: Any) -> AsyncOpenApiV1:
        wishes = {"server_url": self.server.url, "etiquette": self.etiquette(), **wishes}
        return AsyncOpenApiV1("token", **wishes)

    def heard(self, serial: str = SN) -> int:
        """How many requests about a device the server has heard."""
        return sum(serial in request.body for request in list(self.server.received))

    async def is_heard(self, count: int = 1) -> None:
        async with asyncio.timeout(60):
            while self.heard() < count:  # noqa: ASYNC110  # a server in a thread tells no loop
                await asyncio.sleep(0.005)

    def counted(self) -> int:
        """How many calls count for the day."""
        with closing(sqlite3.connect(self.path)) as db:
            return int(db.execute("SELECT total(count) FROM calls WHERE call = ''").fetchone()[0])

    def flights(self) -> int:
        """How many calls are under way, as the ledger knows it."""
        if not self.path.exists():
            return 0
        with closing(sqlite3.connect(self.path)) as db, suppress(sqlite3.OperationalError):
            found = db.execute("SELECT count(*) FROM pace WHERE flight_until > 0 OR pid > 0")
            return int(found.fetchone()[0])
        return 0

    def assert_free(self, serial: str = SN) -> None:
        """Nothing of the call is left, and the next one is sent."""
        assert (self.flights(), self.counted()) == (0, 0)
        self.server.delay = 0.0
        with self.blocking() as api:
            api.min_energy(serial)

    def assert_paced(self, serial: str = SN) -> None:
        """The call waits for its period, and for nothing else."""
        assert (self.flights(), self.counted()) == (0, 1)
        with self.blocking() as api, pytest.raises(GrowattRateLimitError) as told:
            api.min_energy(serial)
        assert told.value.retry_at == NOW + PERIOD
        assert "allowed once in 5 minutes" in str(told.value)


@pytest.fixture
def world(server: RecordingServer, tmp_path: Path) -> World:
    return World(server, tmp_path)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A server with which no encrypted connection comes about."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(100)
        yield server


@pytest.fixture
def mute(listening: socket.socket) -> str:
    """Its address."""
    return f"https://127.0.0.1:{listening.getsockname()[1]}/"


# --- what ends an async call ---------------------------------------------------------------------

Ending = Callable[[Awaitable[Any], Callable[[], Awaitable[None]]], Awaitable[None]]


async def cancelled(call: Awaitable[Any], is_there: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.ensure_future(call)
    await is_there()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def cancelled_twice(call: Awaitable[Any], is_there: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.ensure_future(call)
    await is_there()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # what the call leaves to a thread may take a moment longer than the call
    await asyncio.get_running_loop().shutdown_default_executor()


async def timed_out(call: Awaitable[Any], is_there: Callable[[], Awaitable[None]]) -> None:
    async def limit() -> None:
        async with asyncio.timeout(None) as scope:
            task = asyncio.ensure_future(is_there())
            task.add_done_callback(lambda _: scope.reschedule(-1))
            await call

    with pytest.raises(TimeoutError):
        await limit()


async def waited_for(call: Awaitable[Any], is_there: Callable[[], Awaitable[None]]) -> None:
    waiting = asyncio.ensure_future(asyncio.wait_for(call, 1000))
    await is_there()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def in_a_group(call: Awaitable[Any], is_there: Callable[[], Awaitable[None]]) -> None:
    async def sibling() -> None:
        await is_there()
        raise LookupError

    async def group_of_both() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_as_coroutine(call))
            group.create_task(sibling())

    with pytest.raises(ExceptionGroup):
        await group_of_both()


async def _as_coroutine(call: Awaitable[Any]) -> None:
    await call


ENDINGS = pytest.mark.parametrize(
    "end", [cancelled, cancelled_twice, timed_out, waited_for, in_a_group]
)


@ENDINGS
async def test_while_the_answer_is_awaited(world: World, end: Ending) -> None:
    world.server.delay = 60
    async with world.awaited() as api:
        await end(api.min_energy(SN), world.is_heard)
    world.assert_paced()


@ENDINGS
async def test_while_it_connects(world: World, mute: str, end: Ending) -> None:
    async with world.awaited(server_url=mute) as api:
        await end(api.min_energy(SN), lambda: asyncio.sleep(0.2))
    world.assert_free()


@ENDINGS
async def test_while_the_departure_is_noted(world: World, end: Ending) -> None:
    etiquette = world.etiquette()
    async with world.awaited(etiquette=etiquette) as api:
        await asyncio.to_thread(etiquette.ledger.load, "nothing", NOW)
        holder = sqlite3.connect(world.path, isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        freeing = asyncio.get_running_loop().call_later(0.5, holder.execute, "ROLLBACK")
        await end(api.min_energy(SN), lambda: asyncio.sleep(0.1))
        freeing.cancel()
        holder.close()
    assert world.heard() == 0
    world.assert_free()


@ENDINGS
async def test_while_it_waits_at_a_limit(world: World, end: Ending) -> None:
    with world.blocking() as first:
        first.min_energy(SN)
    async with world.awaited() as api:
        await end(api.min_energy(SN, on_limit="wait"), lambda: asyncio.sleep(0.1))
    assert world.heard() == 1
    world.assert_paced()


@pytest.mark.parametrize("steps", ["departing", "on its way", "forgotten"])
def test_a_call_that_nobody_goes_on_with(world: World, steps: str) -> None:
    api = world.blocking()
    flow: Any = type(api).min_energy.flow(api, SN)
    step = next(flow)
    while isinstance(step, GetOptions | ToThread):
        answer = api._call().options() if isinstance(step, GetOptions) else step.function()
        if steps == "departing" and isinstance(step, ToThread):
            break
        step = flow.send(answer)
    assert world.flights() == 1
    assert isinstance(step, ToThread if steps == "departing" else Request)
    if steps == "forgotten":
        del step, flow
        gc.collect()
    else:
        flow.close()
    if steps == "departing":
        world.assert_free()
    else:
        world.assert_paced()


def test_a_loop_that_ends_under_a_call(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda *_: None)
    world.server.delay = 60
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)
    api = world.awaited()
    task = loop.create_task(_as_coroutine(api.min_energy(SN)))
    loop.run_until_complete(world.is_heard())
    loop.run_until_complete(api.close())
    coroutine: Any = task.get_coro()
    coroutine.close()  # as garbage collection does it
    loop.close()
    del task
    gc.collect()
    world.assert_paced()


async def test_at_any_moment(world: World) -> None:
    """The ledger is whole, and nothing is in flight, whenever calls are cancelled."""
    dice = random.Random(7)
    world.server.delay = 0.01
    serials = [f"SN{number:04}" for number in range(60)]

    async def one(api: AsyncOpenApiV1, serial: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(dice.uniform(0, 0.1)):
                await api.min_energy(serial)

    async with world.awaited() as api:
        await asyncio.gather(*[one(api, serial) for serial in serials])
    assert world.flights() == 0
    with world.blocking() as other:
        for serial in serials:
            heard, until = world.heard(serial), None
            try:
                other.min_energy(serial)
            except GrowattRateLimitError as limit:
                until = limit.retry_at
            assert until in (None, NOW + PERIOD), serial
            assert until is not None or not heard, f"{serial} was heard, and asked again at once"


# --- what ends a blocking call -------------------------------------------------------------------


@pytest.fixture
def interrupt() -> Iterator[Callable[[Callable[[], Any]], None]]:
    """Raise KeyboardInterrupt in the main thread, as Ctrl-C does, once something is so."""

    def raise_it(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, raise_it)
    threads = []

    def once(is_so: Callable[[], Any]) -> None:
        def send() -> None:
            while not is_so():
                time.sleep(0.005)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

        threads.append(threading.Thread(target=send))
        threads[-1].start()

    yield once
    for thread in threads:
        thread.join()
    signal.signal(signal.SIGUSR1, before)


unix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


@unix
def test_ctrl_c_while_the_answer_is_awaited(world: World, interrupt: Any) -> None:
    world.server.delay = 60
    with world.blocking() as api:
        interrupt(world.heard)
        with pytest.raises(KeyboardInterrupt):
            api.min_energy(SN)
    world.assert_paced()


@unix
# urllib3 leaves a socket that is interrupted in its handshake to the collector
@pytest.mark.filterwarnings("ignore:unclosed <ssl:ResourceWarning")
def test_ctrl_c_while_it_connects(
    world: World, listening: socket.socket, mute: str, interrupt: Any
) -> None:
    def has_greeted() -> bytes:
        # from here on the client waits; an interrupt within a finalizer would be lost
        connection, _ = listening.accept()
        greeted.append(connection)
        return connection.recv(1)

    greeted: list[socket.socket] = []
    with world.blocking(server_url=mute) as api:
        interrupt(has_greeted)
        with pytest.raises(KeyboardInterrupt):
            api.min_energy(SN)
    world.assert_free()
    greeted[0].close()


@unix
def test_ctrl_c_while_it_waits_at_a_limit(world: World, interrupt: Any) -> None:
    with world.blocking() as api:
        api.min_energy(SN)
        began = time.monotonic()
        interrupt(lambda: time.monotonic() > began + 0.2)
        with pytest.raises(KeyboardInterrupt):
            api.min_energy(SN, on_limit="wait")
    world.assert_paced()


def test_interrupted_before_each_line_of_the_ledger(world: World) -> None:
    """An interrupt comes between any two lines, also after a transaction has been committed."""
    files = ("ledger.py", "ledger_file.py", "ledger_rules.py", "pacing.py")
    api, count, total = world.blocking(), 0, -1

    def interrupting(at: int) -> Any:
        def trace(frame: Any, event: str, _: Any) -> Any:
            nonlocal count
            if not frame.f_code.co_filename.endswith(files):
                return None
            if event == "line":
                count += 1
                if count == at:
                    raise KeyboardInterrupt
            return trace

        return trace

    api.min_energy("FIRST")
    while total < 0 or count >= total:
        count, total = 0, total + 1 if total >= 0 else 1
        serial, before = f"SN{total:04}", world.counted()
        sys.settrace(interrupting(total))
        try:
            with suppress(KeyboardInterrupt):
                api.min_energy(serial)
        finally:
            sys.settrace(None)
        heard = world.heard(serial)
        assert world.flights() == 0, f"line {total}"
        assert world.counted() == before + heard, f"line {total}"
        again = world.blocking(etiquette=api.etiquette)
        if heard:
            with pytest.raises(GrowattRateLimitError) as told:
                again.min_energy(serial)
            assert told.value.retry_at == NOW + PERIOD, f"line {total}"
        else:
            again.min_energy(serial)
    assert total > 50
    api.close()


def test_an_error_of_the_program_itself(world: World) -> None:
    """A hook of a session that raises leaves the endpoint as free as any other end."""

    def hook(*_: Any, **__: Any) -> None:
        raise LookupError

    with world.blocking() as api:
        api.session.hooks["response"] = [hook]
        with pytest.raises(LookupError):
            api.min_energy(SN)
    world.assert_paced()
