"""A pytest plugin: a Growatt cloud to test against, and a client on it.

    def test_my_script(growatt_api):
        plants = growatt_api.plant_list().plants
        assert plants[0].name

`growatt_cloud` is a running simulator (`growattServer.simulator.Simulator`) with `url` and
`token`, two plants, and doors for faults and the clock; `growatt_api` is an `OpenApiV1` on it. Each
test gets a cloud of its own, always with the same weather, at noon of a day in June. pytest finds
the fixtures by itself. `growatt_replay(path)` is a cloud that answers from a recording of
`growattServer.record_to`; outside of pytest that is `replay(path)`. The simulator needs
`pip install 'growattServer[simulator]'`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING

from . import GrowattMissingExtraError, OpenApiV1

if TYPE_CHECKING:
    import pytest

    from .simulator import Simulator
else:
    try:
        import pytest
    except ModuleNotFoundError:
        # without pytest there are no fixtures, and `replay` needs none
        pytest = SimpleNamespace(fixture=lambda function: function)

NOON_IN_JUNE = "2026-06-15T12:00:00+02:00"


def _simulator() -> type[Simulator]:
    try:
        from .simulator import Simulator
    except ImportError:
        raise GrowattMissingExtraError("simulator", "the simulated cloud") from None
    return Simulator


def replay(path: str | os.PathLike[str], *, recorded_pace: bool = False) -> Simulator:
    """A server, to be used with `with`, that answers from a recording of `record_to`.

    It takes any token, user name and password, and knows the requests of the recording only:
    `recording()` tells which, and which others were asked. Several replies to one request come in
    their order, and the last one stays.
    """
    return _simulator()(recording=path, recorded_pace=recorded_pace)


@pytest.fixture
def growatt_cloud() -> Iterator[Simulator]:
    """A simulated Growatt cloud on this machine, with its `url` and `token`."""
    with _simulator()(start=NOON_IN_JUNE, seed=1) as cloud:
        yield cloud


@pytest.fixture
def growatt_replay() -> Iterator[Callable[..., Simulator]]:
    """Call it with the path of a recording: a running server with `url` and `token`."""
    with ExitStack() as stack:
        yield lambda path, **more: stack.enter_context(replay(path, **more))


@pytest.fixture
def growatt_api(growatt_cloud: Simulator) -> Iterator[OpenApiV1]:
    """An `OpenApiV1` whose server is the simulated cloud."""
    with OpenApiV1(growatt_cloud.token, server_url=growatt_cloud.url) as api:
        yield api
