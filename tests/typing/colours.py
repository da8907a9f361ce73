"""Never run, only checked: what mypy and pyright must know of the two colours."""

from __future__ import annotations

from datetime import time
from typing import assert_type

from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.open_api_v1.records import MinEnergy, PlantList, SphEnergyHistory
from growattServer.open_api_v1.schedules import TimeSegment


def blocking() -> None:
    api = OpenApiV1("token")
    assert_type(api.plant_list(), PlantList)
    assert_type(api.min_energy("SN"), MinEnergy)
    assert_type(api.min_energy(device_sn="SN").pv_power, float | None)
    device = Min(api, "SN")
    assert_type(device.energy(), MinEnergy)
    assert_type(device.api, OpenApiV1)
    assert_type(device.read_time_segments(), list[TimeSegment])
    assert_type(Sph(api, "SN").energy_history(page=2), SphEnergyHistory)
    assert_type(api.get_device("SN", 7), Min[OpenApiV1] | Sph[OpenApiV1] | None)
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
        assert_type(await device.read_time_segments(), list[TimeSegment])
        assert_type(device.api, AsyncOpenApiV1)
        await api.min_energy(1)  # type: ignore[call-overload]  # pyright: ignore
