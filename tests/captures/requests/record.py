"""Record what release 2.2.0 of growattServer sends, returns and raises, against a loopback server.

    python record.py [folder]

Needs Python 3.12 or later with `growattServer==2.2.0` installed, and nothing of this repository but
the loopback server and the example bodies. README.md beside this file describes the result.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import warnings
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "shinephone"))

from shinephone_loopback import (  # noqa: E402  # pyright: ignore[reportMissingImports]
    Answer,
    Loopback,
    Received,
    captured,
    moved,
)

DAY = {"date": "2026-06-04"}
HOUR, DAYS, MONTHS = {"timespan": 0}, {"timespan": 1}, {"timespan": 2}
CLOSED = ["00", "00", "00", "00", "0"]
MIX_TIMES = ["100", "95", "1", "01", "00", "04", "30", "1", *CLOSED, *CLOSED]
SPA_TIMES = ["100", "40", "00", "40", "04", "30", "1", *CLOSED, *CLOSED]
SET_MIX = {"op": "mixSetApiNew", "serialNum": "MIX0DEMO01", "type": "pf_sys_year"}
SET_CLASSIC = {"action": "inverterSet", "serialNum": "INV0DEMO01"}
ODD = "ü ö&=+%/~'\"<"

Case = tuple[str, str, list[Any], list[str]]

CASES: list[Case] = [
    ("login", "login", ["sunny_demo", "banaan"], ["login.json"]),
    ("login", "login", ["sunny_demo", "test123"], ["login.json"]),
    ("login", "login", ["sunny ü&demo", "x", True], ["login.json"]),
    ("login", "login", ["sunny_demo", "wrong"], ["login.wrong_password.json"]),
    ("login", "login", ["sunny_demo", "banaan"], ["login.locked.json"]),
    ("login", "login", ["sunny_demo", "banaan"], ["login.locked_old_shape.json"]),
    ("login", "login", ["sunny_demo", "banaan"], ["denied_user_agent_403.html"]),
    ("login", "login", ["sunny_demo", "banaan"], ["bad_gateway_502.html"]),
    ("plants", "plant_list", ["2100345"], ["plant_list.json"]),
    ("plants", "plant_list", [2100345], ["plant_list.empty.json"]),
    ("plants", "plant_detail", ["1700001", DAYS, DAY], ["plant_detail.json"]),
    ("plants", "plant_detail", ["1700001", HOUR, DAY], ["plant_detail.json"]),
    ("plants", "plant_detail", ["1700001", MONTHS, DAY], ["plant_detail.month.json"]),
    ("plants", "plant_detail", ["1700001", DAYS], ["plant_detail.json"]),
    ("plants", "plant_list_two", [], ["plant_list_two.json"]),
    ("plants", "plant_info", ["1700001"], ["plant_info.json"]),
    ("plants", "plant_info", ["1700001"], ["plant_info.with_devices.json"]),
    ("plants", "device_list", ["1700001"], ["plant_info.json", "device_list.json"]),
    ("plants", "device_list", ["1700001"], ["plant_info.with_devices.json"]),
    ("plants", "inverter_list", ["1700001"], ["plant_info.json", "inverter_list.json"]),
    ("plants", "plant_settings", ["1700001"], ["plant_settings.json"]),
    ("plants", "plant_settings", [ODD], ["plant_settings.json"]),
    (
        "plants",
        "update_plant_settings",
        ["1700001", {"plantTimezone": "0", "plantName": "Demo Roof 2"}],
        ["plant_settings.json", "update_plant_settings.json"],
    ),
    (
        "plants",
        "update_plant_settings",
        [
            "1700001",
            {"plantName": f"{ODD}\r\n", "more": None, "number": 5},
            {"$": "plant_settings"},
        ],
        ["update_plant_settings.json"],
    ),
    ("dashboard", "dashboard_data", ["1700002", HOUR, DAY], ["dashboard_data.json"]),
    ("dashboard", "dashboard_data", ["1700002"], ["dashboard_data.json"]),
    ("dashboard", "dashboard_data", ["1700002", MONTHS, DAY], ["dashboard_data.json"]),
    ("dashboard", "plant_energy_data", ["1700001"], ["plant_energy_data.json"]),
    ("inverter", "inverter_data", ["INV0DEMO01", DAY], ["inverter_data.json"]),
    ("inverter", "inverter_data", ["INV0DEMO01"], ["inverter_data.json"]),
    ("inverter", "inverter_data", ["TLX0DEMO01", DAY], ["inverter_data.wrong_type.json"]),
    ("inverter", "inverter_detail", ["INV0DEMO01"], ["inverter_detail.json"]),
    ("inverter", "inverter_detail_two", ["INV0DEMO01"], ["inverter_detail_two.json"]),
    (
        "inverter",
        "update_inverter_setting",
        ["ignored", "ignored too", SET_MIX, ["2026-06-04 15:10:00"]],
        ["update_inverter_setting.json"],
    ),
    (
        "inverter",
        "update_inverter_setting",
        ["", "", SET_MIX, {"type": "other", "param1": None, "param2": True, "param3": 1.5}],
        ["update_inverter_setting.json"],
    ),
    (
        "inverter",
        "update_ac_inverter_setting",
        ["SPA0DEMO01", "spa_ac_charge_time_period", SPA_TIMES],
        ["update_ac_inverter_setting.json"],
    ),
    ("classic", "classic_inverter_info", ["INV0DEMO01"], ["classic_inverter_info.html"]),
    ("classic", "classic_inverter_info", ["INV0DEMO01"], ["session_expired.html"]),
    (
        "classic",
        "update_classic_inverter_setting",
        [SET_CLASSIC, {"paramId": "pv_reactive_p_rate", "command_1": "100", "command_2": "over"}],
        ["update_classic_inverter_setting.json"],
    ),
    (
        "classic",
        "update_classic_inverter_setting",
        [SET_CLASSIC, ["1", 2]],
        ["set_classic_inverter_on_off.failure.json"],
    ),
    (
        "classic",
        "set_classic_inverter_active_power_rate",
        ["INV0DEMO01", 50],
        ["set_classic_inverter_active_power_rate.json"],
    ),
    (
        "classic",
        "set_classic_inverter_on_off",
        ["INV0DEMO01", True],
        ["set_classic_inverter_on_off.json"],
    ),
    (
        "classic",
        "set_classic_inverter_on_off",
        ["INV0DEMO01", 0],
        ["set_classic_inverter_on_off.failure.json"],
    ),
    ("tlx", "tlx_system_status", ["1700001", "TLX0DEMO01"], ["tlx_system_status.json"]),
    ("tlx", "tlx_energy_overview", ["1700001", "TLX0DEMO01"], ["tlx_energy_overview.json"]),
    (
        "tlx",
        "tlx_energy_prod_cons",
        ["1700001", "TLX0DEMO01", HOUR, DAY],
        ["tlx_energy_prod_cons.json"],
    ),
    (
        "tlx",
        "tlx_energy_prod_cons",
        ["1700001", "TLX0DEMO01", DAYS, DAY],
        ["tlx_energy_prod_cons.day.json"],
    ),
    (
        "tlx",
        "tlx_energy_prod_cons",
        ["1700001", "TLX0DEMO01", MONTHS, DAY],
        ["tlx_energy_prod_cons.month.json"],
    ),
    ("tlx", "tlx_energy_prod_cons", ["1700001", "TLX0DEMO01"], ["tlx_energy_prod_cons.json"]),
    ("tlx", "tlx_data", ["TLX0DEMO01", DAY], ["tlx_data.json"]),
    ("tlx", "tlx_data", ["TLX0DEMO01"], ["tlx_data.json"]),
    ("tlx", "tlx_detail", ["TLX0DEMO01"], ["tlx_detail.json"]),
    ("tlx", "tlx_params", ["TLX0DEMO01"], ["tlx_params.json"]),
    ("tlx", "tlx_all_settings", ["TLX0DEMO01"], ["tlx_all_settings.json"]),
    ("tlx", "tlx_enabled_settings", ["TLX0DEMO01"], ["tlx_enabled_settings.json"]),
    ("tlx", "tlx_battery_info", ["BAT0DEMO01"], ["tlx_battery_info.json"]),
    (
        "tlx",
        "tlx_battery_info_detailed",
        ["1700001", "BAT0DEMO01"],
        ["tlx_battery_info_detailed.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_time_segment",
        ["TLX0DEMO01", 1, 0, {"time": "00:01"}, {"time": "11:59"}, True],
        ["update_tlx_inverter_time_segment.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_time_segment",
        ["TLX0DEMO01", 9, 2, {"time": "23:00"}, {"time": "23:59"}, False],
        ["update_tlx_inverter_time_segment.time_invalid.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_setting",
        ["TLX0DEMO01", "ac_charge", 1],
        ["update_tlx_inverter_setting.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_setting",
        ["TLX0DEMO01", "pf_sys_year", "2026-06-04 15:10:00"],
        ["update_tlx_inverter_setting.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_setting",
        ["TLX0DEMO01", "charge_power", ["5", 6, None, False]],
        ["update_tlx_inverter_setting.out_of_range.json"],
    ),
    (
        "tlx",
        "update_tlx_inverter_setting",
        ["TLX0DEMO01", "charge_power", {"param3": ODD, "type": "x"}],
        ["update_tlx_inverter_setting.json"],
    ),
    ("mix", "mix_info", ["MIX0DEMO01", "1700002"], ["mix_info.json"]),
    ("mix", "mix_info", ["MIX0DEMO01"], ["mix_info.not_a_mix.json"]),
    ("mix", "mix_info", ["MIX0DEMO01", ""], ["mix_info.json"]),
    ("mix", "mix_totals", ["MIX0DEMO01", "1700002"], ["mix_totals.json"]),
    ("mix", "mix_system_status", ["MIX0DEMO01", 1700002], ["mix_system_status.json"]),
    ("mix", "mix_detail", ["MIX0DEMO01", "1700002", HOUR, DAY], ["mix_detail.json"]),
    ("mix", "mix_detail", ["MIX0DEMO01", "1700002", MONTHS, DAY], ["mix_detail.not_a_mix.json"]),
    ("mix", "mix_detail", ["MIX0DEMO01", "1700002"], ["mix_detail.json"]),
    ("mix", "get_mix_inverter_settings", ["MIX0DEMO01"], ["get_mix_inverter_settings.json"]),
    (
        "mix",
        "update_mix_inverter_setting",
        ["MIX0DEMO01", "mix_ac_charge_time_period", MIX_TIMES],
        ["update_mix_inverter_setting.json"],
    ),
    (
        "mix",
        "update_mix_inverter_setting",
        ["MIX0DEMO01", "pf_sys_year", {"param1": "2026-06-04 15:10:00"}],
        ["update_mix_inverter_setting.device_offline.json"],
    ),
    ("storage", "storage_detail", ["STO0DEMO01"], ["storage_detail.json"]),
    ("storage", "storage_params", ["STO0DEMO01"], ["storage_params.json"]),
    (
        "storage",
        "storage_energy_overview",
        ["1700003", "STO0DEMO01"],
        ["storage_energy_overview.json"],
    ),
    ("noah", "is_plant_noah_system", ["1700005"], ["is_plant_noah_system.json"]),
    ("noah", "is_plant_noah_system", ["1700001"], ["is_plant_noah_system.without_noah.json"]),
    ("noah", "noah_system_status", ["0NOADEMO00000001"], ["noah_system_status.json"]),
    ("noah", "noah_info", ["0NOADEMO00000001"], ["noah_info.json"]),
    (
        "noah",
        "update_noah_settings",
        ["0NOADEMO00000001", "default_power", ["150"]],
        ["update_noah_settings.json"],
    ),
    (
        "noah",
        "update_noah_settings",
        ["0NOADEMO00000001", "updatePlantMoney", {"param1": "1700005", "param2": 0.3}],
        ["update_noah_settings.json"],
    ),
]

ODD_REPLIES: dict[str, Answer] = {
    "empty object": Answer(b"{}"),
    "empty list": Answer(b"[]"),
    "null": Answer(b"null"),
    "null payload": Answer(b'{"back": null, "obj": null, "PlantList": null, "deviceList": null}'),
    "empty payload": Answer(b'{"back": {}, "obj": {}, "PlantList": [], "deviceList": []}'),
    "empty body": Answer(b""),
    "half": Answer(b'{"obj": {"a": 1'),
    "not a number": Answer(b'{"obj": {"a": NaN}, "back": {"success": false, "b": Infinity}}'),
    "session_expired.html": captured("session_expired.html"),
    "bad_gateway_502.html": captured("bad_gateway_502.html"),
    "denied_user_agent_403.html": captured("denied_user_agent_403.html"),
    "not logged in, 500": Answer(b"you have not login to the system", 500),
    "405": Answer(b"<html>request has been blocked</html>", 405),
}

OK = Answer(b'{"obj": {"a": 1}, "back": {"success": false, "b": 2}, "PlantList": []}')
REDIRECTS: dict[str, list[Answer]] = {
    "302": [moved("/elsewhere.do?a=1"), OK],
    "301": [moved("elsewhere.do?a=1", 301), OK],
    "303": [moved("/elsewhere.do?a=b%20c", 303), OK],
    "307": [moved("/elsewhere.do?a=%C3%BC+~", 307), OK],
    "308": [moved("//{host}/elsewhere.do#part", 308), OK],
    "two": [moved("{url}one/two.do"), moved("../three.do"), OK],
    "302 to the login": [
        moved("/error.do?errorMess=errorNoLogin"),
        captured("session_expired.html"),
    ],
    "in a circle": [moved("/again.do")] * 31,
}
REDIRECTED: dict[str, list[Any]] = {
    "login": ["sunny_demo", "banaan"],
    "plant_list": ["2100345"],
    "plant_list_two": [],
    "plant_info": ["1700001"],
    "mix_totals": ["MIX0DEMO01", "1700002"],
    "tlx_system_status": ["1700001", "TLX0DEMO01"],
}


def plain(value: Any) -> Any:
    """The argument that a value in the JSON stands for."""
    import growattServer

    if isinstance(value, dict) and len(value) == 1:
        ((kind, inner),) = value.items()
        if kind == "date":
            return date.fromisoformat(inner)
        if kind == "time":
            return time.fromisoformat(inner)
        if kind == "timespan":
            return growattServer.Timespan(inner)
        if kind == "$":
            return json.loads(captured(f"{inner}.json").body)
    return value


def request_row(request: Received, url: str) -> dict[str, Any]:
    """What counts of a request; the day of the recording stands as {today}."""
    body = request.body.decode("utf-8", "backslashreplace")
    content_type = request.headers.get("content-type")
    if content_type and (match := re.search(r"boundary=([0-9a-f]{32})$", content_type)):
        body = body.replace(match[1], "{boundary}")
        content_type = content_type.replace(match[1], "{boundary}")
    row = {
        "request": f"{request.method} {request.target}",
        "content_type": content_type,
        "content_length": request.headers.get("content-length"),
        "body": body,
    }
    today = datetime.now(UTC).date()
    return {
        key: value.replace(str(today), "{today}").replace(str(today)[:7], "{month}")
        if isinstance(value, str)
        else value
        for key, value in row.items()
    }


def digest(value: Any) -> Any:
    """A returned value, or its SHA-256 where it is long."""
    text = json.dumps(value, sort_keys=True)
    if len(text) < 400:
        return json.loads(text)
    return {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def outcome(call: Any) -> dict[str, Any]:
    """What a call returns or raises, and its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = call()
            row: dict[str, Any] = {"returns": digest(result), "type": type(result).__name__}
        except Exception as error:
            kinds = [f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__]
            row = {"raises": kinds[: kinds.index("builtins.Exception")]}
            if kinds[0].startswith("growattServer."):
                row["says"] = str(error)
    if caught:
        row["warns"] = [[one.category.__name__, str(one.message)] for one in caught]
    return row


