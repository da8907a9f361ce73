"""The answers of the app's API look like the vendor's examples: keys, types, units in texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from growattServer.simulator import Simulator

from .conftest import MIN_PLANT, SPH_PLANT
from .shapes import differences
from .sim_legacy_app import (
    CAPTURES,
    INV,
    MIN,
    MIX,
    NOAH,
    PLANTS,
    SET,
    SPF,
    SPH,
    STORAGE,
    TLX,
    TODAY,
    USER_ID,
    App,
    example,
    inside_script,
)

MIN_HERE, SPH_HERE = {"plantId": MIN_PLANT}, {"plantId": SPH_PLANT}
MIN_SET = {"serialNum": "SIMMIN0001"}
PLAN = {f"param{index}": "0" for index in range(1, 19)} | {"param1": "100", "param2": "95"}
INV_SET = {"action": "inverterSet", "serialNum": "SIMINV0001", "command_2": ""}

Asked = tuple[str, dict[str, Any]]
CALLS: dict[str, Asked] = {
    "dashboard_data": ("newPlantAPI.do?action=getEnergyStorageData", {**SPH_HERE, "type": 0}),
    "device_list": (PLANTS + "getAllDeviceList", {**MIN_HERE, "language": 1}),
    "get_mix_inverter_settings": (MIX + "getMixSetParams", {"serialNum": "SIMSPH0001", "kind": 0}),
    "inverter_data": ("newInverterAPI.do?op=getInverterData", {"id": "SIMINV0001", "date": TODAY}),
    "inverter_data.wrong_type": ("newInverterAPI.do?op=getInverterData", {"id": "SIMMIN0001"}),
    "inverter_detail": ("newInverterAPI.do?op=getInverterDetailData", INV),
    "inverter_detail_two": ("newInverterAPI.do?op=getInverterDetailData_two", INV),
    "inverter_list": (PLANTS + "getAllDeviceList", {**MIN_HERE, "language": 1}),
    "is_plant_noah_system": (NOAH + "isPlantNoahSystem", MIN_HERE),
    "is_plant_noah_system.without_noah": (NOAH + "isPlantNoahSystem", SPH_HERE),
    "mix_detail": (MIX + "getEnergyProdAndCons_KW", {**SPH, "type": 0, "date": TODAY}),
    "mix_detail.not_a_mix": (MIX + "getEnergyProdAndCons_KW", {"mixId": "SIMMIN0001", **MIN_HERE}),
    "mix_info": (MIX + "getMixInfo", SPH),
    "mix_info.not_a_mix": (MIX + "getMixInfo", {"mixId": "SIMMIN0001"}),
    "mix_system_status": (MIX + "getSystemStatus_KW", SPH),
    "mix_totals": (MIX + "getEnergyOverview", SPH),
    "noah_info": (NOAH + "getNoahInfoBySn", {"deviceSn": "SIMNOA0001"}),
    "noah_system_status": (NOAH + "getSystemStatus", {"deviceSn": "SIMNOA0001"}),
    "plant_detail": ("PlantDetailAPI.do", {**MIN_HERE, "type": 1, "date": TODAY}),
    "plant_detail.month": ("PlantDetailAPI.do", {**MIN_HERE, "type": 2, "date": "2026-06"}),
    "plant_energy_data": (PLANTS + "getUserCenterEnertyDataByPlantid", MIN_HERE),
    "plant_info": (PLANTS + "getAllDeviceListTwo", MIN_HERE),
    "plant_list": ("PlantListAPI.do", {"userId": USER_ID}),
    "plant_list.empty": ("PlantListAPI.do", {"userId": 1}),
    "plant_list_two": (PLANTS + "getAllPlantListTwo", {"language": 1, "toPageNum": 1}),
    "plant_settings": ("newPlantAPI.do?op=getPlant", MIN_HERE),
    "set_classic_inverter_active_power_rate": (
        "tcpSet.do",
        {**INV_SET, "paramId": "pv_active_p_rate", "command_1": 50},
    ),
    "set_classic_inverter_on_off": (
        "tcpSet.do",
        {**INV_SET, "paramId": "pv_on_off", "command_1": "0001"},
    ),
    "set_classic_inverter_on_off.failure": (
        "tcpSet.do",
        {**INV_SET, "paramId": "pv_on_off", "command_1": "7"},
    ),
    "storage_detail": (STORAGE + "getStorageInfo_sacolar", SPF),
    "storage_energy_overview": (
        STORAGE + "getEnergyOverviewData_sacolar",
        {**SPH_HERE, "storageSn": "SIMSPF0001"},
    ),
    "storage_params": (STORAGE + "getStorageParams_sacolar", SPF),
    "tlx_all_settings": (TLX + "getTlxSetData", MIN_SET),
    "tlx_battery_info": (TLX + "getBatInfo", {"serialNum": "BDCSIMMIN0001", "lan": 1}),
    "tlx_battery_info_detailed": (TLX + "getBatDetailData", {**MIN, "id": "BDCSIMMIN0001"}),
    "tlx_data": (TLX + "getTlxData", {**MIN, "type": 1, "date": TODAY}),
    "tlx_detail": (TLX + "getTlxDetailData", MIN),
    "tlx_enabled_settings": (
        "newLoginAPI.do?op=getSetPass",
        {"deviceSn": "SIMMIN0001", "stringTime": TODAY, "type": 5},
    ),
    "tlx_energy_overview": (TLX + "getEnergyOverview", MIN),
    "tlx_energy_prod_cons": (TLX + "getEnergyProdAndCons_KW", {**MIN, "type": 0, "date": TODAY}),
    "tlx_energy_prod_cons.day": (
        TLX + "getEnergyProdAndCons_KW",
        {**MIN, "type": 1, "date": TODAY},
    ),
    "tlx_energy_prod_cons.month": (
        TLX + "getEnergyProdAndCons_KW",
        {**MIN, "type": 2, "date": "2026-06"},
    ),
    "tlx_params": (TLX + "getTlxParams", MIN),
    "tlx_system_status": (TLX + "getSystemStatus_KW", MIN),
    "update_ac_inverter_setting": (
        SET + "spaSetApi",
        {"serialNum": "SIMSPA0001", "type": "spa_ac_charge_time_period", **PLAN},
    ),
    "update_classic_inverter_setting": (
        "tcpSet.do",
        {**INV_SET, "paramId": "pv_reactive_p_rate", "command_1": 100, "command_2": "over"},
    ),
    "update_inverter_setting": (
        SET + "mixSetApiNew",
        {"serialNum": "SIMSPH0001", "type": "pf_sys_year", "param1": f"{TODAY} 15:10:00"},
    ),
    "update_mix_inverter_setting": (
        SET + "mixSetApiNew",
        {"serialNum": "SIMSPH0001", "type": "mix_ac_charge_time_period", **PLAN, "param3": "1"},
    ),
    "update_noah_settings": (
        NOAH + "set",
        {"serialNum": "SIMNOA0001", "type": "default_power", "param1": 200},
    ),
    "update_plant_settings": (PLANTS + "updatePlant", {"plantID": MIN_PLANT, "plantName": "Home"}),
    "update_tlx_inverter_setting": (SET + "tlxSet", {**MIN_SET, "type": "ac_charge", "param1": 1}),
    "update_tlx_inverter_setting.out_of_range": (
        SET + "tlxSet",
        {**MIN_SET, "type": "charge_power", "param1": 101},
    ),
    "update_tlx_inverter_time_segment": (
        SET + "tlxSet",
        {**MIN_SET, "type": "time_segment1", **dict.fromkeys(PLAN, "1")},
    ),
    "update_tlx_inverter_time_segment.time_invalid": (
        SET + "tlxSet",
        {**MIN_SET, "type": "time_segment1", **dict.fromkeys(PLAN, "1"), "param2": "25"},
    ),
}


def login(app: App, sim: Simulator) -> Any:
    return {"back": app.login()}


def wrong_password(app: App, sim: Simulator) -> Any:
    return {"back": app.login(password="wrong")}


def locked(app: App, sim: Simulator) -> Any:
    sim.change_account(locked=True)
    return {"back": app.login()}


def locked_old_shape(app: App, sim: Simulator) -> Any:
    sim.change_account(locked=True, lockout_shape="old")
    return {"back": app.login()}


def device_offline(app: App, sim: Simulator) -> Any:
    sim.change_device("SIMSPH0001", online=False)
    page, params = CALLS["update_mix_inverter_setting"]
    return app.ask(page, **params)


def with_devices(app: App, sim: Simulator) -> Any:
    # A plant with nothing but a storage, as in the example.
    plant = sim.add_plant(name="Hut")["plant_id"]
    sim.add_device("storage", "SIMSPF0002", plant_id=plant)
    return app.ask(PLANTS + "getAllDeviceListTwo", plantId=plant)


SPECIAL: dict[str, Callable[[App, Simulator], Any]] = {
    "login": login,
    "login.wrong_password": wrong_password,
    "login.locked": locked,
    "login.locked_old_shape": locked_old_shape,
    "update_mix_inverter_setting.device_offline": device_offline,
    "plant_info.with_devices": with_devices,
}

# Refusals are short, and here their numbers are the point.
TO_THE_LETTER = (
    "inverter_data.wrong_type",
    "login.locked",
    "login.locked_old_shape",
    "login.wrong_password",
    "mix_detail.not_a_mix",
    "mix_info.not_a_mix",
    "plant_list.empty",
    "tlx_battery_info",
)


def answer(name: str, app: App, sim: Simulator) -> Any:
    if name in SPECIAL:
        return SPECIAL[name](app, sim)
    page, params = CALLS[name]
    return app.ask(page, **params)


@pytest.mark.parametrize("name", [path.stem for path in sorted(CAPTURES.glob("*.json"))])
def test_answer_looks_like_the_example(name: str, app: App, sim: Simulator) -> None:
    ours = answer(name, app, sim)
    theirs = example(name)
    if name.startswith(("update_", "set_classic")) or name in TO_THE_LETTER:
        assert ours == theirs
    assert list(differences(theirs, ours, looks=True)) == []


def test_every_asked_call_has_an_example() -> None:
    assert all((CAPTURES / f"{name}.json").exists() for name in CALLS.keys() | SPECIAL.keys())


def test_settings_page_of_the_web(app: App) -> None:
    page = "commonDeviceSetC/setInverter"
    reply = app.send("GET", page, params={"type": "server", "invSn": "SIMINV0001"})
    assert (reply.status_code, reply.headers["Content-Type"][:9]) == (200, "text/html")
    bean = inside_script(reply.text)
    assert list(differences(example("classic_inverter_info.html"), bean, looks=True)) == []
    stranger = app.send("GET", page, params={"type": "server", "invSn": "SIMMIN0001"})
    assert "inv=" not in stranger.text


@pytest.mark.parametrize("page", ["session_expired", "denied_user_agent_403", "bad_gateway_502"])
def test_pages_for_people_have_the_phrases(page: str, app: App, sim: Simulator) -> None:
    kinds = {
        "session_expired": {"fault": "session_expired", "form": "page"},
        "denied_user_agent_403": {"fault": "denied_user_agent"},
        "bad_gateway_502": {"fault": "http_502"},
    }
    phrases = {
        "session_expired": "you have not login to the system",
        "denied_user_agent_403": "denied by UA ACL = blacklist",
        "bad_gateway_502": "502 Bad Gateway",
    }
    assert phrases[page] in (CAPTURES / f"{page}.html").read_text("utf-8")
    sim.add_fault(kinds[page])
    reply = app.send("POST", PLANTS + "getAllPlantListTwo")
    assert phrases[page] in reply.text
    assert reply.headers["Content-Type"].startswith("text/html")


def test_nobody_of_the_examples_lives_here(app: App, sim: Simulator) -> None:
    for name in CALLS:
        assert "DEMO" not in str(answer(name, app, sim)), name


def test_comparer_sees_units_blanks_and_labels() -> None:
    def seen(theirs: Any, ours: Any) -> bool:
        return bool(list(differences(theirs, ours, looks=True)))

    assert not seen("21.4 kWh", "3 MWh")
    assert not seen({"00:05": "0"}, {"23:55": "1.2", "23:50": "3"})
    assert not seen({"2026-06-04 05:45": 0}, {"2026-07-01 00:00": 1.5})
    assert not seen("6.42/€", "0.10/$")
    assert not seen("Demo Roof 1", "Some other name")
    for theirs, ours in [
        ("21.4 kWh", "21.4kWh"),
        ("21.4 kWh", "21.4"),
        ("21.4", "21.4 kWh"),
        ("21.4", ""),
        ("612.4 ", "612.4"),
        ("45%", "45"),
        ("2026-06-04 21:09:40", "2026-06-04"),
        ({"00:05": "0"}, {}),
        ({"00:05": "0"}, {"0:5": "0"}),
        ({"00:05": "0"}, {"00:05": 0}),
        ({"00:05": {"ppv": "0"}}, {"00:05": {"ppv": "0"}, "00:10": {}}),
    ]:
        assert seen(theirs, ours), (theirs, ours)
