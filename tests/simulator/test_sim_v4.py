"""The newer API with a token: envelope, beans as the vendor shows them, codes and paces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.families import V4_FAMILIES
from growattServer.simulator.routes import V4_CALLS

from .conftest import START

CAPTURES = Path(__file__).parent.parent / "captures" / "v4"
NOON = datetime.fromisoformat(START)
SERIALS = {
    "min": "SIMMIN0001",
    "sph": "SIMSPH0001",
    "spa": "SIMSPA0001",
    "inv": "SIMINV0001",
    "storage": "SIMSPF0001",
    "noah": "SIMNOA0001",
}
MIN = {"deviceSn": SERIALS["min"], "deviceType": "min"}
NOAH = {"deviceSn": SERIALS["noah"], "deviceType": "noah"}
DAY = "2026-06-15"
EVERYTHING = Path(__file__).parent / "everything.toml"
WORDS = sorted({*SERIALS, "max", "wit", "sph-s"})
WITH_VPP = ("min", "sph", "spa", "wit")
FAST = (*WITH_VPP, "sph-s")


class Client:
    """A program with a token."""

    def __init__(self, sim: Simulator, http: requests.Session) -> None:
        self.sim, self.http = sim, http

    def ask(self, path: str, token: str = "", **form: Any) -> dict[str, Any]:
        reply = self.http.post(
            f"{self.sim.url}v4/new-api/{path}",
            data=form,
            headers={"token": token or self.sim.token},
            timeout=60,
        )
        assert reply.status_code == 200
        body: dict[str, Any] = reply.json()
        return body

    def code(self, path: str, **form: Any) -> int:
        return int(self.ask(path, **form)["code"])


@pytest.fixture
def client(sim: Simulator, http: requests.Session) -> Client:
    return Client(sim, http)


@pytest.fixture
def strict(http: requests.Session) -> Iterator[Client]:
    with Simulator(start=START, speed=0, history_days=0, limits="strict") as sim:
        yield Client(sim, http)


@pytest.fixture(scope="module")
def shared_everything() -> Iterator[Simulator]:
    with Simulator(world=EVERYTHING, start=START, speed=0, history_days=1) as sim:
        yield sim


@pytest.fixture
def everything(shared_everything: Simulator, http: requests.Session) -> Client:
    """A device of each family."""
    shared_everything.reset()
    return Client(shared_everything, http)


def listed(client: Client) -> dict[str, str]:
    """The serial numbers of the devices, by the word of V4."""
    rows = client.ask("queryDeviceList", page=1)["data"]["data"]
    return {row["deviceType"]: row["deviceSn"] for row in rows}


def named(client: Client, word: str) -> dict[str, str]:
    return {"deviceType": word, "deviceSn": listed(client)[word]}


def example(name: str) -> Any:
    return json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))


def shape(value: Any) -> Any:
    """Keys and kinds of values; a number is a number, and null may be anything."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return "number" if isinstance(value, int | float) else "text"


