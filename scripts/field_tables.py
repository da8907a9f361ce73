"""Print a page of docs: every record of an API and every value in it, from the field rows.

.venv/bin/python scripts/field_tables.py > docs/records.md
.venv/bin/python scripts/field_tables.py records-shinephone.md > docs/records-shinephone.md
.venv/bin/python scripts/field_tables.py records-v4.md > docs/records-v4.md
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from growattServer.coded import enum_of
from growattServer.fields import Basis, Field, Record, Required
from growattServer.open_api_v1 import schedules
from growattServer.open_api_v1.devices import FAMILIES
from growattServer.open_api_v1.devices.declared import declared_in
from growattServer.open_api_v1.devices.families import DeviceOperations
from growattServer.open_api_v1.records import (
    alarms,
    dataloggers,
    device_list,
    groboost,
    meters,
    min_settings,
    plants,
    sensors,
    users,
    vpp,
)
from growattServer.open_api_v4.records import common as v4_common
from growattServer.open_api_v4.records import inverter as v4_inverter
from growattServer.open_api_v4.records import max as v4_max
from growattServer.open_api_v4.records import min as v4_min
from growattServer.open_api_v4.records import noah as v4_noah
from growattServer.open_api_v4.records import (
    noah_app,
    noah_curve,
    noah_segment,
    sph_s,
    sph_spa_detail,
    sph_spa_energy,
    wit_detail,
    wit_energy,
)
from growattServer.open_api_v4.records import storage as v4_storage
from growattServer.shinephone.records import (
    classic_inverter,
    dashboard,
    inverter,
    login,
    mix,
    mix_settings,
    noah,
    plant_info,
    plant_settings,
    setting_answers,
    storage,
    storage_energy,
    tlx,
    tlx_device,
    tlx_energy,
    tlx_settings,
)
from growattServer.shinephone.records import plants as shinephone_plants
from growattServer.shinephone.records.answer import Answer

Chapters = tuple[tuple[str, tuple[ModuleType, ...]], ...]


class Page(NamedTuple):
    """What is on a page beside the rows: its head, its order, and where each record comes from."""

    head: str
    chapters: Chapters
    found_in: Mapping[str, str]


_DECLARED = ("detail", "energy", "energy_history")


def _modules_of(kind: type[Any]) -> tuple[ModuleType, ...]:
    """The modules in which the records of a family lie."""
    found = (declared_in(getattr(kind, name)).record.__module__ for name in _DECLARED)
    return tuple(import_module(name) for name in dict.fromkeys(found))


def _found_in(kind: Any) -> Iterator[tuple[str, str]]:
    """Where each record of a family comes from."""
    calls = DeviceOperations
    for name in _DECLARED:
        by_serial = f"{kind.__name__.lower()}_{name}"
        # the plain name may be a call of the password API
        here = getattr(calls, by_serial, None) or getattr(calls, f"{by_serial}_v1")
        text = f"`{here.__name__}`, `{kind.__name__}.{name}`"
        if name == "energy":
            rows = declared_in(kind.energy_history).record
            text += f"; `datas` of `{rows.__name__}`"
        yield declared_in(getattr(kind, name)).record.__name__, text


def _alarms_of(record: type[Record]) -> str:
    """Which calls give alarms of this kind."""
    families: list[Any] = list(FAMILIES.values())
    kinds = [kind for kind in families if declared_in(kind.alarms).record is record]
    calls = (f"`{kind.__name__.lower()}_alarms`, `{kind.__name__}.alarms`" for kind in kinds)
    return ", ".join(calls)


CHAPTERS: Chapters = (
    ("Plants", (plants, device_list)),
    *((kind.__name__, _modules_of(kind)) for kind in FAMILIES.values()),
    ("Settings of a MIN", (min_settings,)),
    ("Alarms", (alarms,)),
    ("Schedules", (schedules,)),
    ("Users", (users,)),
    ("Dataloggers", (dataloggers,)),
    ("Meters and sensors", (meters, sensors)),
    ("Virtual power plants", (vpp,)),
    ("GroBoost", (groboost,)),
)

FOUND_IN = {
    **dict(named for kind in FAMILIES.values() for named in _found_in(kind)),
    "Plant": "`plants` of `PlantList`",
    "PlantList": "`plant_list`, `plant_list_v1`",
    "PlantArray": "`arrays` of `PlantDetails`",
    "PlantDataloggerKind": "`dataloggers` of `PlantDetails`",
    "PlantInverterKind": "`inverters` of `PlantDetails`",
    "PlantMaxKind": "`max_inverters` of `PlantDetails`",
    "PlantDetails": "`plant_details`",
    "PlantEnergyOverview": "`plant_energy_overview`",
    "PlantEnergyRow": "`energys` of `PlantEnergyHistory`",
    "PlantEnergyHistory": "`plant_energy_history`",
    "PlantPowerRow": "`powers` of `PlantPowerOverview`",
    "PlantPowerOverview": "`plant_power_overview`",
    "DeviceRow": "`devices` of `DeviceList`",
    "DeviceList": "`device_list`",
    "MinSettings": "`min_settings`, `Min.settings`; `settings` of `MinDetail`",
    "Alarm": "`alarms` of `DeviceAlarms`",
    "DeviceAlarms": "`alarms` of every device, `min_alarms` and those of the other families",
    "InverterAlarm": "`alarms` of `InverterAlarms`",
    "InverterAlarms": _alarms_of(alarms.InverterAlarms),
    "MaxAlarm": "`alarms` of `MaxAlarms`",
    "MaxAlarms": _alarms_of(alarms.MaxAlarms),
    "AtessAlarm": "`alarms` of `AtessAlarms`",
    "AtessAlarms": _alarms_of(alarms.AtessAlarms),
    "TimeSegment": "`min_read_time_segments`, `Min.read_time_segments` (a list of nine)",
    "Period": "`periods` of `AcChargeTimes` and `AcDischargeTimes`",
    "AcChargeTimes": "`sph_read_ac_charge_times`, `Sph.read_ac_charge_times`",
    "AcDischargeTimes": "`sph_read_ac_discharge_times`, `Sph.read_ac_discharge_times`",
    "User": "`c_user` of `UserList`",
    "UserList": "`user_list`",
    "UserRegistered": "`user_register`",
    "PlantCreated": "`plant_add`",
    "GroBoostReading": "`groboost_last_data`, `groboost_last_data_batch`; `datas` of "
    "`GroBoostHistory`; `boost` of `GroBoostDetails`",
    "GroBoostSpct": "`spct` of `GroBoostDetails`",
    "GroBoostDetails": "`groboost_details`",
    "GroBoostHistory": "`groboost_history`",
    "VppState": "`vpp_soc`",
    "DataloggerRow": "`dataloggers` of `DataloggerList`",
    "DataloggerList": "`datalogger_list`",
    "DataloggerValidation": "`datalogger_validate`",
    "DeviceDatalogger": "`device_datalogger`",
    "DeviceTypeInfo": "`device_check_sn`",
    "DeviceCreated": "`device_create_date`, by serial number",
    "PlantOfDevice": "`plant_by_device`",
    "MeterRow": "`meters` of `MeterList`",
    "MeterList": "`meter_list`",
    "MeterReading": "`meter_last_data`, `Meter.last_data`; `meter_data` of `MeterHistory`",
    "MeterHistory": "`meter_history`, `Meter.history`",
    "EnvironmentSensorRow": "`envs` of `EnvironmentSensorList`",
    "EnvironmentSensorList": "`env_sensor_list`",
    "EnvironmentSensorReading": "`env_sensor_last_data`, `EnvironmentSensor.last_data`; "
    "`env_data` of `EnvironmentSensorHistory`",
    "EnvironmentSensorHistory": "`env_sensor_history`, `EnvironmentSensor.history`",
}

SHINEPHONE_CHAPTERS: Chapters = (
    ("Login", (login,)),
    ("Plants", (shinephone_plants, plant_info, plant_settings, dashboard)),
    ("TLX", (tlx_energy, tlx, tlx_device, tlx_settings)),
    ("MIX", (mix, mix_settings)),
    ("Inverters without storage", (inverter, classic_inverter)),
    ("Storages", (storage, storage_energy)),
    ("NOAH", (noah,)),
    ("Writing", (setting_answers,)),
)

SHINEPHONE_FOUND_IN = {
    "LoginPlant": "`plants` of `LoginReply`",
    "Account": "`account` of `LoginReply`",
    "LoginReply": "`login`, `resume_login`",
    "PlantListRow": "`plants` of `PlantList`",
    "PlantListSums": "`sums` of `PlantList`",
    "PlantList": "`plant_list`",
    "PlantCurveHead": "`plant` of `PlantCurve`",
    "PlantCurve": "`plant_detail`",
    "Weather": "`weather` of `PlantEnergyData`",
    "PlantEnergyData": "`plant_energy_data`",
    "Datalogger": "`dataloggers` of `PlantInfo`",
    "Device": "`device_list`, `inverter_list` (a list); the lists of `PlantInfo`",
    "PlantInfo": "`plant_info`",
    "PlantSettings": "`plant_settings`, `get_plant_settings`; `plant_list_two` (a list); "
    "`plant` of `PlantEnergyData`",
    "DashboardPoint": "`points` of `Dashboard`, by HH:MM",
    "Dashboard": "`dashboard_data`",
    "TlxEnergy": "`latest` of `TlxDetail`",
    "TlxDetail": "`tlx_detail`",
    "TlxSystemStatus": "`tlx_system_status`",
    "TlxEnergyOverview": "`tlx_energy_overview`",
    "TlxPowerPoint": "`points` of `TlxProductionConsumption`, by HH:MM",
    "TlxEnergySeries": "`series` of `TlxProductionConsumption`",
    "TlxOutput": "`output` of `TlxProductionConsumption`",
    "TlxProductionConsumption": "`tlx_energy_prod_cons`",
    "TlxCurve": "`tlx_data`",
    "TlxDevice": "`device` of `TlxParams`",
    "TlxParams": "`tlx_params`",
    "TlxBattery": "`tlx_battery_info`",
    "TlxBatteryLatest": "`latest` of `TlxBatteryDetail`",
    "TlxBatteryDetail": "`tlx_battery_info_detailed`",
    "TlxSettings": "`tlx_all_settings`, `tlx_get_all_settings`; `settings` of `TlxDevice`",
    "TlxEnabledSettings": "`tlx_enabled_settings`, `tlx_get_enabled_settings`",
    "MixInfo": "`mix_info`",
    "MixTotals": "`mix_totals`",
    "MixSystemStatus": "`mix_system_status`",
    "MixPowerPoint": "`points` of `MixProductionConsumption`, by HH:MM",
    "MixProductionConsumption": "`mix_detail`",
    "MixSettings": "`settings` of `MixSettingsDetails`",
    "MixSettingsDetails": "`details` of `MixSettingsAnswer`",
    "MixSettingsAnswer": "`get_mix_inverter_settings`",
    "InverterCurve": "`inverter_data`",
    "InverterEnergy": "`inverter_detail`",
    "InverterEnergyTwo": "`latest` of `InverterDetailTwo`",
    "InverterDetailTwo": "`inverter_detail_two`",
    "ClassicInverterSettings": "`classic_inverter_info`",
    "StorageDetail": "`storage_detail`",
    "StorageEnergyOverview": "`storage_energy_overview`",
    "StorageDevice": "`device` of `StorageParams`",
    "StorageParams": "`storage_params`",
    "StorageEnergy": "`latest` of `StorageParams`",
    "NoahPlant": "`plant` of `NoahSystem`",
    "NoahSystem": "`is_plant_noah_system`",
    "NoahStatus": "`latest` of `NoahStatusAnswer`",
    "NoahStatusAnswer": "`noah_system_status`",
    "NoahSettings": "`settings` of `NoahDetails`",
    "NoahPlantRow": "`plants` of `NoahDetails`",
    "NoahDetails": "`details` of `NoahInfo`",
    "NoahInfo": "`noah_info`",
    "SettingAnswer": "`update_plant_settings` and all other writers, except that of a NOAH",
    "NoahSettingAnswer": "`update_noah_settings`",
}

V4_CHAPTERS: Chapters = (
    ("All devices", (v4_common,)),
    ("MIN", (v4_min,)),
    ("SPH and SPA", (sph_spa_energy, sph_spa_detail)),
    ("NOAH and NEXA", (v4_noah, noah_segment, noah_app, noah_curve)),
    ("Inverters without storage", (v4_inverter, v4_max)),
    ("Storages", (v4_storage,)),
    ("WIT", (wit_energy, wit_detail)),
    ("SPH-S", (sph_s,)),
)

_V4_KINDS = ("Min", "Sph", "Spa", "Noah", "Inverter", "Max", "Storage", "Wit", "SphS")
V4_FOUND_IN = {
    "DeviceRow": "`devices`",
    "DeviceList": "behind `devices`",
    "DeviceModel": "`model`",
    "HighFrequencyBattery": "`batteries` of `HighFrequencyReading`",
    "HighFrequencyReading": "`high_frequency`",
    "VppPeriod": "`read_vpp_schedule`",
    "NoahSegment": "`read_noah_time_segments`",
    "NoahTimeSegment": "`time_segments` of `NoahSettings`",
    "NoahStatus": "`noah_status` of a NOAH",
    "NexaStatus": "`noah_status` of a NEXA",
    "NoahBattery": "`batteries` of `NoahBatteries`",
    "NoahBatteryFahrenheit": "`batteries` of `NoahBatteries`",
    "NoahBatteries": "`noah_batteries`",
    "NoahGridCode": "`grid_codes` of `NoahSettings`",
    "NoahSettings": "`settings` of `NoahInfo`",
    "NoahPlantRow": "`plants` of `NoahInfo`",
    "NoahInfo": "`noah_settings`",
    "NoahFirmware": "`noah_firmware`",
    "NoahPower": "`noah_powers` of a NOAH",
    "NexaPower": "`noah_powers` of a NEXA",
    "NoahPeriodEnergy": "`noah_energies`",
    "SphSpaEnergyV4Fields": "`SphEnergy`, `SpaEnergy`",
    "SphSpaDetailV4Fields": "`SphDetail`, `SpaDetail`",
    **{f"{kind}Energy": "`latest`, `history`, `history_of_many`" for kind in _V4_KINDS},
    **{f"{kind}Detail": "`info`" for kind in _V4_KINDS},
}

_LEGEND = """\
- **Unit**: the unit of the attribute. Where the server sends another one, the attribute is
  converted and the raw value is not.
