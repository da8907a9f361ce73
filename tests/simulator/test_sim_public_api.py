"""A client that others wrote reads and sets what the simulator has, as it reads the vendor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from growattServer import OpenApiV4
from growattServer.open_api_v4.noah_app import PERIODS as NOAH_PERIODS
from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES, V4_FAMILIES
from growattServer.simulator.families.base import TokenFamily

from .conftest import EVERY_FAMILY, SETTABLE, START, named, path_of, serial_of

SETTABLE_FAMILIES = {name: TOKEN_FAMILIES[name] for name in SETTABLE}
EVERYTHING = Path(__file__).parent / "everything.toml"
FAMILY_OF = {family.word: name for name, family in V4_FAMILIES.items() if name != "nexa"}
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from growatt_public_api import GrowattApi

api = GrowattApi(sys.argv[3], server_url=sys.argv[2], use_cache=False)
day = __import__("datetime").date(2026, 6, 15)
told = {}
for name, serial_number, switch in json.loads(sys.argv[4]):
    client = getattr(api, name)

    def read():
        return client.setting_read(serial_number, switch).data

    def plain(model):
        return model.model_dump(mode="json", by_alias=True)

    history = client.energy_history(serial_number, day, day, page=2, limit=100)
    many = client.energy_multiple([serial_number])  # wrapped or not, as the family has it
    told[name] = {
        "details": plain(client.details(serial_number).data),
        "latest": plain(client.energy(serial_number).data),
        "batch": plain(getattr(many, "data", many)[0].data),
        "row": plain(history.data.datas[0]),
        "rows": history.data.count,
        "alarms": client.alarms(serial_number, day).data.alarms,
        "unknown": client.energy("NOBODY01").error_code,
        "before": read(),
        "write": client.setting_write(
            device_sn=serial_number, parameter_id=switch, parameter_value_1="0000"
        ).error_code,
        "after": read(),
    }
print(json.dumps(told))
"""
PROGRAM_V4 = """
import json, sys
sys.path.insert(0, sys.argv[1])
from growatt_public_api import GrowattApi
from growatt_public_api.api_v4.api_v4 import ApiV4

api = GrowattApi(sys.argv[3], server_url=sys.argv[2], use_cache=False)
v4 = ApiV4(api.session)
day = __import__("datetime").date(2026, 6, 15)

def plain(model):
    return model.model_dump(mode="json", by_alias=True)

def tell(sn, word):
    found = {
        "sn": sn,
        "details": plain(v4.details(sn, word))["data"][word],
        "latest": plain(v4.energy([sn], word))["data"][word],
        "history": plain(v4.energy_history(sn, word, day))["data"]["datas"],
        "many": plain(v4.energy_history_multiple([sn], word, day))["data"],
        "fast": plain(v4.power_realtime(sn, word))["data"],
        "model": plain(v4.device_info(sn, word))["data"],
        "signal": v4.wifi_strength(sn, word).data,
        "power": v4.setting_write_active_power(sn, word, 60).error_code,
    }
    if word not in ("storage", "sph-s"):  # it does not offer them
        found["read_power"] = plain(v4.power(sn, word))["data"]
    if word != "noah":
        found["off"] = v4.setting_write_on_off(sn, word, False).error_code
    if word in ("min", "sph", "spa", "wit"):
        found["vpp"] = v4.setting_write_vpp_param(sn, word, "set_param_27", 33).error_code
        found["read_vpp"] = v4.setting_read_vpp_param(sn, word, "set_param_27").data
    return found

rows = plain(api.device.list())["data"]["data"]
told = {row["deviceType"]: tell(row["deviceSn"], row["deviceType"]) for row in rows}
noah = told["noah"]["sn"]
told["noah"]["segment"] = v4.setting_write_time_period(
    device_sn=noah, device_type="noah", time_period_nr=2, start_time=__import__("datetime").time(1),
    end_time=__import__("datetime").time(2), work_mode=0, power_watt=300, enabled=True,
).error_code
print(json.dumps(told))
"""
NUMBERS_AT_LEAST = 0.9


NOAH_PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from growatt_public_api import GrowattApi

api = GrowattApi(sys.argv[3], server_url=sys.argv[2], use_cache=False).noah
day = __import__("datetime").date(2026, 6, 15)
told = {}
for serial_number in json.loads(sys.argv[4]):
    def plain(model):
        assert model.error_code == 0
        return model.model_dump(mode="json", by_alias=False)["data"]

    told[serial_number] = {
        "status": plain(api.status(serial_number)),
        "batteries": plain(api.battery_status(serial_number)),
        "settings": plain(api.settings(serial_number)),
        "powers": plain(api.power_chart(serial_number, day)),
        "days": plain(api.energy_chart(serial_number, day, "day")),
        "months": plain(api.energy_chart(serial_number, day, "month")),
        "years": plain(api.energy_chart(serial_number, day, "year")),
        "firmware": plain(api.firmware_info(serial_number)),
    }
print(json.dumps(told))
"""


def install(folder: Path) -> None:
    """Get growatt-public-api, or leave the test out."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    command = [*pip, "-t", str(folder), "growatt-public-api"]
    if subprocess.run(command, check=False, timeout=600).returncode:
        # a machine without a registry can still run the other long tests
        pytest.skip("growatt-public-api cannot be had here")


