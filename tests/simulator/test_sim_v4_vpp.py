"""The parameters of a power plant that V4 writes: what each makes the device do."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator

TYPES = ("min", "sph", "spa", "wit")
SWITCH, MINUTES, PERCENT = "set_param_25", "set_param_26", "set_param_27"


class Operator:
    """Somebody who commands one device."""

    def __init__(self, sim: Simulator, http: requests.Session, word: str = "min") -> None:
        self.sim, self.http, self.word = sim, http, word
        self.serial_number = f"VPP{word.upper()}0001"
        sim.add_device(word, self.serial_number)

    def ask(self, path: str, **form: Any) -> Any:
        named = {"deviceSn": self.serial_number, "deviceType": self.word}
        reply = self.http.post(
            f"{self.sim.url}v4/new-api/{path}",
            data={**named, **form},
            headers={"token": self.sim.token},
            timeout=60,
        )
        body = reply.json()
        assert body["code"] == 0, body
        return body["data"]

    def write(self, **values: Any) -> None:
        for name, value in values.items():
            text = value if isinstance(value, str) else json.dumps(value)
            self.ask("setVppParameter", setType=f"set_param_{name[1:]}", value=text)

    def read(self, name: str) -> Any:
        return self.ask("readVppParameter", setType=name)

    def at(self, moment: str) -> dict[str, Any]:
        """The powers of the step before a moment of the 15th and 16th of June, in UTC."""
        self.sim.set_clock(now=f"2026-06-{moment}:30Z")
        powers: dict[str, Any] = self.state()["power_w"]
        return powers

    def state(self) -> dict[str, Any]:
        return self.sim.device(self.serial_number)


@pytest.fixture
def operator(sim: Simulator, http: requests.Session) -> Operator:
    return Operator(sim, http)


@pytest.mark.parametrize("word", TYPES)
def test_a_battery_is_charged_and_discharged_from_afar(
    sim: Simulator, http: requests.Session, word: str
) -> None:
    one = Operator(sim, http, word)
    kit = one.state()["hardware"]
    one.write(p25=1, p26=0, p27=100)
    one.at("15T21:02")  # it is full, and the sun takes no share
    one.write(p27=-40)
    powers = one.at("15T21:07")
    assert powers["charge"] == 0
    assert powers["discharge"] == pytest.approx(0.4 * kit["max_discharge_w"])
    one.at("15T21:37")
    one.write(p27=30)
    powers = one.at("15T21:42")
    assert powers["charge"] == pytest.approx(0.3 * kit["max_charge_w"])
    assert powers["discharge"] == 0
    one.write(p25=0)
    assert one.at("15T21:47")["charge"] < 0.3 * kit["max_charge_w"]
    assert (one.read(SWITCH), one.read(PERCENT)) == (0, 30)


def test_remote_control_ends_when_its_minutes_are_over_even_past_midnight(
    operator: Operator,
) -> None:
    operator.at("15T21:47")
    operator.write(p25=1, p27=20, p26=30)
    for moment in ("15T21:52", "15T21:57", "15T22:02", "15T22:17"):  # midnight in Munich is 22:00
        assert operator.at(moment)["charge"] == pytest.approx(600), moment
    assert operator.at("15T22:27")["charge"] == 0
    assert operator.read(MINUTES) == 30


def test_the_minutes_count_however_far_the_clock_jumps(operator: Operator) -> None:
    operator.at("15T21:02")
    operator.write(p25=1, p26=60, p27=10)
    before = operator.state()["lifetime_wh"]["charge"]
    operator.at("16T02:02")
    assert operator.state()["lifetime_wh"]["charge"] - before == pytest.approx(300, abs=26)


def test_without_a_command_or_with_0_percent_nothing_is_ordered(operator: Operator) -> None:
    operator.at("15T21:02")
    operator.write(p27=50)
    assert operator.at("15T21:07")["charge"] == 0
    operator.write(p25=1, p27=0)
    assert operator.at("15T21:12")["charge"] == 0


def test_a_schedule_holds_each_day_until_it_is_removed(operator: Operator) -> None:
    rows = [
        {"percentage": 25, "startTime": 120, "endTime": 180},
        {"percentage": -30, "startTime": 180, "endTime": 200},
    ]
    operator.write(p34=rows)
    assert operator.read("set_param_34") == rows
    assert operator.at("16T00:32")["charge"] == pytest.approx(750)  # 02:32 in Munich
    assert operator.at("16T01:07")["discharge"] == pytest.approx(900)
    assert operator.at("17T00:32")["charge"] == pytest.approx(750)
    operator.ask("removeVppTimePeriod", setType="set_param_34")
    assert operator.read("set_param_34") == []
    assert operator.at("18T00:32")["charge"] == 0


def test_the_schedule_is_the_one_that_v1_writes(operator: Operator) -> None:
    rows = [{"percentage": 5, "startTime": 0, "endTime": 60}]
    reply = operator.http.post(
        f"{operator.sim.url}v1/vppSetNew",
        data={"vppSn": operator.serial_number, "timePeriods": json.dumps(rows)},
        headers={"token": operator.sim.token},
        timeout=60,
    )
    assert reply.json()["error_code"] == 0
    assert operator.read("set_param_34") == rows


def test_the_smaller_limit_of_power_wins(operator: Operator) -> None:
    operator.write(p5=40, p6=70)
    assert operator.ask("readPower") == 40
    operator.write(p6=20)
    assert operator.ask("readPower") == 20
    operator.write(p6=100)
    assert operator.ask("readPower") == 40
    operator.at("15T12:02")
    assert operator.at("15T12:07")["ac_output"] <= 0.4 * 5000 + 1e-6


def test_the_export_is_limited(operator: Operator) -> None:
    operator.write(p25=1, p26=0, p27=100)
    operator.at("15T21:02")
    operator.write(p27=-100)  # it gives more than the house takes
    assert operator.at("15T21:07")["grid_export"] > 1000
    operator.write(p14=10)
    assert operator.at("15T21:12")["grid_export"] > 1000
    operator.write(p13=1)
    assert operator.at("15T21:17")["grid_export"] == pytest.approx(500)
    operator.write(p14=-50)
    assert operator.at("15T21:22")["grid_export"] == 0
    operator.write(p13=0)
    assert operator.at("15T21:27")["grid_export"] > 1000


def test_charging_and_discharging_stop_at_their_levels(operator: Operator) -> None:
    operator.at("15T20:02")
    operator.write(p22=70, p23=30, p24=20, p25=1, p26=0, p27=-100)
    operator.at("15T23:02")
    assert operator.state()["battery_soc"] == pytest.approx(30, abs=0.01)
    operator.write(p25=0)
    operator.at("16T03:02")
    assert 20 <= operator.state()["battery_soc"] < 25
    operator.write(p25=1, p27=100)
    operator.at("16T05:32")
    assert operator.state()["battery_soc"] == pytest.approx(70, abs=0.01)


def test_the_sockets_for_an_outage(operator: Operator) -> None:
    operator.write(p7=1)
    operator.sim.change_device(operator.serial_number, grid=False)
    assert operator.at("15T12:07")["load"] > 0
    operator.write(p7=0)
    assert operator.at("15T12:12")["load"] == 0


def test_the_clock_and_the_switch(operator: Operator) -> None:
    operator.write(p3="2026-06-15 03:00:00", p2=0)
    (row,) = operator.ask("queryDeviceInfo")["min"]
    assert row["sysTime"] == "2026-06-15 03:00:00"
    assert operator.at("15T12:07")["ac_output"] == 0
    operator.write(p2=1)
    assert operator.at("15T12:12")["ac_output"] > 0


def test_what_v4_has_written_outlives_a_setting_of_v1(operator: Operator) -> None:
    operator.at("15T20:02")
    operator.write(p22=70, p23=30, p25=1, p26=0, p27=-100)
    operator.http.post(
        f"{operator.sim.url}v1/tlxSet",
        data={"tlx_sn": operator.serial_number, "type": "charge_power", "param1": "50"},
        headers={"token": operator.sim.token},
        timeout=60,
    )
    operator.at("15T23:02")
    assert operator.state()["battery_soc"] == pytest.approx(30, abs=0.01)
