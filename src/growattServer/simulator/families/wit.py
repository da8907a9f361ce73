"""The WIT: a large three-phase hybrid for businesses, which only V4 knows."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Hardware
from ..instruments import battery, inverter_c
from ..java import kwh, kwh32, plain, single
from ..reading import Reading
from ..settings import SettingsTable, Values, as_number
from .base import V4, Bean, Family, standing
from .sph import self_use
from .sph_s import flows
from .strings import panels
from .v4_settings import LIMIT, SETTINGS, SWITCH

# it has ten inputs, and something hangs at two of them, as in the example
_INPUTS, _STRINGS, _PHASES = 2, 1, 3


def control(values: Values) -> Control:
    """The behaviour that the written values ask for."""
    return Control(
        inverter_on=values[SWITCH][0] == "1", active_power_percent=float(values[LIMIT][0])
    )


TABLE = SettingsTable(SETTINGS, control, SWITCH)


def _wires(device: Device, reading: Reading) -> Bean:
    power, volts, pack = reading.power_w, reading.grid_voltage_v, battery(device, reading)
    flow, inside = reading.wires.ac_output - reading.wires.ac_charge, inverter_c(device, reading)
    load = power.load / _PHASES / volts
    bean: Bean = {
        "fac": single(reading.grid_frequency_hz, 2),
        **dict.fromkeys(("vacRs", "vacSt", "vacTr"), single(volts * 3**0.5)),
        **dict.fromkeys(("iacLoad", "iacsLoad", "iactLoad"), single(load)),
        "vbat": single(pack.voltage_v),
        "vBatDsp": single(pack.voltage_v),
        "bmsBatteryVolt": single(pack.voltage_v),
        "temp1": single(inside),
        "temp2": single(inside + 4),
        "temp3": single(inside - 3),
    }
    for phase in range(1, _PHASES + 1):
        bean |= {
            f"vac{phase}": single(volts),
            f"iac{phase}": single(abs(flow) / _PHASES / volts),
            f"pac{phase}": plain(power.ac_output / _PHASES),
        }
    return bean


def _v4_reading(device: Device, reading: Reading) -> Bean:
    today, life, power = reading.today_wh, reading.lifetime_wh, reading.power_w
    return {
        **self_use(reading),
        **flows(reading),
        **panels(device, reading, _INPUTS, _STRINGS),
        **_wires(device, reading),
        "acChargeEnergyToday": kwh32(today.ac_charge),
        "acChargeEnergyTotal": kwh32(life.ac_charge),
        # what the example has of another port of the machine
        **dict.fromkeys(("eexToday", "eexTotal"), 0),
        "epvToday": kwh(today.pv),
        # plus into the battery, minus out of it
        "batPower": plain(power.charge - power.discharge),
        "priorityChoose": int(reading.mode),
        "soc": round(device.soc_percent(reading)),
        "status": 1,
        "statusText": "Operating",
        "timeTotal": plain(reading.running_s),
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    online, values = device.seems_online, device.values
    return {
        **standing(device, 218),
        "portName": f"ShinePano - {device.datalogger_sn}",
        "activeRate": as_number(values[LIMIT][0]),
        "modelText": WIT.model,
        "onOff": int(values[SWITCH][0]),
        "pmax": int(device.hardware.rated_power_w),
        "status": 1 if online else -1,
        "statusText": f"wit.status.{'operating' if online else 'lost'}",
        "uwACChargeEnable": int(device.control.ac_charge_enabled),
        "uwBatChargeStopSoc": int(device.control.full_soc),
        "uwBatDisChargeStopSoc": int(device.control.load_first_stop_soc),
    }


WIT = Family(
    name="wit",
    word="wit",
    device_type=None,
    check_type=218,
    dtc=5600,
    status_online=1,
    model="S21B01D00T32P0FU01M03E8",
    sample=None,
    hardware=Hardware(
        rated_power_w=100_000.0,
        pv1_peak_w=60_000.0,
        pv2_peak_w=50_000.0,
        battery_capacity_wh=215_000.0,
        max_charge_w=100_000.0,
        max_discharge_w=100_000.0,
        battery_nominal_v=716.8,
        pv_string_v=690.0,
    ),
    table=TABLE,
    v4=V4("wit", _v4_reading, _v4_details, is_fast=True),
)
