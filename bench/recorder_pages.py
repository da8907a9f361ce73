"""A week of history from our simulated cloud, as files: python bench/recorder_pages.py FOLDER.

`page01.json` and so on are replies of 100 rows, as they are sent; `others.json` has what else a
recorder asks for before it can begin, by the last part of the address.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
from growattServer import OpenApiV1
from growattServer.recorder.keep.windows import PAGE_ROWS, days_of
from growattServer.simulator import Simulator

# seven days from a Thursday on, which is how a recorder asks for them
WINDOW = 2892
NOW = datetime(2025, 6, 19, 12, tzinfo=UTC)
SERIALS = ("SIMMIN0001", "SIMMIN0002")


def encoded(data: Any) -> bytes:
    """A reply as it is sent."""
    return orjson.dumps({"data": data, "error_code": 0, "error_msg": ""})


def first_day(window: int) -> date:
    """The first day of a window."""
    return days_of(window, NOW.date())[0]


def page_rows(api: OpenApiV1, page: int) -> Any:
    """A page of the week."""
    first, last = days_of(WINDOW, NOW.date())
    return api.min_energy_history(SERIALS[0], first, last, "UTC", page, PAGE_ROWS)


def others(api: OpenApiV1) -> dict[str, Any]:
    """The account: one plant with two inverters of the kind that was asked about."""
    plants = api.plant_list()
    plant = plants["plants"][0]["plant_id"]
    rows = api.device_list(plant)
    mine = next(row for row in rows["devices"] if row["device_sn"] == SERIALS[0])
    rows["devices"] = [{**mine, "device_sn": serial} for serial in SERIALS]
    rows["count"] = len(SERIALS)
    return {
        "plant/list": {**plants, "plants": plants["plants"][:1], "count": 1},
        "device/list": rows,
        "plant/details": api.plant_details(plant),
        "tlx/tlx_data_info": api.min_detail(SERIALS[0]),
    }


def write(folder: Path) -> None:
    """Ask for everything, and keep it."""
    with (
        Simulator(start=NOW, speed=0, history_days=20, seed=3) as cloud,
        OpenApiV1(cloud.token, server_url=cloud.url) as api,
    ):
        page = pages = 1
        while page <= pages:
            data = page_rows(api, page)
            (folder / f"page{page:02}.json").write_bytes(encoded(data))
            pages = -(-data["count"] // PAGE_ROWS)
            page += 1
        (folder / "others.json").write_text(json.dumps(others(api)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