def run(server: Loopback, method: str, arguments: list[Any], answers: list[Answer]) -> Any:
    """One case against a fresh client."""
    import growattServer

    host = server.url.split("/")[2]
    server.received.clear()
    server.answers.clear()
    for answer in answers:
        headers = tuple(
            (key, value.replace("{url}", server.url).replace("{host}", host))
            for key, value in answer.headers
        )
        server.answers.append(answer._replace(headers=headers))
    api = growattServer.GrowattApi()
    api.server_url = server.url
    values = [plain(argument) for argument in arguments]
    result = outcome(lambda: getattr(api, method)(*values))
    api.session.close()
    return {
        "method": method,
        "arguments": arguments,
        "requests": [request_row(request, server.url) for request in server.received],
        **result,
    }


def first_cases() -> list[tuple[str, list[Any]]]:
    """Each method once, with its first arguments."""
    seen: dict[str, list[Any]] = {}
    for _, method, arguments, _ in CASES:
        seen.setdefault(method, arguments)
    return list(seen.items())


def record(folder: Path) -> None:
    """Write the files."""
    files: dict[str, list[Any]] = {}
    with Loopback() as server:
        for group, method, arguments, names in CASES:
            row = run(server, method, arguments, [captured(name) for name in names])
            files.setdefault(group, []).append({"replies": names, **row})
        for method, arguments in first_cases():
            for name, answer in ODD_REPLIES.items():
                row = run(server, method, arguments, [answer] * 2)
                row["requests"] = len(row["requests"])
                files.setdefault("odd_replies", []).append({"reply": name, **row})
        for method, arguments in REDIRECTED.items():
            for name, answers in REDIRECTS.items():
                row = run(server, method, arguments, answers)
                if name == "in a circle":
                    row["requests"] = len(row["requests"])
                files.setdefault("redirects", []).append({"reply": name, **row})
    for group, rows in files.items():
        lines = ",\n".join(f" {json.dumps(row)}" for row in rows)
        (folder / f"{group}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    if version("growattServer") != "2.2.0":
        sys.exit("this records release 2.2.0; it is not what is installed here")
    record(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