def run(program: str, folder: Path, sim: Simulator, *more: str) -> dict[str, dict[str, Any]]:
    """What a program tells."""
    run = subprocess.run(
        [
            *(sys.executable, "-I", "-c", program),
            *(str(folder), sim.url.rstrip("/"), sim.token, *more),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return told


def foreign(sim: Simulator, folder: Path) -> dict[str, dict[str, Any]]:
    """What growatt-public-api tells of the first device of each family."""
    install(folder)
    wanted = [
        (name, serial_of(family), family.table.power_switch)
        for name, family in SETTABLE_FAMILIES.items()
    ]
    return run(PROGRAM, folder, sim, json.dumps(wanted))


def ours(sim: Simulator, family: TokenFamily) -> dict[str, Any]:
    """The latest record as it goes over the wire."""
    method, path = path_of(family, "last_data")
    headers = {"token": sim.token}
    url = f"{sim.url}v1/{path}"
    reply = requests.request(method, url, params=named(family), headers=headers, timeout=60)
    record: dict[str, Any] = reply.json()["data"]
    return record


@EVERY_FAMILY
@pytest.mark.long
@pytest.mark.timeout(900)
def test_growatt_public_api_reads_every_family(sim: Simulator, tmp_path: Path) -> None:
    sent = {name: ours(sim, family) for name, family in SETTABLE_FAMILIES.items()}
    told = foreign(sim, tmp_path)
    for name, family in SETTABLE_FAMILIES.items():
        found, record = told[name], sent[name]
        numbers = {key for key in record if type(record[key]) in (int, float)}
        known = numbers & found["latest"].keys()
        assert len(known) > 0.8 * len(numbers), numbers - known
        assert {key: found["latest"][key] for key in known} == {key: record[key] for key in known}
        assert found["batch"] == found["latest"]
        assert found["details"]["serialNum"] == serial_of(family)
        assert found["details"]["lost"] is False
        assert (found["rows"], found["row"]["time"]) == (121, "2026-06-15T01:40:00")
        assert found["alarms"] == []
        assert found["unknown"] == family.latest_codes.unknown
        assert (found["before"], found["write"], found["after"]) == ("1", 0, "0")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_growatt_public_api_reads_every_family_of_v4(tmp_path: Path) -> None:
    with Simulator(world=EVERYTHING, start=START, speed=0, history_days=1) as sim:
        sent = {family.word: latest_of_v4(sim, family.word) for family in V4_FAMILIES.values()}
        install(tmp_path)
        told = run(PROGRAM_V4, tmp_path, sim)
        segment = sim.device(told["noah"]["sn"])["settings"]["time_segment2"]
    assert told.keys() == sent.keys()
    for word, found in told.items():
        ((latest,), record) = found["latest"], sent[word]
        numbers = {key for key in record if type(record[key]) in (int, float)}
        # it makes times of these, and text of those
        same = {key for key in numbers & latest.keys() if latest[key] == record[key]}
        assert len(same) > NUMBERS_AT_LEAST * len(numbers), (word, numbers - same)
        assert found["history"][-1] == latest
        assert found["many"] == {found["sn"]: found["history"]}
        assert found["details"][0]["lost"] is False
        assert found["model"]["deviceType"] == word
        assert (found["signal"], found["power"], found.get("off", 0)) == (-67, 0, 0)
        assert (found["fast"] is not None) == V4_FAMILIES[FAMILY_OF[word]].is_fast
        assert found.get("read_power", 60) == 60
        assert (found.get("vpp", 0), found.get("read_vpp", 33)) == (0, 33)
    assert (told["noah"]["segment"], segment) == (0, ["0", "1", "0", "2", "0", "300", "1"])


def latest_of_v4(sim: Simulator, word: str) -> dict[str, Any]:
    """The latest record of the one device of a family as it goes over the wire."""
    (serial_number,) = (
        one.serial_number
        for one in sim._cloud.world.devices.values()
        if one.family == FAMILY_OF[word]
    )
    url, form = f"{sim.url}v4/new-api/queryLastData", {"deviceType": word}
    form["deviceSn"] = serial_number
    reply = requests.post(url, data=form, headers={"token": sim.token}, timeout=60)
    record: dict[str, Any] = reply.json()["data"][word][0]
    return record


@pytest.mark.long
@pytest.mark.timeout(900)
def test_growatt_public_api_reads_a_noah_and_a_nexa(sim: Simulator, tmp_path: Path) -> None:
    serials = ["SIMNOA0001", "SIMNEX0001"]
    sim.add_device("nexa", serials[1])
    install(tmp_path)
    told = run(NOAH_PROGRAM, tmp_path, sim, json.dumps(serials))
    api = OpenApiV4(sim.token, server_url=sim.url, live=True)
    lowest: dict[str, Any] = {}
    for serial, sign in zip(serials, (1, -1), strict=True):
        theirs, ours = told[serial], api.noah_status(serial)
        status = theirs["status"]
        assert status["pac"] == sign * (ours.output_power or 0) != 0
        assert status["ct_self_power"] == ours.meter_power
        assert status["total_household_load"] == ours.load_power
        assert status["total_battery_pack_soc"] == ours.battery_soc
        assert theirs["batteries"]["battery1_serial_num"] == serial
        assert theirs["settings"]["device_sn"] == serial
        powers = lowest[serial] = api.noah_powers(serial, "2026-06-15")
        assert [each["time"] for each in theirs["powers"]] == [
            row.time.isoformat() for row in powers
        ]
        for key, name in {"ppv": "pv_power", "total_household_load": "load_power"}.items():
            assert [each[key] for each in theirs["powers"]] == [
                getattr(row, name) for row in powers
            ]
        for period in NOAH_PERIODS:
            rows = api.noah_energies(serial, period, "2026-06-15")
            assert [(each["time"], each["epv"]) for each in theirs[period]] == [
                (str(row.day), row.energy) for row in rows
            ]
        assert theirs["firmware"]["update_available"] is False
    assert min(row.load_power or 0 for row in lowest[serials[-1]]) < 0
