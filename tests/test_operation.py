"""One flow, two colours: the drivers and what the decorator leaves in a class."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any
from unittest.mock import create_autospec, patch

import pytest

from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.open_api_v1.devices import Min
from growattServer.operation import drive, drive_async
from growattServer.wire import Flow, Reply, Request, Wait

REQUEST = Request("testing", "GET", "http://127.0.0.1/")


def both(flow_function: Any, send: Any) -> list[Any]:
    """The results, or errors, of a flow in each colour."""

    async def send_async(request: Request) -> Reply:
        reply: Reply = send(request)
        return reply

    async def main() -> Any:
        return await drive_async(flow_function(), send_async)

    def outcome(run: Callable[[], Any]) -> Any:
        try:
            return run()
        except Exception as error:
            return repr(error)

    return [
        outcome(lambda: drive(flow_function(), send)),
        outcome(lambda: asyncio.run(main())),
    ]


def test_a_flow_gets_its_replies_in_order_and_returns() -> None:
    def flow() -> Flow[list[int]]:
        first = yield REQUEST
        yield Wait(0.01)
        second = yield REQUEST
        return [first.status, second.status]

    statuses = iter([200, 201, 200, 201])
    assert both(flow, lambda request: Reply(next(statuses), b"")) == [[200, 201]] * 2


def test_a_failure_is_thrown_into_the_flow() -> None:
    def flow() -> Flow[str]:
        try:
            yield REQUEST
        except ConnectionError as error:
            return f"handled {error}"
        return "not reached"

    def send(request: Request) -> Reply:
        raise ConnectionError("gone")

    assert both(flow, send) == ["handled gone"] * 2


def test_a_failure_that_the_flow_does_not_handle_reaches_the_caller() -> None:
    def flow() -> Flow[str]:
        yield REQUEST
        return "not reached"

    def send(request: Request) -> Reply:
        raise ConnectionError("gone")

    assert both(flow, send) == ["ConnectionError('gone')"] * 2


def test_a_flow_is_closed_when_its_task_is_cancelled() -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield REQUEST
        finally:
            closed.append(True)

    async def never(request: Request) -> Reply:
        await asyncio.sleep(60)
        raise AssertionError

    async def main() -> None:
        task = asyncio.create_task(drive_async(flow(), never))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert closed == [True]


def test_operations_look_like_methods() -> None:
    signature = inspect.signature(OpenApiV1.min_energy)
    assert list(signature.parameters) == ["self", "device_sn"]
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
        def energy(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
            return {**super().energy(), "loud": True}

    server.answer({"data": {"ppv": 1}, "error_code": 0, "error_msg": ""})
    assert Louder(OpenApiV1("t", server_url=server.url), "SN").energy() == {"ppv": 1, "loud": True}


def test_an_async_operation_does_nothing_before_it_is_awaited() -> None:
    coroutine = AsyncOpenApiV1("t").min_energy("")
    assert inspect.iscoroutine(coroutine)
    coroutine.close()
