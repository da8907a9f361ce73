"""The SPH-S: a newer hybrid for a home, which only V4 knows."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Flows, Hardware
from ..instruments import ac_current_a, battery, inverter_c, pv_string
from ..java import kwh, plain, single
from ..reading import Reading
from ..settings import SettingsTable, Values, as_number
from .base import V4, Bean, Family, standing
from .sph import self_use
from .v4_settings import LIMIT, SETTINGS, SWITCH


def control(values: Values) -> Control:
    """The behaviour that the written values ask for; its sockets work without a grid, too."""
    return Control(
        inverter_on=values[SWITCH][0] == "1",
        active_power_percent=float(values[LIMIT][0]),
        off_grid_output=True,
    )


TABLE = SettingsTable(SETTINGS, control, SWITCH)


def flows(reading: Reading) -> Bean:
    """Powers and energies of battery, house and grid, as WIT and SPH-S show them."""
    power = reading.power_w
    return {
        **_energies("Today", reading.today_wh),
        **_energies("Total", reading.lifetime_wh),
        "pac": plain(power.ac_output),
        "ppv": plain(power.pv),
        "pacToGridTotal": plain(power.grid_export),
        "pacToUserTotal": plain(power.grid_import),
        "plocalLoadTotal": plain(power.load),
    }


def _energies(span: str, energy: Flows) -> Bean:
    return {
        f"eac{span}": kwh(energy.ac_output),
        f"echarge1{span}": kwh(energy.charge),
        f"edischarge1{span}": kwh(energy.discharge),
        f"elocalLoad{span}": kwh(energy.load),
        f"etoGrid{span}": kwh(energy.grid_export),
        f"etoUser{span}": kwh(energy.grid_import),
        f"epv1{span}": kwh(energy.pv1),
        f"epv2{span}": kwh(energy.pv2),
        f"epv{span}": kwh(energy.pv),
    }


def _panels(device: Device, reading: Reading) -> Bean:
    power, kit, solar = reading.power_w, device.hardware, plain(reading.power_w.pv)
    first = pv_string(device, reading.wires.pv1, kit.pv1_peak_w)
    second = pv_string(device, reading.wires.pv2, kit.pv2_peak_w)
    return {
        "ppv1": plain(power.pv1),
        "ppv2": plain(power.pv2),
        "ppvText": f"{solar} W",
        "vpv1": single(first.voltage_v),
        "vpv2": single(second.voltage_v),
        "ipv1": single(first.current_a),
        "ipv2": single(second.current_a),
        # it has a third input, where nothing hangs
        **dict.fromkeys(("epv3Today", "epv3Total"), 0),
    }


def _battery(device: Device, reading: Reading) -> Bean:
    power, pack = reading.power_w, battery(device, reading)
    soc = round(pack.soc_percent)
    return {
        # plus into the battery, minus out of it
        "batPower": plain(power.charge - power.discharge),
        "bmsBatteryCurr": single(pack.current_a),
        "bmsBatteryTemp": single(pack.temperature_c),
        "bmsBatteryVolt": single(pack.voltage_v, 2),
        "bmsSOC": soc,
        "ibat": single(pack.current_a),
        "pcharge1": plain(power.charge),
        "pdischarge1": plain(power.discharge),
        "soc": soc,
        "socText": f"{soc}%",
        "vbat": single(pack.voltage_v),
        "vbat1": single(pack.voltage_v),
    }


def _house(device: Device, reading: Reading) -> Bean:
    power, inside, volts = reading.power_w, inverter_c(device, reading), reading.grid_voltage_v
    return {
        "dcTemp": single(inside + 6),
        "fac": single(reading.grid_frequency_hz, 2),
        "iac1": single(ac_current_a(reading)),
        "invTemp": single(inside),
        "loadPower1": plain(power.load),
        "pac1": plain(power.ac_output),
        "pacToGridR": plain(power.grid_export),
        "pacToUserR": plain(power.grid_import),
        "plocalLoadR": plain(power.load),
        "rLoadVol": single(volts),
        # nothing hangs at its sockets for an outage
        **dict.fromkeys(("epsIac1", "pex", "upsPac1"), 0),
        "upsFac": single(reading.grid_frequency_hz, 2),
        "upsVac1": single(volts),
        "vac1": single(volts),
    }


def _v4_reading(device: Device, reading: Reading) -> Bean:
    return {
        **self_use(reading),
        **flows(reading),
        **_panels(device, reading),
        **_battery(device, reading),
        **_house(device, reading),
        "priorityChoose": int(reading.mode),
        # 3 is on the grid
        "status": 3,
        "statusText": "Bat Online",
        # the example has the letters of a serial number in the words of faults
        **{f"sysFaultWord{number}": 0 for number in ("", *range(1, 8))},
        "timeTotal": plain(reading.running_s),
    }


def _v4_details(device: Device, reading: Reading) -> Bean:
    online, values, limit = device.seems_online, device.values, device.control.export_limit_percent
    return {
        **standing(device, 260),
        "portName": f"ShinePano - {device.datalogger_sn}",
        "activeRate": as_number(values[LIMIT][0]),
        "eToday": kwh(reading.today_wh.ac_output),
        "eTotal": kwh(reading.lifetime_wh.ac_output),
        "exportLimit": int(limit is not None),
        "exportLimitPowerRate": 0.0 if limit is None else limit,
        "modelText": SPH_S.model,
        "pCharge": plain(reading.power_w.charge),
        "pDischarge": plain(reading.power_w.discharge),
        "pmax": int(device.hardware.rated_power_w),
        "power": plain(reading.power_w.ac_output),
        "status": 1 if online else -1,
        "statusText": f"sph.status.{'normal' if online else 'lost'}",
    }


SPH_S = Family(
    name="sph-s",
    word="sph-s",
    device_type=None,
    check_type=260,
    dtc=21200,
    status_online=1,
    model="S00B00D00T00P00U00M0000",
    sample=None,
    hardware=Hardware(
        rated_power_w=10_000.0,
        pv1_peak_w=6_500.0,
        pv2_peak_w=5_500.0,
        battery_capacity_wh=15_360.0,
        max_charge_w=9_000.0,
        max_discharge_w=9_000.0,
        battery_nominal_v=51.2,
        pv_string_v=340.0,
    ),
    table=TABLE,
    v4=V4("sph-s", _v4_reading, _v4_details, is_fast=True),
)
