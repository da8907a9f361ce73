"""Calls every public method of growatt-public-api once, and tells what became of each.

    python -I public_api_walk.py FOLDER SERVER TOKEN FACTS

It runs in an interpreter of its own, which has that package in FOLDER and this one not at all.
FACTS is JSON: what there is at SERVER, and the arguments that no method can do without.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from datetime import date, time
from importlib import import_module
from typing import Any

DAY = date(2026, 6, 15)
SCHEDULE = [(60, time(1), time(5))]
ARGUMENTS: dict[str, Any] = {
    "start_date": DAY,
    "end_date": DAY,
    "date_": DAY,
    "limit": 100,
    "active_power": 60,
    "active_power_percent": 60,
    "active_power_watt": 300,
    "soc_limit": 20,
    "grid_charging": True,
    "off_grid": True,
    "power_on": False,
    "time_period_nr": 2,
    "start_time": time(1),
    "end_time": time(2),
    "work_mode": 0,
    "power_watt": 300,
    "enabled": True,
    "inverter_sn": "INV1",
    "inverter_model_id": "0x0207",
    "inverter_brand_name": "Hoymiles",
    "inverter_model_name": "HM-1500",
    "schedules": SCHEDULE,
    "percentage": -50,
    "time_": time(18),
}
"""Arguments by their names, which mean the same in all methods."""

MOST_ROWS = 100
CHANGES = ("setting_write", "setting_clear", "write", "add", "modify", "register", "remove")
"""How the names of those begin that change what there is: they come after all that read."""


def rooms(api: Any) -> dict[str, Any]:
    """The objects whose methods are the calls, by the names that they have on the api."""
    found = {
        name: getattr(api, name)
        for name, member in inspect.getmembers(type(api))
        if isinstance(member, property)
    }
    found["v4"] = import_module("growatt_public_api.api_v4.api_v4").ApiV4(api.session)
    found["vpp"] = import_module("growatt_public_api.vpp.vpp").Vpp(api.session)
    return found


def methods(api: Any) -> dict[str, Any]:
    """All public methods by `room.method`; what reads is first, and what deletes is last."""
    found = {
        f"{room}.{name}": method
        for room, thing in rooms(api).items()
        for name, method in inspect.getmembers(thing, inspect.ismethod)
        if not name.startswith("_")
    }

    def when(name: str) -> int:
        short = name.partition(".")[2]
        return 2 if short == "delete" else int(short.startswith(CHANGES))

    return dict(sorted(found.items(), key=lambda item: when(item[0])))


def calls(name: str, method: Any, facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The calls of a method, one for each word of V4 that has it, with their arguments."""
    room = name.partition(".")[0]
    wanted = inspect.signature(method).parameters
    special = facts["arguments"].get(name.partition(".")[2], {})
    given = ARGUMENTS | facts["rooms"].get(room, {}) | special | facts["arguments"].get(name, {})
    if "device_type" not in wanted:
        yield name, {key: value for key, value in given.items() if key in wanted}
        return
    words = facts["words"]
    for word in facts["only"].get(name, words):
        serial_number = words[word]
        given |= {"device_type": word, "device_sn": serial_number}
        yield f"{name} {word}", {key: value for key, value in given.items() if key in wanted}


def plain(answer: Any) -> Any:
    """An answer as JSON, whose lists are cut; that it is there shows that their models take it."""
    if hasattr(answer, "model_dump"):
        answer = answer.model_dump(mode="json", by_alias=True)
    if isinstance(answer, list):
        return [plain(each) for each in answer[:MOST_ROWS]]
    if isinstance(answer, dict):
        return {key: plain(value) for key, value in answer.items()}
    return answer if answer is None or isinstance(answer, str | int | float) else str(answer)


def tell(method: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer of a call, with its code and whether it has data, or how it failed."""
    try:
        answer = method(**arguments)
        return {
            "code": getattr(answer, "error_code", None),
            "is_empty": getattr(answer, "data", answer) in (None, [], {}),
            "answer": plain(answer),
        }
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:1500]}


def main(folder: str, server: str, token: str, facts: dict[str, Any]) -> None:
    """Print what all methods tell."""
    sys.path.insert(0, folder)
    api = import_module("growatt_public_api").GrowattApi(token, server_url=server, use_cache=False)
    found = methods(api)
    told = {
        call: tell(method, arguments)
        for name, method in found.items()
        for call, arguments in calls(name, method, facts)
    }
    for name, arguments in facts["more"]:
        told[f"{name} {arguments['device_sn']}"] = tell(found[name], arguments)
    print(json.dumps({"methods": list(found), "told": told}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4]))
