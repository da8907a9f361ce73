"""Each call of the app about a NOAH or NEXA: its arguments, what it sends, and an example reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from growattServer import Rows
from growattServer.fields import Record
from growattServer.open_api_v4 import records
from growattServer.open_api_v4.records.noah_curve import NexaPower, NoahPower

CAPTURES = Path(__file__).parent.parent / "captures" / "noah"
NOAH, NEXA = "SIMNOA0001", "SIMNEX0001"
DAY = "2026-06-15"


class Case(NamedTuple):
    """One operation: its arguments beside the device, its pages, and the form beside the device."""

    arguments: tuple[Any, ...]
    noah: str
    nexa: str
    form: Mapping[str, str]
    example: str
    returns: type


CASES: Mapping[str, Case] = {
    "noah_status": Case(
        (), "getSystemStatus", "getSystemStatus", {}, "get_system_status", records.NoahStatus
    ),
    "noah_batteries": Case(
        (), "getBatteryData", "getBatteryData", {}, "get_battery_data", records.NoahBatteries
    ),
    "noah_settings": Case(
        (), "getNoahInfoBySn", "getNexaInfoBySn", {}, "get_info_by_sn", records.NoahInfo
    ),
    "noah_powers": Case(
        (DAY,),
        "getNoahChartData",
        "getNexaChartData",
        {"date": "2026-06-16"},
        "get_chart_data",
        Rows,
    ),
    "noah_energies": Case(
        ("days", DAY),
        "getDataChart",
        "getDataChart",
        {"dateTime": "2026-06-01", "dateType": "1"},
        "get_data_chart",
        Rows,
    ),
    "noah_firmware": Case(
        (), "checkUpgradeNoah", "checkUpgradeNexa", {}, "check_upgrade", records.NoahFirmware
    ),
}
BEANS: Mapping[str, type[Record]] = {
    "status": records.NoahStatus,
    "batteries": records.NoahBatteries,
    "battery": records.NoahBattery,
    "info": records.NoahInfo,
    "settings": records.NoahSettings,
    "grid_code": records.NoahGridCode,
    "plant_row": records.NoahPlantRow,
    "power": NoahPower,
    "period_energy": records.NoahPeriodEnergy,
    "firmware": records.NoahFirmware,
}
BEANS_OF_A_NEXA: Mapping[str, type[Record]] = {"status": records.NexaStatus, "power": NexaPower}
EVERY_CALL = pytest.mark.parametrize("name", CASES)


def record_of(bean: str, model: str) -> type[Record]:
    of_a_nexa = BEANS_OF_A_NEXA.get(bean) if model == "nexa" else None
    return of_a_nexa or BEANS[bean]


def example(name: str) -> Any:
    return json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))


def ask(api: Any, name: str, device_sn: str, **more: Any) -> Any:
    return getattr(api, name)(device_sn, *CASES[name].arguments, **more)
