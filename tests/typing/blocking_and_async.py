"""Never run, only checked: what mypy and pyright must know of blocking and async."""

from __future__ import annotations

from datetime import time
from typing import Any, assert_type

from growattServer import AsyncMin, AsyncOpenApiV1, GrowattApi, OpenApiV1, Rows
from growattServer.open_api_v1.devices import AnyDevice, Min, Sph
from growattServer.open_api_v1.records import DeviceRow, MinEnergy, PlantList, SphEnergyHistory
from growattServer.open_api_v1.records.device_list import DeviceListType
from growattServer.open_api_v1.schedules import TimeSegment
from growattServer.records.states import ReadingState
from growattServer.shinephone.records import Device


def blocking() -> None:
    api = OpenApiV1("token")
    assert_type(api.plant_list(), PlantList)
    assert_type(api.min_energy("SN"), MinEnergy)
    assert_type(api.min_energy(device_sn="SN").pv_power, float | None)
    device = Min(api, "SN")
    assert_type(device.energy(), MinEnergy)
    assert_type(device.api, OpenApiV1)
    assert_type(device.read_time_segments(), Rows[TimeSegment])
    assert_type(Sph(api, "SN").energy_history(page=2), SphEnergyHistory)
    assert_type(api.get_device("SN", 7), AnyDevice[OpenApiV1] | None)
    assert_type(api.server_url, str)
    device.write_time_segment(1, 1, time(1), time(2), enabled=False)
    device.write_time_segment(1, 1, time(1))  # type: ignore[call-overload]  # pyright: ignore
    api.min_energy(1)  # type: ignore[call-overload]  # pyright: ignore
    assert_type(api.min_energy("SN", timeout=5), MinEnergy)
    assert_type(api.min_energy("SN", on_limit="last"), MinEnergy)
    assert_type(device.energy(timeout=(1, 2), on_limit="wait"), MinEnergy)
    device.energy(on_limit="never")  # type: ignore[call-overload]  # pyright: ignore


async def awaited() -> None:
    async with AsyncOpenApiV1("token") as api:
        assert_type(await api.plant_list(), PlantList)
        assert_type(await api.min_energy("SN"), MinEnergy)
        device = Min(api, "SN")
        assert_type(await device.energy(), MinEnergy)
        assert_type(await device.energy(timeout=5), MinEnergy)
        assert_type(await device.read_time_segments(), Rows[TimeSegment])
        assert_type(device.api, AsyncOpenApiV1)
        await api.min_energy(1)  # type: ignore[call-overload]  # pyright: ignore


def rows() -> None:
    api = GrowattApi()
    devices = api.device_list("1")
    assert_type(devices, Rows[Device])
    assert_type(devices[0], Device)
    assert_type(devices[1:], Rows[Device])
    assert_type(devices + devices, Rows[Device])
    assert_type([device.alias for device in devices], list[str | None])
    # as programs for plain dicts have it
    plain: list[dict[str, str]] = api.device_list("1")
    plain = api.device_list("1")
    passed_on: tuple[list[dict[str, str]], str] = (devices, "1")
    print(plain, passed_on)


def records() -> None:
    info = OpenApiV1("token").min_energy("SN")
    assert_type(info.copy(), MinEnergy)
    assert_type(info | {"a": 1}, MinEnergy)
    assert_type(info | info, MinEnergy)
    info |= {"a": 1}
    assert_type(info, MinEnergy)
    assert_type(info.to_dict(), dict[str, Any])


def devices(blocking_api: OpenApiV1, awaited_api: AsyncOpenApiV1) -> None:
    assert_type(Min(blocking_api, "SN"), Min[OpenApiV1])
    assert_type(Min(awaited_api, "SN"), Min[AsyncOpenApiV1])
    assert_type(AsyncMin(awaited_api, "SN"), AsyncMin[AsyncOpenApiV1])
    found = awaited_api.get_device("SN", 7)
    assert_type(found, AnyDevice[AsyncOpenApiV1] | None)
    if isinstance(found, AsyncMin):
        narrowed: AsyncMin = found
        print(narrowed)
    # must be refused
    AsyncMin(blocking_api, "SN")  # type: ignore[type-var]  # pyright: ignore


# as Home Assistant annotates them, without a word of the api
async def bare(later: AsyncMin, sooner: Min) -> None:
    assert_type(await later.energy(), MinEnergy)
    assert_type(later.api, AsyncOpenApiV1)
    assert_type(sooner.energy(), MinEnergy)
    parent: Min[AsyncOpenApiV1] = later
    print(parent)


def what_is_never_missing(api: OpenApiV1) -> None:
    plant = api.plant_list().plants[0]
    device = api.device_list(plant.plant_id).devices[0]
    assert_type(plant.plant_id, int)
    assert_type(device.device_sn, str)
    assert_type(device.type, DeviceListType)
    assert_type(api.min_energy(device.device_sn).status, ReadingState | None)
    assert_type(api.min_energy(device.device_sn).pv_power, float | None)
    assert_type(DeviceRow.type.key, str)
