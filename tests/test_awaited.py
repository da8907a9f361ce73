"""The operations of async clients and devices are `async def` for all who look at them."""

from __future__ import annotations

import asyncio
import copy
import inspect
import pickle
import pydoc
import sys
from typing import Any
from unittest.mock import AsyncMock, MagicMock, NonCallableMagicMock, create_autospec

import pytest

from growattServer import (
    AsyncGrowattApi,
    AsyncMin,
    AsyncOpenApiV1,
    AsyncSph,
    GrowattApi,
    Min,
    OpenApiV1,
    Sph,
)
from growattServer.signatures import is_operation
from growattServer.simulator import Simulator

PAIRS: list[tuple[Any, Any]] = [
    (GrowattApi, AsyncGrowattApi),
    (OpenApiV1, AsyncOpenApiV1),
    (Min, AsyncMin),
    (Sph, AsyncSph),
]
BOTH = pytest.mark.parametrize(
    ("blocking", "later"), PAIRS, ids=[later.__name__ for _, later in PAIRS]
)
# the standard library's own is deprecated since 3.14, and asks the same
ASKING: list[Any] = [inspect.iscoroutinefunction]
if sys.version_info < (3, 14):
    ASKING.append(asyncio.iscoroutinefunction)


def made(kind: Any) -> Any:
    """An object of a class."""
    if issubclass(kind, Min | Sph):
        api: Any = AsyncOpenApiV1 if kind in (AsyncMin, AsyncSph) else OpenApiV1
        return kind(api("token"), "SN")
    return kind("token") if issubclass(kind, OpenApiV1 | AsyncOpenApiV1) else kind()


def operations(kind: Any) -> list[str]:
    return [name for name in dir(kind) if is_operation(getattr(kind, name))]


@BOTH
def test_who_asks_whether_it_is_awaited(blocking: Any, later: Any) -> None:
    names = operations(blocking)
    assert names == operations(later)
    # whatever gives something to await, derived or not
    assert len(names) >= 9
    for kind, expected in ((blocking, False), (later, True)):
        for looked_at in (kind, made(kind), type("Mine", (kind,), {})):
            for ask in ASKING:
                assert {name: ask(getattr(looked_at, name)) for name in names} == (
                    dict.fromkeys(names, expected)
                )


@BOTH
def test_autospec_gives_what_can_be_awaited(blocking: Any, later: Any) -> None:
    for kind, expected in ((blocking, False), (later, True)):
        for mock in (create_autospec(kind), create_autospec(made(kind)), MagicMock(spec=kind)):
            for name in operations(kind):
                assert isinstance(getattr(mock, name), AsyncMock) is expected, name


@BOTH
def test_who_looks_inside_sees_what_is_awaited(blocking: Any, later: Any) -> None:
    # as newer versions of unittest.mock do
    for kind, expected in ((blocking, False), (later, True)):
        for name in operations(kind):
            innermost = inspect.unwrap(inspect.getattr_static(kind, name))
            assert inspect.iscoroutinefunction(innermost) is expected, name


def test_a_mock_is_awaited_and_knows_the_arguments() -> None:
    async def main() -> None:
        api = create_autospec(AsyncOpenApiV1, instance=True)
        assert isinstance(api, NonCallableMagicMock)
        api.min_energy.return_value = {"ppv": 1}
        assert await api.min_energy("SN", timeout=5, on_limit="last") == {"ppv": 1}
        api.min_energy.assert_awaited_once_with("SN", timeout=5, on_limit="last")
        with pytest.raises(TypeError):
            await api.min_energy()
        with pytest.raises(TypeError):
            await api.min_energy("SN", tiemout=5)

    asyncio.run(main())
    api = create_autospec(OpenApiV1, instance=True)
    api.min_energy.return_value = {"ppv": 1}
    assert api.min_energy("SN", timeout=5) == {"ppv": 1}
    with pytest.raises(TypeError):
        api.min_energy("SN", tiemout=5)


@BOTH
def test_signatures_help_and_source(blocking: Any, later: Any) -> None:
    for name in operations(blocking):
        ours, theirs = getattr(blocking, name), getattr(later, name)
        assert inspect.signature(ours) == inspect.signature(theirs)
        assert list(inspect.signature(ours).parameters)[-2:] == ["timeout", "on_limit"]
        assert (ours.__name__, ours.__doc__) == (theirs.__name__, theirs.__doc__)
        # followed to where it is written, or to what makes it of its declaration
        written = "flow" if hasattr(theirs.flow, "declared") else name
        assert f"def {written}(" in inspect.getsource(theirs)
    said = pydoc.plain(pydoc.render_doc(later))
    assert "timeout: 'Timeout' = None" in said
    assert "Flow[" not in said


@BOTH
def test_an_async_class_is_an_ordinary_one(blocking: Any, later: Any) -> None:
    for name in operations(later):
        for kind in (blocking, later):
            method = getattr(kind, name)
            assert pickle.loads(pickle.dumps(method)) is method  # noqa: S301  # our own
    if issubclass(later, Min | Sph):
        device = made(later)
        assert isinstance(device, blocking)
        assert type(copy.copy(device)) is later
        assert (copy.copy(device).device_sn, copy.copy(device).api) == ("SN", device.api)
        assert later.DEVICE_TYPE_ID == blocking.DEVICE_TYPE_ID


@pytest.mark.parametrize(("family", "later", "number"), [(Min, AsyncMin, 7), (Sph, AsyncSph, 5)])
def test_a_device_of_an_async_client(family: Any, later: Any, number: int) -> None:
    api = AsyncOpenApiV1("token")
    devices: list[Any] = [api.get_device("SN", number), family(api, "SN"), later(api, "SN")]
    for device in devices:
        assert type(device) is later
        assert isinstance(device, family)
        assert repr(device) == f"{later.__name__}({api!r}, 'SN')"
        assert device.api is api
    blocking = OpenApiV1("token")
    for device in (blocking.get_device("SN", number), family(blocking, "SN")):
        assert type(device) is family
    # whoever makes a family of their own gets it
    mine = type("Mine", (family,), {})
    assert type(mine(api, "SN")) is mine


def test_awaiting_them() -> None:
    class Louder(AsyncMin):
        async def energy(self, *arguments: Any, **wishes: Any) -> Any:
            return {**await super().energy(*arguments, **wishes), "loud": True}

    async def main(url: str, token: str) -> None:
        async with AsyncOpenApiV1(token, server_url=url, timeout=60) as api:
            energy = await Min(api, "SIMMIN0001").energy()
            assert await Louder(api, "SIMMIN0001").energy() == {**energy, "loud": True}
            assert await AsyncSph(api, "SIMSPH0001").energy() == await api.sph_energy("SIMSPH0001")
            segments = await AsyncMin(api, "SIMMIN0001").read_time_segments()
            assert segments == await api.min_read_time_segments("SIMMIN0001")

    with Simulator(seed=5) as cloud:
        cloud.set_clock(speed=1e-6)
        asyncio.run(main(cloud.url, cloud.token))
