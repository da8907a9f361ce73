"""Each operation, blocking and async, against the simulated cloud over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from v1_operations import (
    API_CASES,
    BUS_CASES,
    CASES,
    DEVICE_CASES,
    MIN_SN,
    MUNICH,
    SPH_SN,
    START,
    V1_OPERATIONS,
    bound,
    mount,
    operations_of,
)

import growattServer
from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.open_api_v1.records import MinEnergy
from growattServer.simulator import Simulator


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5) as simulator:
        mount(simulator)
        yield simulator


def call(cloud: Simulator, mode: str, name: str) -> Any:
    arguments = CASES[name].arguments
    if mode == "blocking":
        with OpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
            return bound(api, name)(*arguments)

    async def main() -> Any:
        async with AsyncOpenApiV1(cloud.token, server_url=cloud.url, timeout=60) as api:
            return await bound(api, name)(*arguments)

    return asyncio.run(main())


def test_no_operation_is_left_out() -> None:
    assert set(API_CASES) == V1_OPERATIONS
    for kind, _, cases in DEVICE_CASES.values():
        # proved writes have a room and tests of their own
        assert set(cases) == operations_of(kind) - {"plan", "read_settings"}
    for kind, _, cases in BUS_CASES.values():
        assert set(cases) == operations_of(kind)


def call_alone(name: str, mode: str) -> Any:
    with Simulator(start=START, seed=5, history_days=0) as cloud:
        return call(cloud, mode, name)


@pytest.mark.parametrize("name", CASES)
def test_an_operation_blocking_and_async(cloud: Simulator, name: str) -> None:
    cloud.set_clock(speed=1e-6)
    modes = ("blocking", "async")
    if CASES[name].alone:
        results = [call_alone(name, mode) for mode in modes]
    else:
        results = [call(cloud, mode, name) for mode in modes]
    for result in results:
        assert type(result) is CASES[name].returns
    assert results[0] == results[1]
    if isinstance(results[0], dict):
        assert results[0] or CASES[name].code_only
        assert type(results[0])(dict(results[0])) == dict(results[0])


def test_what_is_written_is_read_back(cloud: Simulator) -> None:
    from datetime import time

    api = OpenApiV1(cloud.token, server_url=cloud.url)
    api.min_write_time_segment(MIN_SN, 3, 2, time(17, 5), time(20, 0))
    segment = api.min_read_time_segments(MIN_SN)[2]
    assert segment == {
        "segment_id": 3,
        "batt_mode": 2,
        "mode_name": "Grid First",
        "start_time": "17:05",
        "end_time": "20:00",
        "enabled": True,
    }
    off = {"start_time": time(0), "end_time": time(0), "enabled": False}
    window = {"start_time": time(2), "end_time": time(4, 30), "enabled": True}
    api.sph_write_ac_charge_times(SPH_SN, 40, 90, True, [window, off, off])
    charge = api.sph_read_ac_charge_times(SPH_SN)
    assert (charge.charge_power, charge.charge_stop_soc, charge.mains_enabled) == (40, 90, True)
    assert charge["periods"][0] == {
        "period_id": 1,
        "start_time": "02:00",
        "end_time": "04:30",
        "enabled": True,
    }
    api.sph_write_ac_discharge_times(SPH_SN, 70, 15, [off, window, off])
    discharge = api.sph_read_ac_discharge_times(SPH_SN)
    assert (discharge.discharge_power, discharge.discharge_stop_soc) == (70, 15)
    assert discharge["periods"][1]["enabled"] is True
    api.sph_write_ac_discharge_times(SPH_SN, 70, 15, discharge["periods"])
    assert api.sph_read_ac_discharge_times(SPH_SN) == discharge
    api.min_write_parameter(MIN_SN, "discharge_power", 55)
    assert api.min_read_parameter(MIN_SN, "discharge_power") == "55"


def test_values_are_the_truth_of_the_simulated_world(cloud: Simulator) -> None:
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    energy = api.min_energy(MIN_SN)
    history = api.min_energy_history(
        MIN_SN, energy_day(energy), energy_day(energy), "Europe/Berlin", limit=1
    )
    assert history.datas is not None
    assert history.datas[0].pv_power == energy.pv_power
    overview = api.plant_energy_overview(MUNICH)
    assert energy.pv_power is not None
    assert overview.current_power == pytest.approx(energy.pv_power, abs=10)


def energy_day(energy: MinEnergy) -> Any:
    assert isinstance(energy.time, datetime)
    return energy.time.date()


@pytest.mark.parametrize(
    ("method", "arguments", "kind", "code"),
    [
        ("plant_details", (1,), growattServer.GrowattUnknownDeviceError, 10002),
        ("plant_energy_overview", (1,), growattServer.GrowattUnknownDeviceError, 10002),
        ("device_list", (1,), growattServer.GrowattUnknownDeviceError, 10003),
        ("min_energy", ("NOBODY0001",), growattServer.GrowattUnknownDeviceError, 10002),
        ("min_energy_history", ("NOBODY0001",), growattServer.GrowattUnknownDeviceError, 10005),
        ("min_read_parameter", ("NOBODY0001", "x"), growattServer.GrowattUnknownDeviceError, 10002),
        (
            "min_write_parameter",
            ("NOBODY0001", "ac_charge", 1),
            growattServer.GrowattUnknownDeviceError,
            10012,
        ),
        (
            "min_write_parameter",
            (MIN_SN, "no_such_setting", 1),
            growattServer.GrowattV1ApiError,
            10006,
        ),
        (
            "min_write_parameter",
            (MIN_SN, "charge_power", 101),
            growattServer.GrowattV1ApiError,
            10008,
        ),
        (
            "min_energy_history",
            (MIN_SN, None, None, None, 1, 101),
            growattServer.GrowattV1ApiError,
            10013,
        ),
        ("sph_energy", (MIN_SN,), growattServer.GrowattV1ApiError, None),
    ],
)
def test_refusals_of_the_cloud(
    cloud: Simulator, method: str, arguments: tuple[Any, ...], kind: type[Exception], code: int
) -> None:
    api = OpenApiV1(cloud.token, server_url=cloud.url)
    with pytest.raises(growattServer.GrowattV1ApiError) as caught:
        getattr(api, method)(*arguments)
    assert isinstance(caught.value, kind)
    if code is not None:
        assert caught.value.error_code == code


def test_a_serial_number_of_another_family_has_no_settings(cloud: Simulator) -> None:
    with pytest.raises(growattServer.GrowattReplyError, match="of another family"):
        OpenApiV1(cloud.token, server_url=cloud.url).min_settings(SPH_SN)


def test_a_wrong_token(cloud: Simulator) -> None:
    with pytest.raises(growattServer.GrowattPermissionError) as caught:
        OpenApiV1("wrong", server_url=cloud.url).plant_list()
    assert caught.value.error_code == 10011


def test_an_offline_device() -> None:
    with Simulator(start=START, seed=5) as simulator:
        simulator.add_device(
            family="min", serial_number="FAR0000001", plant_id=MUNICH, online=False
        )
        api = OpenApiV1(simulator.token, server_url=simulator.url)
        with pytest.raises(growattServer.GrowattDeviceOfflineError) as caught:
            api.min_write_parameter("FAR0000001", "ac_charge", 1)
        assert caught.value.retryable


def test_the_documented_limits() -> None:
    with Simulator(start=START, seed=5, limits="documented") as simulator:
        api = OpenApiV1(simulator.token, server_url=simulator.url)
        api.min_energy(MIN_SN)
        with pytest.raises(growattServer.GrowattRateLimitError) as caught:
            api.min_energy(MIN_SN)
        assert caught.value.error_code == 10012
        assert caught.value.retryable
