"""Never run, only checked: what mypy and pyright must know of the password API."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import assert_type

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, OpenApiV1, Timespan
from growattServer.open_api_v1.records.device_list import DeviceList
from growattServer.open_api_v1.records.plants import PlantList


def blocking() -> None:
    api = GrowattApi(True, "agent", region="china", timeout=5, session_store="store.json")
    reply = api.login("user", "password", is_password_hashed=False)
    assert_type(reply.user_id, int)
    assert_type(api.server_url, str)
    api.server_url = "https://openapi.growatt.com/"
    answer: dict[str, object] = api.plant_detail("1", Timespan.day, datetime.now())
    answer = api.mix_detail("M", "1", date="2026-06-04")
    rows: list[dict[str, object]] = [*api.device_list("1"), answer]
    print(rows)
    api.tlx_data("T", date(2026, 6, 4))
    api.update_tlx_inverter_time_segment("T", 1, 0, time(0, 1), time(1, 0), True)
    api.update_tlx_inverter_setting("T", "ac_charge", 1)
    api.mix_totals("M")  # type: ignore[call-overload]  # pyright: ignore
    api.mix_totals(1, "1")  # type: ignore[call-overload]  # pyright: ignore


async def awaited() -> None:
    async with AsyncGrowattApi() as api:
        assert_type((await api.login("user", "password")).user_id, int)
        answer: dict[str, object] = await api.mix_totals("M", "1")
        print(answer)


async def of_the_token_api() -> None:
    blocking_api: GrowattApi = OpenApiV1("token")
    blocking_api.mix_totals("M", "1")
    assert_type(OpenApiV1("token").plant_list(), PlantList)
    assert_type(OpenApiV1("token").device_list("1"), DeviceList)
    async with AsyncOpenApiV1("token") as api:
        assert_type(await api.plant_list(), PlantList)
        answer: dict[str, object] = await api.mix_totals("M", "1")
        print(answer)
