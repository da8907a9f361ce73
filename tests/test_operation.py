"""One flow, blocking and async: the drivers and what the decorator leaves in a class."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import create_autospec, patch

import pytest

from growattServer import AsyncOpenApiV1, GrowattParameterError, GrowattTimeoutError, OpenApiV1
from growattServer.open_api_v1.devices import Min
from growattServer.operation import Call, drive, drive_async
from growattServer.timeouts import Timeouts
from growattServer.wire import Flow, Reply, Request, Wait, call_options, to_thread

REQUEST = Request("testing", "GET", "http://127.0.0.1/")


def both(flow_function: Any, send: Any) -> list[Any]:
    """The results, or errors, of a flow, blocking and async."""

    async def send_async(request: Request, call: Call) -> Reply:
        reply: Reply = send(request, call)
        return reply

    async def main() -> Any:
        return await drive_async(flow_function(), send_async, Call(Timeouts(), 60))

    def outcome(run: Callable[[], Any]) -> Any:
        try:
            return run()
        except Exception as error:
            return repr(error)

    return [
        outcome(lambda: drive(flow_function(), send, Call(Timeouts(), 60))),
        outcome(lambda: asyncio.run(main())),
    ]


def test_a_flow_gets_its_replies_in_order_and_returns() -> None:
    def flow() -> Flow[list[int]]:
        first = yield REQUEST
        yield Wait(0.01)
        second = yield REQUEST
        return [first.status, second.status]

    statuses = iter([200, 201, 200, 201])
    assert both(flow, lambda request, call: Reply(next(statuses), b"")) == [[200, 201]] * 2


def test_a_failure_is_thrown_into_the_flow() -> None:
    def flow() -> Flow[str]:
        try:
            yield REQUEST
        except ConnectionError as error:
            return f"handled {error}"
        return "not reached"

    def send(request: Request, call: Call) -> Reply:
        raise ConnectionError("gone")

    assert both(flow, send) == ["handled gone"] * 2


def test_a_failure_that_the_flow_does_not_handle_reaches_the_caller() -> None:
    def flow() -> Flow[str]:
        yield REQUEST
        return "not reached"

    def send(request: Request, call: Call) -> Reply:
        raise ConnectionError("gone")

    assert both(flow, send) == ["ConnectionError('gone')"] * 2


def test_a_flow_is_closed_when_its_task_is_cancelled() -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield REQUEST
        finally:
            closed.append(True)

    async def never(request: Request, call: Call) -> Reply:
        await asyncio.sleep(60)
        raise AssertionError

    async def main() -> None:
        task = asyncio.create_task(drive_async(flow(), never, Call(Timeouts(), 60)))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert closed == [True]


def test_operations_look_like_methods() -> None:
    signature = inspect.signature(OpenApiV1.min_energy)
    assert list(signature.parameters) == ["self", "device_sn", "timeout", "on_limit"]
    assert signature.return_annotation == "records.MinEnergy"
    assert inspect.isfunction(vars(Min)["energy"])
    assert "latest readings" in (inspect.getdoc(Min.energy) or "")


def test_autospec_knows_the_arguments() -> None:
    mock = create_autospec(OpenApiV1)(token="t")
    mock.min_energy.return_value = {"ppv": 1}
    assert mock.min_energy("SN") == {"ppv": 1}
    with pytest.raises(TypeError):
        mock.min_energy()


def test_a_patched_method_is_used() -> None:
    with patch("growattServer.OpenApiV1.plant_list", autospec=True) as plant_list:
        plant_list.return_value = {"plants": []}
        api = OpenApiV1("t")
        assert api.plant_list() == {"plants": []}
        plant_list.assert_called_once_with(api)


def test_super_reaches_the_operation_of_the_base_class(server: Any) -> None:
    class Louder(Min[OpenApiV1]):
        def energy(self, *args: Any, **wishes: Any) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
            return {**super().energy(*args, **wishes), "loud": True}

    server.answer({"data": {"ppv": 1}, "error_code": 0, "error_msg": ""})
    assert Louder(OpenApiV1("t", server_url=server.url), "SN").energy() == {"ppv": 1, "loud": True}


def test_an_async_operation_does_nothing_before_it_is_awaited() -> None:
    coroutine = AsyncOpenApiV1("t").min_energy("")
    assert inspect.iscoroutine(coroutine)
    coroutine.close()


def test_waiting_ends_with_the_time_of_the_call() -> None:
    def flow() -> Flow[str]:
        yield Wait(60)
        yield REQUEST
        return "not reached"

    async def send(request: Request, call: Call) -> Reply:
        raise AssertionError("sent after its time")

    began = time.monotonic()
    with pytest.raises(GrowattTimeoutError, match="testing"):
        drive(flow(), send, Call(Timeouts(), 0.05))  # type: ignore[arg-type]  # never called
    with pytest.raises(GrowattTimeoutError, match="testing"):
        asyncio.run(drive_async(flow(), send, Call(Timeouts(), 0.05)))
    assert time.monotonic() - began < 30


def test_work_and_terms_blocking_and_async() -> None:
    def flow() -> Flow[tuple[int, bool, str | None]]:
        number = yield from to_thread(lambda: 7)
        known = yield from call_options()
        return number, 0 < known.left <= 60, known.on_limit

    assert both(flow, None) == [(7, True, None)] * 2


@pytest.mark.parametrize("wishes", [{"timeout": 0}, {"timeout": (1, 2, 3)}, {"on_limit": "never"}])
def test_a_wish_that_cannot_be_is_refused_before_anything_is_sent(
    server: Any, wishes: dict[str, Any]
) -> None:
    api = OpenApiV1("t", server_url=server.url)
    with pytest.raises(GrowattParameterError, match=next(iter(wishes))):
        api.plant_list(**wishes)
    assert not server.received


def test_the_time_out_of_one_call(server: Any) -> None:
    server.delay = 110
    began = time.monotonic()
    with OpenApiV1("t", server_url=server.url) as api:
        with pytest.raises(GrowattTimeoutError):
            api.plant_list(timeout=0.2)
        with pytest.raises(GrowattTimeoutError):
            Min(api, "SN").energy(timeout=(5, 0.2))

    async def main() -> None:
        async with AsyncOpenApiV1("t", server_url=server.url) as api:
            with pytest.raises(GrowattTimeoutError):
                await api.plant_list(timeout=0.2)

    asyncio.run(main())
    assert time.monotonic() - began < 60


def test_a_request_whose_time_is_over_still_has_a_limit() -> None:
    # a machine that stalls between the look at the clock and the sending
    call = Call(Timeouts(), 0.01)
    time.sleep(0.02)
    assert call.left() < 0
    assert 0 < call.left_to_request() < 0.01
