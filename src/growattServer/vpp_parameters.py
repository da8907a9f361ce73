"""The VPP parameters: names of ours for the vendor's numbers, and what each takes.

Facts: showdoc.com.cn/2598832417617967, page 11558385130027995. Where the vendor's table names no
unit there is none here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

MINUTES_A_DAY = 1440
MOST_PERIODS = 20
SCHEDULE, SYSTEM_TIME = "schedule", "system_time"


class VppParameter(NamedTuple):
    """One of them: its number, the range of its values, and what they mean."""

    number: int
    name: str
    meaning: str
    low: int = 0
    high: int = 1
    unit: str | None = None
    is_stored: bool = True
    """Whether the device still knows the value after a restart, as far as the vendor tells."""

    @property
    def key(self) -> str:
        """The name that travels."""
        return f"set_param_{self.number}"

    @property
    def is_switch(self) -> bool:
        """Whether its two values are off and on."""
        return "0 off, 1" in self.meaning and self.high == 1


_ON = "0 off, 1 on"
VPP_PARAMETERS: Mapping[str, VppParameter] = {
    parameter.name: parameter
    for parameter in (
        VppParameter(1, "control_authority", f"Control authority: {_ON}"),
        VppParameter(2, "on", f"Device: {_ON}", is_stored=False),
        VppParameter(3, SYSTEM_TIME, "Clock of the device"),
        VppParameter(4, "syn_enabled", f"SYN, the off-grid box: {_ON}"),
        VppParameter(5, "active_power_derating", "Derating of the active power", 0, 100, "%"),
        VppParameter(
            6,
            "active_power_limit",
            "Limit of the active power; the smaller of it and the derating wins",
            0,
            100,
            "%",
            is_stored=False,
        ),
        VppParameter(7, "backup_enabled", f"Backup output (EPS): {_ON}"),
        VppParameter(8, "backup_frequency", "Backup output: 0 50 Hz, 1 60 Hz"),
        VppParameter(
            9,
            "backup_voltage",
            "Backup output: 0 230 V, 1 208 V, 2 240 V, 3 220 V, 4 127 V, 5 277 V, 6 254 V",
            0,
            6,
        ),
        VppParameter(10, "reactive_power", "Fixed reactive power", 0, 60, "%"),
        VppParameter(
            11,
            "reactive_power_mode",
            "0 power factor 1, 1 set power factor, 2 default curve, 3 own curve, 4 lagging, "
            "5 leading",
            0,
            5,
        ),
        VppParameter(12, "power_factor", "Power factor, (10000 - value) * 0.0001", 0, 20000),
        VppParameter(13, "export_limit_enabled", "Limit of export: 0 off, 1 single machine"),
        VppParameter(
            14,
            "export_limit",
            "Limit of export; the vendor's editions do not agree on what its sign means",
            -100,
            100,
            "%",
        ),
        VppParameter(15, "export_limit_without_meter", "Limit when the meter is lost", 0, 100, "%"),
        VppParameter(16, "meter_lost_after", "Time until meter or EMS count as lost", 0, 300),
        VppParameter(17, "ems_loss_handling_enabled", f"Handling of a lost EMS link: {_ON}"),
        VppParameter(18, "super_export_limit_enabled", f"Super limit of export: {_ON}"),
        VppParameter(19, "export_slope", "Slope of the power fed to the grid", 0, 20000),
        VppParameter(20, "single_phase_export_limit_enabled", f"Limit of export a phase: {_ON}"),
        VppParameter(
            21,
            "export_protection_mode",
            "0 default, 1 software and hardware, 2 software, 3 hardware",
            0,
            3,
        ),
        VppParameter(22, "charge_stop_soc", "Level where charging stops", 70, 100, "%"),
        VppParameter(
            23, "on_grid_discharge_stop_soc", "Level where discharging stops on grid", 10, 30, "%"
        ),
        VppParameter(
            24,
            "load_first_discharge_stop_soc",
            "Level where discharging stops in load first",
            10,
            20,
            "%",
        ),
        VppParameter(
            25, "remote_control_enabled", f"Remote control of power: {_ON}", is_stored=False
        ),
        VppParameter(
            26,
            "remote_control_minutes",
            "How long remote control lasts, 0 without an end",
            0,
            MINUTES_A_DAY,
            "min",
            is_stored=False,
        ),
        VppParameter(
            27,
            "remote_power",
            "Power of the battery: positive charges, negative discharges",
            -100,
            100,
            "%",
            is_stored=False,
        ),
        VppParameter(28, "ac_charge_enabled", f"Charging from AC: {_ON}"),
        VppParameter(
            29, "off_grid_discharge_stop_soc", "Level where discharging stops off grid", 10, 30, "%"
        ),
        VppParameter(30, "lead_acid_charge_stop_voltage", "Voltage where it is full", 0, 15000),
        VppParameter(
            31, "lead_acid_discharge_stop_voltage", "Voltage where discharging stops", 0, 15000
        ),
        VppParameter(32, "lead_acid_charge_current_limit", "Highest charge current", 0, 2000),
        VppParameter(33, "lead_acid_discharge_current_limit", "Highest discharge current", 0, 2000),
        VppParameter(
            34, SCHEDULE, "Up to 20 periods: positive charges, negative discharges", -100, 100, "%"
        ),
    )
}
