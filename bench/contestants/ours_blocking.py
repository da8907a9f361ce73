"""This library, blocking."""

from __future__ import annotations

from datetime import date
from typing import Any

import growattServer

from work import DAY, ROWS_A_PAGE, Tasks, each_device, keep, repeat, year


def tasks(url: str, token: str) -> Tasks:
    """What it can do."""
    api = growattServer.OpenApiV1(token, server_url=url)

    def page(start: date, end: date, number: int) -> Any:
        return api.min_energy_history("TSTMIN0001", start, end, page=number, limit=ROWS_A_PAGE)

    return {
        "plants": repeat(api.plant_list),
        "latest": repeat(lambda: api.min_energy("TSTMIN0001")),
        "page": repeat(lambda: page(DAY, DAY, 1)),
        "year": year(page),
        "devices": each_device(api.min_energy),
        "clients": keep(lambda: growattServer.OpenApiV1(token, server_url=url)),
        "job": repeat(lambda: job(api)),
    }


def job(api: growattServer.OpenApiV1) -> None:
    """All there is to know about each device of the account, today's history included."""
    for plant in api.plant_list()["plants"]:
        for device in api.device_list(plant["plant_id"])["devices"]:
            serial, kind = device["device_sn"], device["type"]
            if kind == 7:
                api.min_detail(serial)
                api.min_settings(serial)
                api.min_energy(serial)
                api.min_energy_history(serial, DAY, DAY, limit=ROWS_A_PAGE)
            elif kind == 5:
                api.sph_detail(serial)
                api.sph_energy(serial)
                api.sph_energy_history(serial, DAY, DAY, limit=ROWS_A_PAGE)
