"""The storage (SPF, off grid): it feeds its own sockets and never the street."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Hardware
from ..instruments import battery, pv_string
from ..java import kwh, plain, single
from ..reading import Reading
from ..settings import SettingsTable, Values
from ..world import BOSTON, Sample
from .base import V4, Bean, Family, standing
from .v4_settings import LIMIT, SETTINGS, SWITCH

# Watts at the sockets to volt-amperes.
APPARENT = 1.1


def control(values: Values) -> Control:
    """Sun first, then the battery down to a fifth, then the grid."""
    return Control(
        inverter_on=values[SWITCH][0] == "1",
        active_power_percent=float(values[LIMIT][0]),
        export_limit_percent=0.0,
        load_first_stop_soc=20.0,
    )


# Its other settings are written through calls that nobody simulates.
TABLE = SettingsTable(SETTINGS, control, lambda values: True, "%Y-%m-%d %H:%M:%S", SWITCH)


def _energies(reading: Reading) -> Bean:
    today, life = reading.today_wh, reading.lifetime_wh
    pairs = {
        "eacCharge": (today.ac_charge, life.ac_charge),
        "eBatDisCharge": (today.discharge, life.discharge),
        "eCharge": (today.charge, life.charge),
        "eDischarge": (today.discharge, life.discharge),
        "eopDischr": (today.discharge, life.discharge),
        "epv": (today.pv, life.pv),
        "eToGrid": (today.grid_export, life.grid_export),
        "eToUser": (today.grid_import, life.grid_import),
    }
    bean: Bean = {f"{name}Today": kwh(day) for name, (day, _) in pairs.items()}
    bean |= {f"{name}Total": kwh(total) for name, (_, total) in pairs.items()}
    for name in ("eCharge", "eDischarge"):
        bean[f"{name}TodayText"] = f"{float(bean[name + 'Today'])} kWh"
        bean[f"{name}TotalText"] = f"{float(bean[name + 'Total'])} kWh"
    return bean


def state(reading: Reading) -> tuple[int, str]:
    """What it does, as a number and in words."""
    power = reading.power_w
    if power.charge > 0:
        return 5, "PV charge"
    return (2, "Discharge") if power.discharge > 0 else (0, "Standby")


def sample(device: Device, reading: Reading) -> Bean:
    """What the world knows of a storage, in the words of its last sample."""
    power, pack = reading.power_w, battery(device, reading)
    soc = round(pack.soc_percent)
    string = pv_string(device, reading.wires.pv1, device.hardware.pv1_peak_w)
    status, words = state(reading)
    return {
        **_energies(reading),
        "capacity": soc,
        "capacityText": f"{soc} %",
        "chgCurr": single(max(0.0, pack.current_a)),
        "dischgCurr": single(max(0.0, -pack.current_a)),
        "freqGrid": single(reading.grid_frequency_hz, 2),
        "freqOutPut": single(reading.grid_frequency_hz, 2),
        "iChargePV1": single(string.current_a),
        "loadPercent": plain(100 * power.load / device.hardware.rated_power_w),
        "outPutCurrent": single(power.load / reading.grid_voltage_v),
        "outPutPower": plain(power.load, 0),
        "outPutVolt": single(reading.grid_voltage_v),
        "pAcInPut": plain(power.grid_import),
        "pBat": plain(power.discharge - power.charge),
        "pCharge": plain(power.charge),
        "pChargeText": f"{power.charge:.1f} W",
        "pDischarge": plain(power.discharge),
        "pDischargeText": f"{power.discharge:.1f} W",
        "pacToUser": plain(power.grid_import),
        "pacToUserText": f"{power.grid_import:.1f} W",
        "ppv": plain(power.pv),
        "ppvText": f"{power.pv:.1f} W",
        "rateVA": plain(power.load * APPARENT, 0),
        "etoday": 0,
        "etotal": 0,
        "serialNum": device.serial_number,
        "status": status,
        "statusText": words,
        "sysOut": plain(power.load, 0),
        "vBat": single(pack.voltage_v, 2),
        "vBatText": f"{pack.voltage_v:.2f} V",
        "vGrid": single(reading.grid_voltage_v),
        "vpv": single(string.voltage_v),
        "vpvText": f"{string.voltage_v:.1f} V",
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    online, rated = device.seems_online, int(device.hardware.rated_power_w)
    return {
        **standing(device, 96),
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "rateVA": rated,
        "rateWatt": rated,
        "status": 1 if online else -1,
        "statusText": f"inverter.status.{'normal' if online else 'lost'}",
    }


STORAGE = Family(
    v4=V4("storage", sample, _v4_details),
    name="storage",
    word="storage",
    device_type=2,
    check_type=96,
    dtc=20105,
    status_online=5,
    model="A0B0D0T0P0U0M0S0",
    sample=Sample("SIMSPF0001", BOSTON),
    hardware=Hardware(
        rated_power_w=5000.0,
        pv1_peak_w=2600.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=9600.0,
        max_charge_w=4000.0,
        max_discharge_w=5000.0,
        battery_nominal_v=48.0,
        pv_string_v=210.0,
    ),
    table=TABLE,
    exports=False,
)
