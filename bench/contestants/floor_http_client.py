"""A floor: `http.client` and `json` of the standard library, on one connection, with no manners."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from work import DAY, Tasks, repeat

PLANTS = {"page": "", "perpage": "", "search_type": "", "search_keyword": ""}
LATEST = {"tlx_sn": "TSTMIN0001"}
PAGE = {"tlx_sn": "TSTMIN0001", "start_date": DAY, "end_date": DAY, "page": 1, "perpage": 100}


def tasks(url: str, token: str) -> Tasks:
    """What it can do."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    headers = {"token": token, "Content-Type": "application/x-www-form-urlencoded"}

    def ask(method: str, page: str, form: dict[str, Any]) -> Any:
        connection.request(method, f"/v1/{page}", urlencode(form), headers)
        body = json.loads(connection.getresponse().read())
        if body["error_code"] != 0:
            raise SystemExit("the server refused")
        return body["data"]

    return {
        "plants": repeat(lambda: ask("GET", "plant/list", PLANTS)),
        "latest": repeat(lambda: ask("POST", "device/tlx/tlx_last_data", LATEST)),
        "page": repeat(lambda: ask("POST", "device/tlx/tlx_data", PAGE)),
    }
