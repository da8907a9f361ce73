"""growatt-public-api, which makes pydantic models of all replies.

Its cache of replies on the disk is off, which spares it work.
"""

from __future__ import annotations

from growatt_public_api import GrowattApi

from work import DAY, ROWS_A_PAGE, Tasks, each_device, keep, repeat


def tasks(url: str, token: str) -> Tasks:
    """What it can do."""
    api = GrowattApi(token, server_url=url.rstrip("/"), use_cache=False)

    def latest(serial: str) -> object:
        return api.min.energy(serial)

    def page() -> object:
        return api.min.energy_history("TSTMIN0001", DAY, DAY, page=1, limit=ROWS_A_PAGE)

    return {
        "plants": repeat(api.plant.list),
        "latest": repeat(lambda: latest("TSTMIN0001")),
        "page": repeat(page),
        "devices": each_device(latest),
        "clients": keep(lambda: GrowattApi(token, server_url=url, use_cache=False)),
    }
