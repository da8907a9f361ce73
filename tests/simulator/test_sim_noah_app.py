"""The app's calls about a NOAH or NEXA with a token, as the published answers show them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.routes import NOAH_APP_CALLS

from .shapes import differences

CAPTURES = Path(__file__).parent.parent / "captures" / "noah"
START = datetime.fromisoformat("2026-06-15T12:00:00+02:00")
NOAH, NEXA = "SIMNOA0001", "SIMNEX0001"
DAY = {"date": "2026-06-15"}
MONTH = {"dateTime": "2026-06-01", "dateType": "1"}


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, speed=0, history_days=1) as simulator:
        simulator.add_device("nexa", NEXA)
        yield simulator


def ask(sim: Simulator, path: str, serial: str = NEXA, token: str = "", **form: str) -> Any:
    reply = requests.post(
        f"{sim.url}v4/noahDeviceApi/{path}",
        data={"deviceSn": serial, **form},
        headers={"token": token or sim.token},
        timeout=60,
    )
    assert reply.status_code == 200
    return reply.json()


def example(name: str) -> Any:
    return json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("path", "serial", "name", "form"),
    [
        ("nexa/getSystemStatus", NEXA, "get_system_status", {}),
        ("noah/getSystemStatus", NOAH, "get_system_status.noah", {}),
        ("nexa/getBatteryData", NEXA, "get_battery_data", {}),
        ("noah/getBatteryData", NOAH, "get_battery_data.noah", {}),
        ("nexa/getNexaInfoBySn", NEXA, "get_info_by_sn", {}),
        ("noah/getNoahInfoBySn", NOAH, "get_info_by_sn.noah", {}),
        ("nexa/getNexaChartData", NEXA, "get_chart_data", DAY),
        ("nexa/getDataChart", NEXA, "get_data_chart", {**MONTH, "dateTime": "2026-05-01"}),
        ("nexa/getDataChart", NEXA, "get_data_chart.month", {**MONTH, "dateType": "2"}),
        ("nexa/getDataChart", NEXA, "get_data_chart.year", {**MONTH, "dateType": "3"}),
        ("nexa/checkUpgradeNexa", NEXA, "check_upgrade", {}),
    ],
)
def test_an_answer_has_the_shape_of_the_example(
    sim: Simulator, path: str, serial: str, name: str, form: dict[str, str]
) -> None:
    theirs, ours = example(name), ask(sim, path, serial, **form)
    for body in (theirs, ours) if "info" in name else ():
        # the one segment in use here is the first, the first one listed there the third
        segments = body["obj"]["noah"]["time_segment"]
        body["obj"]["noah"]["time_segment"] = [text for each in segments for text in each.values()]
    assert list(differences(theirs, ours)) == []
    assert list(ours) == list(theirs)
    if name.startswith(("get_data_chart", "get_chart_data")):
        # the years are others, and nothing is in order
        assert len(ours["obj"]) == len(theirs["obj"])
        assert list(ours["obj"]) != sorted(ours["obj"])
        assert name.endswith("year") or ours["obj"].keys() == theirs["obj"].keys()


def test_the_chart_is_of_the_day_before(sim: Simulator) -> None:
    today, yesterday = (
        ask(sim, "nexa/getNexaChartData", date=date)["obj"] for date in ("2026-06-16", "2026-06-15")
    )
    assert "0" not in (today["11:00"]["ppv"], yesterday["15:00"]["ppv"])
    assert today["15:00"]["ppv"] == "0"
    assert {each["pac"] for each in yesterday.values()} == {"0"}


def test_a_month_has_its_days(sim: Simulator) -> None:
    assert len(ask(sim, "nexa/getDataChart", **MONTH)["obj"]) == 30


def test_both_models_have_their_sign(sim: Simulator) -> None:
    for path, serial, sign in (("noah", NOAH, 1), ("nexa", NEXA, -1)):
        status = ask(sim, f"{path}/getSystemStatus", serial)["obj"]
        true = sim.device(serial)["power_w"]["ac_output"]
        assert float(status["pac"]) == pytest.approx(sign * true, abs=0.6)
    assert int(status["loadPower"]) == int(status["gridPower"]) - int(status["pac"])


@pytest.mark.parametrize("call", NOAH_APP_CALLS, ids=lambda call: call.path)
def test_refusals(sim: Simulator, call: Any) -> None:
    path, form = call.path, {**DAY, **MONTH}
    other = NEXA if path.startswith("noah") else NOAH
    assert ask(sim, path, other, **form) == {"msg": "", "result": -1, "obj": None}
    for nobody in ("NOSUCH0001", "", "SIMMIN0001"):
        assert ask(sim, path, nobody, **form) == {"msg": "", "result": 0, "obj": None}
    assert ask(sim, path, NEXA, "x", **form) == {"code": 101, "message": "PERMISSION_DENIED"}
    sim.add_fault({"fault": "error_code", "match": f"*/{path}"})
    assert ask(sim, path, other, **form)["result"] == 0
    assert requests.get(f"{sim.url}v4/noahDeviceApi/{path}", timeout=60).status_code == 405


def test_dates_that_are_none(sim: Simulator) -> None:
    for form in ({}, {"date": "June"}):
        assert ask(sim, "nexa/getNexaChartData", **form)["result"] == 0
    for form in ({}, {**MONTH, "dateType": "4"}, {"dateTime": "x", "dateType": "1"}):
        assert ask(sim, "nexa/getDataChart", **form)["result"] == 0


def test_a_nexa_is_a_noah_for_v4_and_settings_reach_it(sim: Simulator) -> None:
    form = {"deviceSn": NEXA, "deviceType": "noah", "value": "300"}
    sent = requests.post(
        f"{sim.url}v4/new-api/setPower", data=form, headers={"token": sim.token}, timeout=60
    )
    assert sent.json()["code"] == 0
    settings = ask(sim, "nexa/getNexaInfoBySn")["obj"]["noah"]
    assert settings["defaultACCouplePower"] == "300"
    sim.set_clock(START + timedelta(minutes=10))
    assert abs(float(ask(sim, "nexa/getSystemStatus")["obj"]["pac"])) >= 299


def test_an_offline_device_keeps_its_values(sim: Simulator) -> None:
    before = ask(sim, "nexa/getSystemStatus")["obj"]
    sim.change_device(NEXA, online=False)
    sim.set_clock(START + timedelta(hours=1))
    after = ask(sim, "nexa/getSystemStatus")["obj"]
    assert (before["status"], after["status"]) == ("6", "-1")
    assert {**after, "status": "6"} == before


def test_no_limit_is_known(sim: Simulator) -> None:
    for _ in range(3):
        ask(sim, "nexa/getSystemStatus")
    assert sim.violations()["count"] == 0
