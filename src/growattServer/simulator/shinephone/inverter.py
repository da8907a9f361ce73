"""The calls of a classic inverter, and its settings page on the web."""

from __future__ import annotations

import json
from typing import Any

from ..families.inverter import INVERTER, electric, sample
from ..java import date_time, kwh, plain, text
from ..scene import Scene
from .answers import RefusalError
from .asking import Params, find, kwh_text, see, seen_device, server_text
from .dress import Bean, dress
from .tlx import day_power

_PARAMETERS = (
    "Fac(Hz),Pac(W),E_Today(kWh),E_Total(kWh),Vpv1(V),Ipv1(A),Ppv1(W),Vpv2(V),Ipv2(A),Ppv2(W),"
    "Vpv3(V),Ipv3(A),Ppv3(W),Ppv(W),VacR(V),Vstring8(V),Istring8(A),StrFault,StrWarning,StrBreak,"
    "PIDWarning"
)


def data(scene: Scene, params: Params) -> Any:
    """The power curve of a day; 501 for any other family."""
    seen = seen_device(scene, params, "id", "inverter", "501")
    return {
        "invPacData": day_power(scene, seen, params, lambda power: power.ac_output),
        "nominalPower": str(int(seen.device.hardware.rated_power_w)),
        "power": text(seen.reading.power_w.ac_output),
        "eToday": kwh_text(seen.reading.today_wh.ac_output),
        "eTotal": kwh_text(seen.reading.lifetime_wh.ac_output),
    }


def _zeros(name: str) -> Bean:
    # What a device of another family looks like to these calls.
    bean = dress(name, {})
    return {
        key: type(value)() if isinstance(value, bool | str | int | float) else value
        for key, value in bean.items()
    }


def detail(scene: Scene, params: Params) -> Any:
    """The last sample; another family's is all zeros and belongs to nobody."""
    device = find(scene, params.get("inverterId", ""), "inverter")
    if device is None:
        return _zeros("inverter_detail")
    seen = see(scene, device)
    return dress(
        "inverter_detail", {**sample(device, seen.reading), "time": server_text(seen.stamp)}
    )


def detail_two(scene: Scene, params: Params) -> Any:
    """The same sample in another spelling."""
    device = find(scene, params.get("inverterId", ""), "inverter")
    if device is None:
        return {"data": _zeros("inverter_detail_two"), "parameterName": _PARAMETERS}
    seen = see(scene, device)
    bean = dress(
        "inverter_detail_two",
        {
            **electric(seen.device, seen.reading),
            "e_today": kwh(seen.reading.today_wh.ac_output),
            "e_total": kwh(seen.reading.lifetime_wh.ac_output),
            "t_total": plain(seen.reading.running_s / 3600),
        },
    )
    return {"data": bean, "parameterName": _PARAMETERS}


def settings_page(scene: Scene, params: Params) -> str:
    """A page of the web with the settings inside a script."""
    seen = seen_device(scene, params, "invSn", "inverter", "")
    device, values = seen.device, seen.device.values
    serial = device.serial_number
    bean = dress(
        "inverter_settings",
        {
            "activeRate": values["pv_active_p_rate"][0],
            "alias": serial,
            "datalogSn": device.datalogger_sn,
            "lastUpdateTime": server_text(seen.stamp),
            "lost": "false" if device.seems_online else "true",
            "modelText": INVERTER.model,
            "nominalPower": str(int(device.hardware.rated_power_w)),
            "onOff": values["pv_on_off"][0],
            "pf": values["pv_power_factor"][0],
            "plantId": str(device.plant.plant_id),
            "reactiveRate": values["pv_reactive_p_rate"][0],
            "sn": serial,
            "status": "1" if device.seems_online else "-1",
            "sysTime": date_time(device.clock(scene.now)),
            "voltageHighLimit": values["pv_grid_voltage_high"][0],
            "voltageLowLimit": values["pv_grid_voltage_low"][0],
        },
    )
    inside = json.dumps(bean, ensure_ascii=False, separators=(",", ":"))
    if "'" in inside:
        raise RefusalError("")
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="UTF-8">\n<title>Setting</title>\n</head>\n'
        '<body>\n<div class="set-box" id="set_inv_box"></div>\n<script type="text/javascript">\n'
        f"var invSn='{serial}';\nvar inv=JSON.parse('{inside}');\nvar lang='en';\n</script>\n"
        "</body>\n</html>\n"
    )
