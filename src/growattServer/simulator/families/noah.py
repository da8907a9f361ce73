"""The NOAH: a balcony battery that gives what its plan says."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Hardware, Mode, Segment, dispatch_balcony
from ..instruments import battery, inverter_c, pv_string
from ..java import kwh, plain, single
from ..reading import Reading
from ..settings import (
    BAD_TIME,
    Position,
    Setting,
    SettingsTable,
    Values,
    choice,
    minute_of_day,
    switch,
    wall_time,
    whole,
)
from ..world import MUNICH, Sample
from .base import V4, Bean, Family

SEGMENTS = tuple(f"time_segment{index}" for index in range(1, 10))
_HOUR, _MINUTE = whole(0, 23, BAD_TIME), whole(0, 59, BAD_TIME)
_WATTS = whole(0, 800)
_POSITIONS = (
    Position("mode", choice("0", "1")),
    Position("start hour", _HOUR),
    Position("start minute", _MINUTE),
    Position("end hour", _HOUR),
    Position("end minute", _MINUTE),
    Position("output in W", _WATTS),
    switch("enabled"),
)
_NIGHT = ("0", "0", "0", "8", "0", "150", "1")
_EMPTY = ("0",) * 7

SETTINGS = {
    "default_power": Setting((Position("output in W", _WATTS),), ("150",)),
    "charging_soc": Setting(
        (Position("upper level", whole(70, 100)), Position("lower level", whole(0, 30))),
        ("95", "11"),
    ),
    **{name: Setting(_POSITIONS, _NIGHT if name == SEGMENTS[0] else _EMPTY) for name in SEGMENTS},
}


def segment(values: tuple[str, ...]) -> Segment:
    """A written time segment as the world understands it."""
    mode, start_h, start_m, end_h, end_m, watts, enabled = values
    return Segment(
        Mode(int(mode)),
        minute_of_day(start_h, start_m),
        minute_of_day(end_h, end_m),
        enabled == "1",
        float(watts),
    )


def control(values: Values) -> Control:
    """The behaviour that the written values ask for; where segments meet, the first one wins."""
    high, low = values["charging_soc"]
    return Control(
        charge_stop_soc=float(high),
        load_first_stop_soc=float(low),
        default_output_w=float(values["default_power"][0]),
        segments=tuple(segment(values[name]) for name in SEGMENTS),
    )


TABLE = SettingsTable(SETTINGS, control)


def _v4_reading(device: Device, reading: Reading) -> Bean:
    power, today, life = reading.power_w, reading.today_wh, reading.lifetime_wh
    kit, pack = device.hardware, battery(device, reading)
    first = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    second = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    high, low = device.values["charging_soc"]
    warm = plain(pack.temperature_c)
    soc = round(pack.soc_percent)
    return {
        "battery1SerialNum": f"BAT{device.serial_number}",
        "battery1Soc": soc,
        "battery1Temp": warm,
        "battery1TempF": plain(warm * 1.8 + 32),
        "batteryCycles": pack.cycles,
        "chargeSocLimit": int(high),
        "dischargeSocLimit": int(low),
        "ctFlag": 0,
        "ctSelfPower": 0,
        "eacToday": kwh(today.ac_output),
        "eacTotal": kwh(life.ac_output),
        "householdLoadApartFromGroplug": plain(power.load),
        "onGridCurrent": plain(power.ac_output / reading.grid_voltage_v, 2),
        "onGridPower": plain(power.ac_output),
        "onGridVoltage": plain(reading.grid_voltage_v),
        "pac": plain(power.ac_output),
        "ppv": plain(power.pv),
        "pv1Current": plain(first.current_a, 2),
        "pv1Voltage": plain(first.voltage_v),
        "pv2Current": plain(second.current_a, 2),
        "pv2Voltage": plain(second.voltage_v),
        "status": 1,
        "systemTemp": single(inverter_c(device, reading)),
        # plus into the battery, minus out of it
        "totalBatteryPackChargingPower": round(power.charge - power.discharge),
        "totalBatteryPackChargingStatus": _flow(power.charge, power.discharge),
        "totalBatteryPackSoc": soc,
        "totalHouseholdLoad": plain(power.load),
        "workMode": int(reading.mode),
    }


def _flow(charge: float, discharge: float) -> int:
    return 1 if charge > 0 else 2 if discharge > 0 else 0


def _v4_details(device: Device, reading: Reading) -> Bean:
    high, low = device.values["charging_soc"]
    return {
        **_v4_segments(device),
        "allowGridCharging": int(device.remembered.get("setGridCharge", "0")),
        "associatedInvSn": device.remembered.get("deviceId"),
        "chargingSocHighLimit": int(high),
        "chargingSocLowLimit": int(low),
        "componentPower": plain(reading.power_w.pv),
        "defaultPower": int(device.values["default_power"][0]),
        "status": 1 if device.seems_online else -1,
    }


def _v4_segments(device: Device) -> Bean:
    bean: Bean = {}
    for index in range(1, 10):
        mode, start_h, start_m, end_h, end_m, watts, enabled = device.values[f"time_segment{index}"]
        bean |= {
            f"time{index}Mode": int(mode),
            f"time{index}Start": wall_time(start_h, start_m),
            f"time{index}End": wall_time(end_h, end_m),
            f"time{index}Power": int(watts),
            f"time{index}Enable": int(enabled),
        }
    return bean


NOAH = Family(
    v4=V4("noah", _v4_reading, _v4_details),
    name="noah",
    word="noah",
    device_type=None,
    check_type=1000,
    dtc=0,
    status_online=1,
    model="Noah 2000",
    sample=Sample("SIMNOA0001", MUNICH),
    hardware=Hardware(
        rated_power_w=800.0,
        pv1_peak_w=500.0,
        pv2_peak_w=450.0,
        battery_capacity_wh=2048.0,
        max_charge_w=900.0,
        max_discharge_w=800.0,
        battery_nominal_v=51.2,
        pv_string_v=38.0,
    ),
    table=TABLE,
    dispatch=dispatch_balcony,
)
