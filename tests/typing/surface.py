"""Never run, only checked: what mypy and pyright know of clients, devices, records and stores."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, assert_type

import growattServer
from growattServer import (
    AsyncCloud,
    AsyncGrowattApi,
    AsyncMin,
    AsyncOpenApiV1,
    AsyncOpenApiV4,
    AsyncSph,
    AsyncV4Device,
    Cloud,
    Etiquette,
    GrowattApi,
    OpenApiV1,
    OpenApiV4,
    Rows,
    V4Device,
)
from growattServer.cloud import AsyncCloudDevice, CloudDevice
from growattServer.history import History
from growattServer.open_api_v1.devices import AsyncSpa, Min, Spa, Sph
from growattServer.open_api_v1.records import (
    MinDetail,
    MinEnergy,
    MinEnergyHistory,
    PlantDetails,
    PlantEnergyOverview,
    SpaEnergy,
    SphDetail,
    SphEnergy,
)
from growattServer.open_api_v4.records import NoahInfo, NoahPeriodEnergy, NoahPower, NoahStatus
from growattServer.recorder import Batch, Recorder, Store, StoredDevice, read_readings
from growattServer.settings import MIN, Journal, Line, Plan, Report, Settings, Status
from growattServer.shinephone.records import LoginReply


def the_token_api(api: OpenApiV1) -> None:
    assert_type(api.plant_details(1), PlantDetails)
    assert_type(api.plant_energy_overview(1), PlantEnergyOverview)
    assert_type(api.min_detail("SN"), MinDetail)
    assert_type(api.min_energy_history("SN", date(2026, 6, 1)), MinEnergyHistory)
    assert_type(api.sph_energy("SN"), SphEnergy)
    assert_type(api.spa_energy("SN"), SpaEnergy)


async def the_token_api_awaited(api: AsyncOpenApiV1) -> None:
    assert_type(await api.plant_details(1), PlantDetails)
    assert_type(await api.sph_detail("SN"), SphDetail)
    assert_type(await AsyncSph(api, "SN").energy(), SphEnergy)
    assert_type(await AsyncSpa(api, "SN").energy(), SpaEnergy)
    assert_type(await Spa(api, "SN").energy(), SpaEnergy)
    assert_type(await api.spa_energy("SN"), SpaEnergy)
    assert_type(await api.spa_last_data_batch(["SN"]), dict[str, SpaEnergy])


def the_calls_of_the_app_with_a_token(api: OpenApiV4) -> None:
    assert_type(api.noah_status("SN", model="nexa"), NoahStatus)
    assert_type(api.noah_status("SN").output_power, float | None)
    assert_type(api.noah_settings("SN"), NoahInfo)
    assert_type(api.noah_powers("SN", date(2026, 6, 1)), Rows[NoahPower])
    assert_type(api.noah_energies("SN", "days", "2026-06-01"), Rows[NoahPeriodEnergy])


async def the_calls_of_the_app_with_a_token_awaited(api: AsyncOpenApiV4) -> None:
    assert_type(await api.noah_status("SN"), NoahStatus)
    assert_type(await api.noah_powers("SN", "2026-06-01"), Rows[NoahPower])
    for row in await api.noah_energies("SN", "months", "2026-06-01"):
        assert_type(row.energy, float | None)


def one_way_in(a_min: Min, noah: V4Device) -> None:
    with growattServer.connect(token="t") as cloud:
        assert_type(cloud, Cloud)
        assert_type(cloud.devices(), list[CloudDevice])
        assert_type(cloud.devices(1, timeout=3), list[CloudDevice])
        assert_type(cloud.device("SN"), CloudDevice)
        assert_type(cloud.latest_of_all(), dict[str, Any])
        assert_type(cloud.other_devices(), Rows[Any])
        for row in cloud.device("SN").history(date(2026, 1, 1), newest_first=True):
            print(row.pv_power)
    assert_type(a_min.latest(), MinEnergy)
    assert_type(OpenApiV4("t").get_device("SN", "noah"), V4Device[OpenApiV4])
    assert_type(noah.history("2026-06-01"), History[Any])
    assert_type(noah.plan({"charge_stop_soc": 90}), Plan[OpenApiV4])
    assert_type(noah.plan({"charge_stop_soc": 90}).apply(), Report)
    assert_type(noah.read_settings(), Settings)
    found: list[CloudDevice] = [a_min, noah]
    print(found)


async def one_way_in_awaited(a_min: AsyncMin, noah: AsyncV4Device) -> None:
    assert_type(await growattServer.connect_async(user="u", password="p"), AsyncCloud)
    async with growattServer.connect_async(token="t") as cloud:
        assert_type(cloud, AsyncCloud)
        assert_type(await cloud.devices(), list[AsyncCloudDevice])
        for device in await cloud.devices():
            print(device.serial, device.family, (await device.latest()).pv_power)
        async for row in (await cloud.device("SN")).history(date(2026, 1, 1)):
            print(row.pv_power)
    assert_type(await a_min.latest(), MinEnergy)
    later = AsyncOpenApiV4("t").get_device("SN", "noah")
    assert_type(later, AsyncV4Device[AsyncOpenApiV4])
    assert_type(await later.day("2026-06-01"), Rows[Any])
    assert_type(await later.plan({"charge_stop_soc": 90}), Plan[AsyncOpenApiV4])
    assert_type(await later.read_settings(), Settings)
    found: list[AsyncCloudDevice] = [a_min, noah]
    print(found)


def the_app(api: GrowattApi) -> None:
    assert_type(api.login("user", "password"), LoginReply)


async def the_app_awaited(api: AsyncGrowattApi) -> None:
    assert_type(await api.login("user", "password"), LoginReply)


def families(api: OpenApiV1) -> None:
    assert_type(Min(api, "SN").detail(), MinDetail)
    assert_type(Sph(api, "SN").detail(), SphDetail)
    assert_type(Sph(api, "SN").energy().battery_soc, float | None)
    assert_type(Spa(api, "SN").energy(), SpaEnergy)
    found = api.get_device("SN", 7)
    if isinstance(found, Min):
        assert_type(found.energy().pv_power, float | None)


def limits(api: OpenApiV1) -> None:
    polite = Etiquette(on_limit="wait", ledger=False)
    assert_type(OpenApiV1("token", etiquette=polite), OpenApiV1)
    assert_type(polite.now(), datetime)
    # an error that both checkers have to find, or they would call the comment unused
    Etiquette(on_limit="never")  # type: ignore[arg-type]  # pyright: ignore


def settings(api: OpenApiV1, later: AsyncOpenApiV1) -> None:
    plan = Min(api, "SN").plan({"charge_power": 80}, journal=Journal())
    assert_type(plan, Plan[OpenApiV1])
    report = plan.apply()
    assert_type(report, Report)
    assert_type(plan.changes, dict[str, tuple[Any, Any]])
    assert_type(report.complete, bool)
    print(MIN, Line, Status, later)


async def settings_awaited(later: AsyncOpenApiV1) -> None:
    plan = await Min(later, "SN").plan({"charge_power": 80})
    assert_type(plan, Plan[AsyncOpenApiV1])
    assert_type(await plan.verify(), Report)


def a_store(api: OpenApiV1) -> None:
    with Store("home.db") as store:
        assert_type(store.devices(), list[StoredDevice])
        assert_type(store.device("SN").device_sn, str)
        for batch in read_readings(store, "SN", date(2026, 6, 1), datetime.now(UTC)):
            assert_type(batch, Batch)
            assert_type(batch.rows, list[tuple[Any, ...]])
        recorder = Recorder(api, store)
        for event in recorder.backfill():
            assert_type(event.time, datetime)
