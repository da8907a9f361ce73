"""Every V1 operation with arguments the simulated cloud accepts, and their results."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from growattServer import OpenApiV1, Rows
from growattServer.open_api_v1 import devices, records, schedules
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.open_api_v1.devices.meters import Meter
from growattServer.open_api_v1.devices.sensors import EnvironmentSensor
from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.logger_calls import check_code

START = "2026-06-15T12:00:00+02:00"
DAY = date(2026, 6, 15)
MIN_SN, SPH_SN = "SIMMIN0001", "SIMSPH0001"
MUNICH, BOSTON = 1000001, 1000002
OWNER = 7000001
LOGGER, SPARE_LOGGER, BOOST = "SIMLOG0001", "SIMLOG0077", "SIMGRB0001"
OFF = {"start_time": time(0), "end_time": time(0), "enabled": False}
PERIODS = [{"start_time": time(1), "end_time": time(4, 30), "enabled": True}, OFF, OFF]


class Case(NamedTuple):
    """One operation: its arguments, the type of its result, whether it writes."""

    arguments: tuple[Any, ...]
    returns: type
    writes: bool = False
    alone: bool = False
    """Whether it changes what there is, so that each run of it has a cloud to itself."""
    code_only: bool = False
    """Whether the code of the reply is all that it promises."""


_MIN: Mapping[str, Case] = {
    "settings": Case((), records.MinSettings),
    "read_parameter": Case(("discharge_power",), str),
    "write_parameter": Case(("charge_power", 80), str, writes=True),
    "write_time_segment": Case((1, 1, time(2), time(5)), str, writes=True),
    "read_time_segments": Case((), Rows),
}
_SPH: Mapping[str, Case] = {
    "energy_history": Case((DAY, DAY, "America/New_York", 1, 100), records.SphEnergyHistory),
    "alarms": Case((DAY, 1, 100), records.DeviceAlarms),
    "read_parameter": Case(("pv_on_off",), str),
    "write_parameter": Case(("pv_active_p_rate", 90), str, writes=True),
    "write_ac_charge_times": Case((50, 95, True, PERIODS), str, writes=True),
    "write_ac_discharge_times": Case((60, 20, PERIODS), str, writes=True),
    "read_ac_charge_times": Case((), schedules.AcChargeTimes),
    "read_ac_discharge_times": Case((), schedules.AcDischargeTimes),
}
_METER: Mapping[str, Case] = {
    "last_data": Case((), records.MeterReading),
    "history": Case((DAY, DAY, 1, 100), records.MeterHistory),
}
_SENSOR: Mapping[str, Case] = {
    "last_data": Case((), records.EnvironmentSensorReading),
    "history": Case((DAY, DAY, 1, 100), records.EnvironmentSensorHistory),
}
NOTHING = type(None)
_CHANGES = {"writes": True, "alone": True, "code_only": True}
_LOGGERS: Mapping[str, Case] = {
    "datalogger_list": Case((MUNICH,), records.DataloggerList),
    "datalogger_add": Case((MUNICH, SPARE_LOGGER, OWNER), NOTHING, **_CHANGES),
    "datalogger_delete": Case((MUNICH, LOGGER), NOTHING, **_CHANGES),
    "datalogger_validate": Case(
        (SPARE_LOGGER, check_code(SPARE_LOGGER)), records.DataloggerValidation, code_only=True
    ),
    "device_datalogger": Case((MIN_SN,), records.DeviceDatalogger),
    "plant_by_device": Case((MIN_SN,), records.PlantOfDevice),
    "device_check_sn": Case((MIN_SN,), records.DeviceTypeInfo),
    "device_day_energy": Case((MIN_SN, DAY), float),
    "device_create_date": Case(([MIN_SN, SPH_SN],), dict),
    "device_add": Case((BOSTON, ["SIMMIN0077", "SIMSPH0077"], OWNER), NOTHING, **_CHANGES),
    "storage_add": Case((BOSTON, "SIMSPF0077", OWNER), NOTHING, **_CHANGES),
}
_USERS: Mapping[str, Case] = {
    "user_list": Case((), records.UserList),
    "user_check": Case(("anna",), bool, code_only=True),
    "user_register": Case(
        ("anna", "Pass-Word-77", "anna@example.com", "Germany"),
        records.UserRegistered,
        writes=True,
        alone=True,
    ),
    "user_modify": Case((OWNER, "+49 89 123456"), NOTHING, **_CHANGES),
    "plant_list_by_user": Case(("demo",), records.PlantList),
    "plant_add": Case((OWNER, "Barn", 9.9), records.PlantCreated, writes=True, alone=True),
    "plant_modify": Case((MUNICH, OWNER, "Barn", 12), NOTHING, **_CHANGES),
    "plant_delete": Case((MUNICH,), NOTHING, **_CHANGES),
}
_VPP: Mapping[str, Case] = {
    "vpp_soc": Case((SPH_SN,), records.VppState),
    "vpp_write": Case((MIN_SN, -50, time(18)), str, writes=True, alone=True),
    "vpp_write_periods": Case(
        (MIN_SN, [{"percentage": 60, "start_time": time(1), "end_time": "05:00"}]),
        str,
        writes=True,
        alone=True,
    ),
}
_GROBOOST: Mapping[str, Case] = {
    "groboost_details": Case((BOOST,), records.GroBoostDetails),
    "groboost_last_data": Case((BOOST,), records.GroBoostReading),
    "groboost_last_data_batch": Case(([BOOST],), dict),
    "groboost_history": Case((BOOST, DAY, DAY, "Europe/Berlin", 1, 100), records.GroBoostHistory),
}


def _family_cases(kind: str) -> Mapping[str, Case]:
    """The calls that each family has, and what a setting of it is called."""
    family = devices.FAMILIES[kind.upper()]
    cases = {
        "detail": Case((), getattr(records, f"{kind}Detail")),
        "energy": Case((), getattr(records, f"{kind}Energy")),
        "energy_history": Case(
            (DAY, DAY, "Europe/Berlin", 1, 100), getattr(records, f"{kind}EnergyHistory")
        ),
        "alarms": Case((DAY,), declared_in(family.alarms).record),
    }
    if kind.upper() in devices.SETTABLE:
        setting = TOKEN_FAMILIES[kind.lower()].table.power_switch
        cases["read_parameter"] = Case((setting,), str)
        cases["write_parameter"] = Case((setting, 1), str, writes=True)
    return cases


_OWN_CASES = {"Min": _MIN, "Sph": _SPH}


def _serial_of(kind: str) -> str:
    sample = TOKEN_FAMILIES[kind.lower()].sample
    return sample.serial_number if sample else f"SIM{kind.upper()}0001"


_DEVICES: Mapping[str, tuple[type[Any], str, Mapping[str, Case]]] = {
    family.__name__: (
        family,
        _serial_of(family.__name__),
        {**_family_cases(family.__name__), **_OWN_CASES.get(family.__name__, {})},
    )
    for family in devices.FAMILIES.values()
}
DEVICE_CASES: Mapping[str, tuple[type[Any], str, Mapping[str, Case]]] = {
    kind: (family, serial, {**cases, "latest": cases["energy"]})
    for kind, (family, serial, cases) in _DEVICES.items()
}


def by_serial_name(kind: str, operation: str) -> str:
    """The name of an operation of a device among those of a client."""
    # the plain names are those of the password API
    ending = "_v1" if operation == "detail" and kind in ("Inverter", "Storage") else ""
    return f"{kind.lower()}_{operation}{ending}"


API_CASES: Mapping[str, Case] = {
    "plant_list": Case((), records.PlantList),
    "plant_list_v1": Case((), records.PlantList),
    "plant_details": Case((MUNICH,), records.PlantDetails),
    "plant_energy_overview": Case((MUNICH,), records.PlantEnergyOverview),
    "plant_power_overview": Case((MUNICH, DAY), records.PlantPowerOverview),
    "plant_energy_history": Case((MUNICH, DAY, DAY), records.PlantEnergyHistory),
    "device_list": Case((MUNICH,), records.DeviceList),
    **{
        by_serial_name(kind, name): case._replace(arguments=(serial, *case.arguments))
        for kind, (_, serial, cases) in _DEVICES.items()
        for name, case in cases.items()
    },
    **{
        f"{kind.lower()}_last_data_batch": Case(([serial],), dict)
        for kind, (_, serial, _) in DEVICE_CASES.items()
        if hasattr(OpenApiV1, f"{kind.lower()}_last_data_batch")
    },
    **_LOGGERS,
    **_USERS,
    **_VPP,
    **_GROBOOST,
    "meter_list": Case((LOGGER,), records.MeterList),
    **{
        f"meter_{name}": case._replace(arguments=(LOGGER, 1, *case.arguments))
        for name, case in _METER.items()
    },
    "env_sensor_list": Case((LOGGER,), records.EnvironmentSensorList),
    **{
        f"env_sensor_{name}": case._replace(arguments=(LOGGER, 2, *case.arguments))
        for name, case in _SENSOR.items()
    },
}
BUS_CASES: Mapping[str, tuple[type[Any], int, Mapping[str, Case]]] = {
    "Meter": (Meter, 1, _METER),
    "EnvironmentSensor": (EnvironmentSensor, 2, _SENSOR),
}

SETTABLE_CASES: Mapping[str, tuple[Any, str, Mapping[str, Case]]] = {
    name: case for name, case in DEVICE_CASES.items() if hasattr(case[0], "plan")
}
CASES: Mapping[str, Case] = {
    **{f"api.{name}": case for name, case in API_CASES.items()},
    **{
        f"{kind}.{name}": case
        for kind, (_, _, cases) in DEVICE_CASES.items()
        for name, case in cases.items()
    },
    **{
        f"{kind}.{name}": case
        for kind, (_, _, cases) in BUS_CASES.items()
        for name, case in cases.items()
    },
}


def mount(cloud: Simulator) -> None:
    """Add the devices that the first world does not have, in a place of their own."""
    place = cloud.add_plant(name="A hall", timezone="America/New_York")["plant_id"]
    for kind, (_, serial, _) in DEVICE_CASES.items():
        if TOKEN_FAMILIES[kind.lower()].sample is None:
            cloud.add_device(kind.lower(), serial, plant_id=place)


def owner_of(api: Any, owner: str) -> Any:
    """Whose method a case is about: the api, or a device of it."""
    if owner == "api":
        return api
    if owner in BUS_CASES:
        thing, address, _ = BUS_CASES[owner]
        return thing(api, LOGGER, address)
    device, serial, _ = DEVICE_CASES[owner]
    return device(api, serial)


def bound(api: Any, name: str) -> Any:
    """The method of a case, on this api."""
    owner, _, method = name.partition(".")
    return getattr(owner_of(api, owner), method)


def operations_of(kind: type) -> set[str]:
    """The names of all operations of a class."""
    return {name for name, member in inspect.getmembers(kind) if hasattr(member, "flow")}


V1_OPERATIONS = {
    name
    for name in operations_of(OpenApiV1)
    if getattr(OpenApiV1, name).__module__.startswith("growattServer.open_api_v1")
    # it asks no server
    and name != "budget"
}
