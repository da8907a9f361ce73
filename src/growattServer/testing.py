"""A pytest plugin: a Growatt cloud to test against, and a client on it.

    def test_my_script(growatt_api):
        plants = growatt_api.plant_list().plants
        assert plants[0].name

`growatt_cloud` is a running simulator (`growattServer.simulator.Simulator`) with `url` and
`token`, two plants, and doors for faults and the clock; `growatt_api` is an `OpenApiV1` on it. Each
test gets a cloud of its own, always with the same weather, at noon of a day in June. pytest finds
the fixtures by itself; the simulator needs `pip install 'growattServer[simulator]'`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from . import GrowattMissingExtraError, OpenApiV1

if TYPE_CHECKING:
    from .simulator import Simulator

NOON_IN_JUNE = "2026-06-15T12:00:00+02:00"


@pytest.fixture
def growatt_cloud() -> Iterator[Simulator]:
    """A simulated Growatt cloud on this machine, with its `url` and `token`."""
    try:
        from .simulator import Simulator
    except ImportError:
        raise GrowattMissingExtraError("simulator", "the simulated cloud") from None
    with Simulator(start=NOON_IN_JUNE, seed=1) as cloud:
        yield cloud


@pytest.fixture
def growatt_api(growatt_cloud: Simulator) -> Iterator[OpenApiV1]:
    """An `OpenApiV1` whose server is the simulated cloud."""
    with OpenApiV1(growatt_cloud.token, server_url=growatt_cloud.url) as api:
        yield api
