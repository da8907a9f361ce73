"""The fixtures that users of the library get, used as they would use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from growattServer import AsyncOpenApiV1, OpenApiV1

if TYPE_CHECKING:
    from growattServer.simulator import Simulator

pytest_plugins = ["pytester"]


def test_a_client_on_a_cloud(growatt_api: OpenApiV1) -> None:
    plants = growatt_api.plant_list().plants
    assert plants is not None
    assert plants[0].peak_power


def test_a_cloud_with_a_fault(growatt_cloud: Simulator, growatt_api: OpenApiV1) -> None:
    growatt_cloud.add_fault({"match": "*/plant/list", "fault": "http_502"})
    with pytest.raises(requests.HTTPError, match="502"):
        growatt_api.plant_list()
    assert growatt_api.plant_list()["count"] == 2


async def test_an_async_client(growatt_cloud: Simulator) -> None:
    async with AsyncOpenApiV1(growatt_cloud.token, server_url=growatt_cloud.url) as api:
        assert (await api.plant_list())["count"] == 2


def test_pytest_finds_the_fixtures_by_itself(pytester: object) -> None:
    from _pytest.pytester import Pytester

    assert isinstance(pytester, Pytester)
    pytester.makepyfile(
        """
        def test_mine(growatt_api, growatt_cloud):
            assert growatt_api.plant_list()["count"] == 2
            assert growatt_cloud.token not in repr(growatt_api)
        """
    )
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(passed=1)