- **Kind**: a *measurement* is of the moment, a *daily counter* starts anew each day, a *lifetime
  counter* only grows, a *setting* is what somebody chose, an *identity* does not change. Of what is
  *required*, the attribute is never None: where a reply lacks it, reading raises
  `GrowattReplyError`.
- **Key**: the name in the dict, in the vendor's spelling. Further spellings of the same value
  follow after "or".
- **Basis**: how well the meaning is known:
{basis}

Which values are there depends on the model, its firmware and what is connected to it.
"""

_MADE = (
    "<!-- Made by scripts/field_tables.py from the field rows: change those, not this page. -->\n"
)

HEAD = f"""\
# Records: every value, its unit and its meaning

{_MADE}
An answer is a [record](openapi-v1.md#records): the dict that the server sent, with the attributes
below. `record["ppv"]` is the value as sent, `record.pv_power` the same one parsed, or None where
the server sent nothing usable. These are the records of the token API; those of the ShinePhone API
have [a page of their own](records-shinephone.md).

{_LEGEND}"""

SHINEPHONE_HEAD = f"""\
# Records of the ShinePhone API

{_MADE}
An answer of the [ShinePhone API](shinephone.md) is a [record](openapi-v1.md#records) too: the dict
that the server sent, with the attributes below. Names are those of the
[token API](records.md) where both send the same value; they lie in
`growattServer.shinephone.records`.

{_LEGEND}"""

V4_HEAD = f"""\
# Records of V4

{_MADE}
An answer of [V4](openapi-v4.md) is a [record](openapi-v1.md#records) too: the dict that the server
sent, with the attributes below. Names are those of [V1](records.md) where both send the same
value; the records lie in `growattServer.open_api_v4.records`.

{_LEGEND}"""

# a table is not printed again where so few of its rows are others
MOST_DIFFERENCES = 20

PAGES = {
    "records.md": Page(HEAD, CHAPTERS, FOUND_IN),
    "records-v4.md": Page(V4_HEAD, V4_CHAPTERS, V4_FOUND_IN),
    "records-shinephone.md": Page(SHINEPHONE_HEAD, SHINEPHONE_CHAPTERS, SHINEPHONE_FOUND_IN),
}


def records(module: ModuleType) -> list[type[Record]]:
    """The records that a module defines, in the order of its lines."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Record)
        and value.__module__ == module.__name__
    ]


def text_of(page: Page) -> str:
    """A whole page."""
    basis = "\n".join(f"  - *{basis.name.lower()}*: {basis.value}" for basis in Basis)
    lines = [*page.head.format(basis=basis).splitlines(), "", *_contents(page)]
    for chapter, modules in page.chapters:
        lines += ["", f"## {chapter}"]
        for module in modules:
            for record in records(module):
                lines += ["", *_section(record)]
    return "\n".join(lines) + "\n"


def _contents(page: Page) -> Iterator[str]:
    yield "| Record | Where it comes from | Values |"
    yield "|:---|:---|---:|"
    for _, modules in page.chapters:
        for module in modules:
            for record in records(module):
                name, count = record.__name__, len(record.fields)
                yield f"| [{name}](#{name.lower()}) | {page.found_in[name]} | {count} |"


def _section(record: type[Record]) -> Iterator[str]:
    yield f"### {record.__name__}"
    yield ""
    yield from _described(record)
    rows = record.fields
    other = _described_elsewhere(record)
    if other is not None:
        there = list(other.fields.values())
        rows = {name: row for name, row in rows.items() if row not in there}
        yield ""
        yield from _pointing(other, [name for name in other.fields if name not in record.fields])
    yield ""
    if rows:
        yield "| Attribute | Unit | Kind | Key | Meaning | Basis |"
        yield "|:---|:---|:---|:---|:---|:---|"
    for name, row in rows.items():
        yield _row(name, row)


def _described_elsewhere(record: type[Record]) -> type[Record] | None:
    """The record of the token API that has nearly all rows of one of the ShinePhone API."""
    if not issubclass(record, Answer):
        return None
    ours = list(record.fields.values())
    modules = [module for _, modules in CHAPTERS for module in modules]
    for other in (each for module in modules for each in records(module)):
        shared = sum(row in ours for row in other.fields.values())
        if shared and len(other.fields) - shared <= MOST_DIFFERENCES:
            return other
    return None


def _pointing(other: type[Record], lacking: list[str]) -> list[str]:
    link = f"[{other.__name__}](records.md#{other.__name__.lower()})"
    names = ", ".join(f"`{name}`" for name in lacking)
    return textwrap.wrap(f"It has the attributes of {link} except {names}, and these:", 100)


def _described(record: type[Record]) -> list[str]:
    text = inspect.cleandoc(record.__doc__ or "")
    return re.sub(r"^(https://\S+)$", r"[The vendor's page](\1).", text, flags=re.M).splitlines()


def _row(name: str, row: Field[object]) -> str:
    keys = " or ".join(f"`{key}`" for key in (row.key, *row.other_keys))
    meaning = row.meaning.replace("|", "\\|")
    if (enum := enum_of(row)) is not None:
        meaning = meaning.replace(": ", f" (`{enum.__name__}`): ", 1)
    kind = "" if row.kind is None else row.kind.value
    # a list that may be absent is an empty one then, and raises nothing
    kind += ", required" if isinstance(row, Required) and row.read({}) is None else ""
    basis = row.basis.name.lower()
    return f"| `{name}` | {row.unit or ''} | {kind} | {keys} | {meaning} | {basis} |"


if __name__ == "__main__":
    sys.stdout.write(text_of(PAGES[(*sys.argv, "records.md")[1]]))
