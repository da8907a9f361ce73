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
from growattServer.simulator.logger_calls import check_code

from .conftest import EVERY_FAMILY, PHRASE, SETTABLE, START, named, path_of, serial_of

EVERYTHING = Path(__file__).parent / "everything.toml"
WALK = Path(__file__).parent / "public_api_walk.py"
FAMILY_OF = {family.word: name for name, family in V4_FAMILIES.items() if name != "nexa"}
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


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that has growatt-public-api; without it the test is left out."""
    folder = tmp_path_factory.mktemp("growatt-public-api")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    command = [*pip, "-t", str(folder), "growatt-public-api"]
    if subprocess.run(command, check=False, timeout=600).returncode:
        # a machine without a registry can still run the other long tests
        pytest.skip("growatt-public-api cannot be had here")
    return folder


def run(program: list[str], folder: Path, sim: Simulator, *more: str) -> dict[str, Any]:
    """What a program tells, run in an interpreter that does not have this library."""
    run = subprocess.run(
        [sys.executable, "-I", *program, str(folder), sim.url.rstrip("/"), sim.token, *more],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def ours(sim: Simulator, family: TokenFamily) -> dict[str, Any]:
    """The latest record as it goes over the wire."""
    method, path = path_of(family, "last_data")
    headers = {"token": sim.token}
    url = f"{sim.url}v1/{path}"
    reply = requests.request(method, url, params=named(family), headers=headers, timeout=60)
    record: dict[str, Any] = reply.json()["data"]
    return record


# --- every method of the package -----------------------------------------------------------------

SERIALS = {
    **{name: serial_of(family) for name, family in TOKEN_FAMILIES.items()},
    "noah": "SIMNOA0001",
    "wit": "SIMWIT0001",
    "sph-s": "SIMSPHS0001",
}
LOGGER, SPARE_LOGGER, UNKNOWN = "SIMLOG0001", "SIMLOG0077", "NOBODY01"
MUNICH, OWNER = 1000001, 7000001
VPP_WORDS = ["sph", "spa", "min", "wit"]
NOAH_WRITES = (
    *("assign_inverter", "grid_charging", "off_grid", "soc_lower_limit", "soc_upper_limit"),
    "time_period",
)
ONLY = {
    # what the package itself offers for no other family; those of VPP as Growatt documents them
    "v4.power": [word for word in FAMILY_OF if word not in ("storage", "sph-s")],
    "v4.setting_write_on_off": [word for word in FAMILY_OF if word != "noah"],
    **{f"v4.setting_write_{name}": ["noah"] for name in NOAH_WRITES},
    "v4.setting_read_vpp_param": VPP_WORDS,
    "v4.setting_write_vpp_param": VPP_WORDS,
    "v4.setting_write_vpp_param_new": VPP_WORDS,
    "v4.setting_clear_vpp_time_period": VPP_WORDS,
}
VPP_PARAMETER = {"parameter_id": "set_param_27", "value": 33}
ARGUMENTS = {
    "setting_write": {"parameter_value_1": "0000"},
    # without the phrase an inverter of the older line answers and does nothing
    "inverter.setting_write": {"parameter_value_1": "0000", "parameter_value_2": PHRASE},
    "setting_read_vpp_param": VPP_PARAMETER,
    "setting_write_vpp_param": VPP_PARAMETER,
    "setting_write_vpp_param_new": VPP_PARAMETER,
    "setting_clear_vpp_time_period": {"parameter_id": "set_param_34"},
    "user.register": {
        "username": "anna",
        "password": "Pass-Word-77",
        "email": "anna@example.com",
        "country": "Germany",
    },
    "user.check_username": {"username": "anna"},
    "user.modify": {"phone_number": "+49 89 123456"},
    "plant.list_by_user": {"username": "demo"},
    "plant.add": {"plant_name": "Barn", "peak_kw": 9.9},
    "plant.modify": {"plant_name": "Roof", "peak_kw": 12},
    "plant.add_datalogger": {"datalogger_sn": SPARE_LOGGER},
    "plant.add_device": {"device_sn": "SIMMIN0077"},
    "plant.remove_datalogger": {"datalogger_sn": SPARE_LOGGER},
    "datalogger.validate": {
        "datalogger_sn": "SIMLOG0078",
        "validation_code": check_code("SIMLOG0078"),
    },
}
METHODS_AT_LEAST = 230
ON = {"parameter_value_1": "0001"}
ON_OF = {"inverter": ON | {"parameter_value_2": PHRASE}}
ALARM: dict[str, str] = dict.fromkeys(("hps", "pbd"), "5-110-2")


def facts_of_the_world(spare_plant: int) -> dict[str, Any]:
    """What the walk has to know to make all calls."""
    rooms: dict[str, dict[str, Any]] = {
        name.replace("-", ""): {"device_sn": serial} for name, serial in SERIALS.items()
    }
    for name in SETTABLE:
        rooms[name]["parameter_id"] = TOKEN_FAMILIES[name].table.power_switch
    on_the_bus = {"datalogger_sn": LOGGER, "meter_address": 1, "sensor_address": 2}
    rooms |= dict.fromkeys(("datalogger", "smart_meter", "env_sensor"), on_the_bus)
    rooms |= {
        "groboost": {"device_sn": "SIMGRB0001"},
        "vpp": {"device_sn": SERIALS["sph"]},
        "device": {"device_sn": SERIALS["min"]},
        "plant": {"plant_id": MUNICH, "user_id": OWNER},
        "user": {"user_id": OWNER},
    }
    return {
        "rooms": rooms,
        "words": {word: SERIALS[name] for word, name in FAMILY_OF.items()},
        "only": ONLY,
        "arguments": ARGUMENTS | {"plant.delete": {"plant_id": spare_plant}},
        "more": [
            *((f"{name}.energy", {"device_sn": UNKNOWN}) for name in TOKEN_FAMILIES),
            # all are off by now, and are switched on again
            *((f"{name}.setting_read", rooms[name]) for name in SETTABLE),
            *((f"{name}.setting_write", rooms[name] | ON_OF.get(name, ON)) for name in SETTABLE),
        ],
    }


def code_of(call: str, told: dict[str, Any]) -> Any:
    """How a call ended; what their models do not take is no code."""
    if "failed" in told:
        return told["failed"]
    if call == "device.type_info":
        return told["answer"]["result"] - 1
    if call == "device.get_device_type":
        return int(told["answer"] != "DeviceType.MIN")
    return told["code"]


@EVERY_FAMILY
@pytest.mark.long
@pytest.mark.timeout(900)
def test_growatt_public_api_calls_all_it_can(sim: Simulator, package: Path) -> None:
    """Users, plants, devices, energy, history, alarms, settings: their models take all of it."""
    for name in ("wit", "sph-s"):
        sim.add_device(name, SERIALS[name])
    for name, serial in SERIALS.items():
        # as the vendor's examples have them, where a code is a text of three parts
        sim.add_alarm(serial, ALARM.get(name, 25), start="2026-06-15T08:00:00+00:00")
    sent = {name: ours(sim, family) for name, family in TOKEN_FAMILIES.items()}
    spare_plant = sim.add_plant(name="A shed", timezone="Europe/Berlin")["plant_id"]
    walk = run([str(WALK)], package, sim, json.dumps(facts_of_the_world(spare_plant)))
    told, methods = walk["told"], walk["methods"]
    assert {call.partition(" ")[0] for call in told} == set(methods)
    assert len(methods) >= METHODS_AT_LEAST
    refused = {f"{name}.energy {UNKNOWN}" for name in TOKEN_FAMILIES}
    codes = {call: code_of(call, one) for call, one in told.items()}
    assert {call: code for call, code in codes.items() if code and call not in refused} == {}
    for name, family in TOKEN_FAMILIES.items():
        assert codes[f"{name}.energy {UNKNOWN}"] == family.latest_codes.unknown
        check_family(sim, name, {call: one.get("answer") for call, one in told.items()}, sent[name])
    check_reads_have_data(told)


def check_family(sim: Simulator, name: str, told: dict[str, Any], record: dict[str, Any]) -> None:
    """A family of V1 tells what goes over the wire, and does what it is told."""
    serial, family = SERIALS[name], TOKEN_FAMILIES[name]
    latest = told[f"{name}.energy"]["data"]
    numbers = {key for key in record if type(record[key]) in (int, float)}
    known = numbers & latest.keys()
    assert len(known) > 0.8 * len(numbers), numbers - known
    assert {key: latest[key] for key in known} == {key: record[key] for key in known}
    if many := told.get(f"{name}.energy_multiple"):
        # wrapped or not, as the family has it
        assert (many["data"] if isinstance(many, dict) else many)[0]["data"] == latest
    details = told[f"{name}.details"]["data"]
    assert serial in details.values()
    assert details["lost"] is False
    history = told[f"{name}.energy_history"]["data"]
    assert (history["count"], len(history["datas"])) == (121, 100)
    (alarm,) = told[f"{name}.alarms"]["data"]["alarms"]
    # their models spell the key in two ways
    code = alarm.get("alarm_code", alarm.get("alarmCode"))
    assert str(code) == str(ALARM.get(name, 25))
    if name in SETTABLE:
        assert told[f"{name}.setting_read"]["data"] == "1"
        assert told[f"{name}.setting_read {serial}"]["data"] == "0"
        assert sim.device(serial)["settings"][family.table.power_switch][0] == "1"


def check_reads_have_data(told: dict[str, Any]) -> None:
    """That a code is 0 would hide that nothing was told."""
    nothing = {
        call.partition(" ")[0].partition(".")[2]
        for call, one in told.items()
        if one["code"] == 0 and one["is_empty"]
    }
    reads = {name for name in nothing if not name.startswith(("setting_write", "setting_clear"))}
    assert reads == {
        *("validate", "check_username", "soc"),  # what they tell stands beside the data
        "power_realtime",  # most families have none
        *("add_datalogger", "add_device", "remove_datalogger", "modify", "delete"),
    }


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.timeout(900)
def test_growatt_public_api_reads_every_family_of_v4(package: Path) -> None:
    with Simulator(world=EVERYTHING, start=START, speed=0, history_days=1) as sim:
        sent = {family.word: latest_of_v4(sim, family.word) for family in V4_FAMILIES.values()}
        told = run(["-c", PROGRAM_V4], package, sim)
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
def test_growatt_public_api_reads_a_noah_and_a_nexa(sim: Simulator, package: Path) -> None:
    serials = ["SIMNOA0001", "SIMNEX0001"]
    sim.add_device("nexa", serials[1])
    told = run(["-c", NOAH_PROGRAM], package, sim, json.dumps(serials))
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
