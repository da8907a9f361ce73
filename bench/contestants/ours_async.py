"""This library, async."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import growattServer

from work import DAY, ROWS_A_PAGE, Tasks, Work, keep, serials, year_async


def tasks(url: str, token: str) -> Tasks:
    """What it can do, on one event loop."""
    runner = asyncio.Runner()
    api = growattServer.AsyncOpenApiV1(token, server_url=url)
    atexit.register(lambda: runner.run(api.close()))

    def repeat(call: Callable[[], Awaitable[object]]) -> Work:
        async def work(calls: int) -> None:
            for _ in range(calls):
                await call()

        return lambda calls: runner.run(work(calls))

    async def page(start: date, end: date, number: int) -> Any:
        return await api.min_energy_history(
            "TSTMIN0001", start, end, page=number, limit=ROWS_A_PAGE
        )

    async def devices(count: int) -> object:
        return {serial: await api.min_energy(serial) for serial in serials(count)}

    return {
        "plants": repeat(api.plant_list),
        "latest": repeat(lambda: api.min_energy("TSTMIN0001")),
        "page": repeat(lambda: page(DAY, DAY, 1)),
        "year": lambda weeks: runner.run(year_async(lambda worker: page, weeks)),
        "devices": lambda count: runner.run(devices(count)),
        "clients": keep(lambda: growattServer.AsyncOpenApiV1(token, server_url=url)),
        "job": repeat(lambda: job(api)),
    }


async def job(api: growattServer.AsyncOpenApiV1) -> None:
    """All there is to know about each device of the account, the devices side by side."""
    plants = (await api.plant_list())["plants"]
    lists = await asyncio.gather(*(api.device_list(plant["plant_id"]) for plant in plants))
    await asyncio.gather(*(_about(api, row) for one in lists for row in one["devices"]))


async def _about(api: growattServer.AsyncOpenApiV1, device: dict[str, Any]) -> None:
    serial, kind = device["device_sn"], device["type"]
    if kind == 7:
        await api.min_detail(serial)
        await api.min_settings(serial)
        await api.min_energy(serial)
        await api.min_energy_history(serial, DAY, DAY, limit=ROWS_A_PAGE)
    elif kind == 5:
        await api.sph_detail(serial)
        await api.sph_energy(serial)
        await api.sph_energy_history(serial, DAY, DAY, limit=ROWS_A_PAGE)
