"""growattServer 2.2.0, the release before this one."""

from __future__ import annotations

from datetime import date
from typing import Any

import growattServer

from ours_blocking import job
from work import DAY, ROWS_A_PAGE, Tasks, each_device, keep, repeat, year


def tasks(url: str, token: str) -> Tasks:
    """What it can do."""
    api = growattServer.OpenApiV1(token)
    api.api_url = f"{url}v1/"

    def page(start: date, end: date, number: int) -> Any:
        return api.min_energy_history("TSTMIN0001", start, end, page=number, limit=ROWS_A_PAGE)

    return {
        "plants": repeat(api.plant_list),
        "latest": repeat(lambda: api.min_energy("TSTMIN0001")),
        "page": repeat(lambda: page(DAY, DAY, 1)),
        "year": year(page),
        "devices": each_device(api.min_energy),
        "clients": keep(lambda: growattServer.OpenApiV1(token)),
        "job": repeat(lambda: job(api)),
    }