def alike(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(alike(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return not ours or not theirs or alike(ours[0], theirs[0])
    return ours == theirs or "NoneType" in (ours, theirs)


def test_the_world_has_every_family(everything: Client) -> None:
    devices = everything.sim._cloud.world.devices.values()
    # a NEXA is a NOAH here
    assert {device.family for device in devices} >= V4_FAMILIES.keys() - {"nexa"}
    assert sorted(listed(everything)) == WORDS


@pytest.mark.parametrize("family", WORDS)
@pytest.mark.parametrize("call", ["query_device_info", "query_last_data", "query_historical_data"])
def test_a_bean_has_the_shape_of_the_example(everything: Client, call: str, family: str) -> None:
    path = "".join(word.title() if index else word for index, word in enumerate(call.split("_")))
    body = everything.ask(path, **named(everything, family), date=DAY)
    theirs = example(call if family == "min" else f"{call}.{family}")
    if family == "sph-s" and call == "query_historical_data":
        del theirs["data"]["endDate"]  # a relic that no other family has
        body["data"] = dict(sorted(body["data"].items()))
        theirs["data"] = dict(sorted(theirs["data"].items()))
    assert alike(shape(body), shape(theirs))
    assert "ZZ" not in json.dumps(body).replace("0ZZZNOAH", "").replace("-ZZLOG", "")
    ((_, rows), *_) = body["data"].items()
    assert rows


@pytest.mark.parametrize("word", WORDS)
def test_all_calls_show_the_same_truth(everything: Client, word: str) -> None:
    client, who = everything, named(everything, word)
    true = client.sim.device(who["deviceSn"])
    power, life = true["power_w"], true["lifetime_wh"]
    ((row,),) = client.ask("queryLastData", **who)["data"].values()
    solar = sum(row[key] for key in ("ppv1", "ppv2") if key in row) if word == "spa" else row["ppv"]
    assert solar == pytest.approx(power["pv1"] + power["pv2"], abs=0.11)
    for key, flow in (
        ("pac", "ac_output"),
        ("pacToUserTotal", "grid_import"),
        ("pcharge1", "charge"),
        ("plocalLoadTotal", "load"),
    ):
        if row.get(key) is not None and word not in ("storage", "inv"):
            assert row[key] == pytest.approx(power[flow], abs=0.11), key
    for key, flow in (
        ("eacTotal", "ac_output"),
        ("echarge1Total", "charge"),
        ("edischarge1Total", "discharge"),
        ("elocalLoadTotal", "load"),
        ("etoUserTotal", "grid_import"),
    ):
        if row.get(key) is not None:
            assert row[key] == pytest.approx(life[flow] / 1000, abs=0.06), key
    history = client.ask("queryHistoricalData", **who, date=DAY)["data"]["datas"]
    many = client.ask("queryDevicesHistoricalData", **who, date=DAY)["data"]
    assert history[-1] == row
    assert many == {who["deviceSn"]: history}
    ((info,),) = client.ask("queryDeviceInfo", **who)["data"].values()
    assert info["lost"] is False
    assert info["alias"] == f"Simulated {who['deviceSn']}"
    model = client.ask("queryDeviceInfoParam", **who)["data"]
    assert model["norminalPower"] == true["hardware"]["rated_power_w"]
    assert client.ask("getWiFiSignalByDevice", **who)["message"] == "-67"
    fast = client.ask("queryDfcData", **who)["data"]
    assert (fast is not None) == (word in FAST)
    if fast is not None:
        assert fast["ppv"] == pytest.approx(power["pv1"] + power["pv2"], abs=0.11)
        flow = power["charge"] - power["discharge"]
        assert fast["batPower"] == pytest.approx(flow, abs=0.11)


@pytest.mark.parametrize("word", [word for word in WORDS if word != "noah"])
def test_power_and_switch_change_what_a_device_gives(everything: Client, word: str) -> None:
    client, who = everything, named(everything, word)
    assert client.code("setPower", **who, value=1) == 0
    assert client.ask("readPower", **who)["data"] == 1
    client.sim.set_clock(NOON + timedelta(minutes=5))
    true = client.sim.device(who["deviceSn"])
    limit = 0.01 * true["hardware"]["rated_power_w"]
    assert true["power_w"]["ac_output"] == pytest.approx(limit, rel=0.5)
    assert true["power_w"]["ac_output"] <= limit + 1e-6
    assert client.code("setOnOrOff", **who, value=0) == 0
    client.sim.set_clock(NOON + timedelta(minutes=10))
    assert client.sim.device(who["deviceSn"])["power_w"]["ac_output"] == 0
    assert client.code("setOnOrOff", **who, value=1) == 0
    client.sim.set_clock(NOON + timedelta(minutes=15))
    assert client.sim.device(who["deviceSn"])["power_w"]["ac_output"] > 0


@pytest.mark.parametrize("word", WORDS)
def test_the_parameters_of_a_power_plant_are_those_of_four_types(
    everything: Client, word: str
) -> None:
    who, setting = named(everything, word), {"setType": "set_param_22", "value": "80"}
    wanted = 0 if word in WITH_VPP else 7
    assert everything.code("setVppParameter", **who, **setting) == wanted
    assert everything.code("readVppParameter", **who, setType="set_param_22") == wanted


@pytest.mark.parametrize(
    ("path", "name", "form"),
    [
        ("queryDeviceList", "query_device_list", {"page": "1"}),
        ("queryDfcData", "query_dfc_data", MIN),
        ("queryDeviceInfoParam", "query_device_info_param", MIN),
        ("getWiFiSignalByDevice", "get_wifi_signal_by_device", MIN),
        ("readPower", "read_power", MIN),
        ("readVppParameter", "read_vpp_parameter", {**MIN, "setType": "set_param_27"}),
        ("setOnOrOff", "set_on_or_off", {**MIN, "value": "1"}),
        ("setGridCharge", "set_grid_charge", {**NOAH, "value": "1"}),
    ],
)
def test_other_answers_have_the_shape_of_the_example(
    client: Client, path: str, name: str, form: dict[str, str]
) -> None:
    body = client.ask(path, **form)
    if isinstance(body["data"], dict):
        theirs, ours = shape(example(name)), shape(body)
        assert ours.keys() == theirs.keys()
        assert ours["data"].keys() == theirs["data"].keys()
    else:
        assert shape(body) == shape(example(name))
    assert body["message"] in (example(name)["message"], "-67")


def test_parameters_may_travel_in_the_address(client: Client) -> None:
    reply = client.http.post(
        f"{client.sim.url}v4/new-api/queryLastData",
        params=MIN,
        headers={"token": client.sim.token},
        timeout=60,
    )
    assert reply.json() == client.ask("queryLastData", **MIN)


def test_texts_of_time_are_on_the_clock_of_the_server(client: Client) -> None:
    (row,) = client.ask("queryLastData", **MIN)["data"]["min"]
    true = client.sim.device(SERIALS["min"])["timestamp"]
    assert row["calendar"] == true * 1000
    assert row["time"] == "2026-06-15 18:00:00"
    assert row["lost"] is True
    (row,) = client.ask("queryDeviceInfo", **MIN)["data"]["min"]
    assert (row["lastUpdateTime"], row["lost"]) == (true * 1000, False)
    (row,) = client.ask("queryLastData", **NOAH)["data"]["noah"]
    assert (row["time"], row["timeStr"]) == (true * 1000, "2026-06-15 18:00:00")


def test_pages_of_a_hundred(client: Client) -> None:
    for number in range(100):
        client.sim.add_device("inverter", f"MORE{number:04d}")
    first, second = (client.ask("queryDeviceList", page=page)["data"] for page in (1, 2))
    assert (len(first["data"]), len(second["data"])) == (100, 6)
    assert (first["lastPager"], second["lastPager"], second["count"]) == (False, True, 106)
    assert client.ask("queryDeviceList")["data"] == first
    serials = ",".join(row["deviceSn"] for row in first["data"]) + ",X"
    assert client.code("queryLastData", deviceSn=serials, deviceType="inv") == 11
    assert client.code("queryDeviceList", page="0") == 10


@pytest.mark.parametrize(
    ("path", "form", "code"),
    [
        ("queryLastData", {"deviceSn": "X", "deviceType": "toaster"}, 7),
        ("queryLastData", {"deviceSn": "", "deviceType": "min"}, 8),
        ("queryLastData", {"deviceSn": "X", "deviceType": "wit"}, 0),
        ("queryHistoricalData", {**MIN}, 9),
        ("queryHistoricalData", {**MIN, "date": "June"}, 9),
        ("queryHistoricalData", {**MIN, "deviceType": "sph", "date": DAY}, 7),
        ("queryHistoricalData", {**MIN, "deviceSn": "X", "date": DAY}, 12),
        ("setPower", {**MIN, "value": "101"}, 6),
        ("setPower", {**NOAH, "value": "800"}, 0),
        ("setOnOrOff", {**NOAH, "value": "1"}, 7),
        ("setOnOrOff", {"deviceSn": "SIMSPF0001", "deviceType": "storage", "value": "2"}, 6),
        ("setVppParameter", {**MIN, "setType": "set_param_35", "value": "1"}, 6),
        ("setVppParameter", {**MIN, "setType": "set_param_34", "value": "[]"}, 6),
        ("setVppParameter", {**MIN, "setType": "set_param_34", "value": "{"}, 6),
        ("setVppParameter", {**MIN, "setType": "set_param_34", "value": '[{"x":1}]'}, 6),
        ("setVppParameter", {**NOAH, "setType": "set_param_1", "value": "1"}, 7),
        ("removeVppTimePeriod", {**MIN, "setType": "set_param_1"}, 6),
        ("setHighLimitSoc", {**MIN, "value": "90"}, 7),
        ("setLowLimitSoc", {**NOAH, "value": "96"}, 6),
        ("setTimeSegment", {**NOAH, "type": "1"}, 6),
        ("setDevice", {**NOAH, "value": "{}"}, 6),
        ("setDevice", {**NOAH, "value": "["}, 6),
    ],
)
def test_codes(client: Client, path: str, form: dict[str, str], code: int) -> None:
    assert client.code(path, **form) == code


def test_refusals_are_those_of_the_examples(client: Client) -> None:
    assert client.ask("queryDeviceList", token="x") == example("error.permission_denied")
    no_such = {**MIN, "deviceSn": "NOSUCH"}
    assert client.ask("readPower", **no_such) == example("error.no_permission")
    failed = client.ask("setPower", **MIN, value="x")
    assert failed == example("error.setting_failed")
    client.sim.add_fault({"fault": "error_code", "match": "/v4/new-api/*"})
    assert client.ask("queryDeviceList") == example("error.system_error")
    client.sim.add_fault({"fault": "null_data", "match": "/v4/new-api/*"})
    assert client.ask("queryDeviceList")["data"] is None
    assert client.http.get(f"{client.sim.url}v4/new-api/readPower", timeout=60).status_code == 405
    assert client.http.get(f"{client.sim.url}v4/new-api/x", timeout=60).status_code == 404


def test_there_are_all_calls() -> None:
    assert len({call.path for call in V4_CALLS}) == len(V4_CALLS) == 21


def test_each_call_keeps_its_pace(strict: Client) -> None:
    seldom = {"queryDeviceInfo", "queryLastData", "queryHistoricalData"}
    for index, call in enumerate(V4_CALLS):
        begin = NOON + timedelta(hours=index)
        strict.sim.set_clock(begin)
        assert strict.code(call.path, **MIN) != 102, call.path
        if call.path in ("queryDfcData", "queryDeviceInfoParam"):
            continue
        pace = 300 if call.path in {*seldom, "queryDevicesHistoricalData"} else 5
        strict.sim.set_clock(begin + timedelta(seconds=pace - 0.001))
        assert strict.ask(call.path, **MIN) == example("error.frequently_access"), call.path
        strict.sim.set_clock(begin + timedelta(seconds=pace))
        assert strict.code(call.path, **MIN) != 102, call.path


def test_a_noah_may_be_asked_each_minute(strict: Client) -> None:
    for minute in range(3):
        strict.sim.set_clock(NOON + timedelta(minutes=minute))
        assert strict.code("queryLastData", **NOAH) == 0
    assert strict.code("queryLastData", **NOAH) == 102
    assert strict.sim.violations()["by_kind"] == {"too_soon": 1}


def test_v1_goes_on_below_v4(client: Client) -> None:
    reply = client.http.get(
        f"{client.sim.url}v4/plant/list", headers={"token": client.sim.token}, timeout=60
    )
    assert reply.json()["error_code"] == 0
