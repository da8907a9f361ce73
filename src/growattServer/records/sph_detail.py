"""SPH (MIX in the ShinePhone API): what the device is, and its settings, as all APIs show it."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    integer,
    percent,
    text,
    volts,
)
from growattServer.records.choices import BackupFrequency, ExportLimit, MixKind
from growattServer.records.sph_spa_detail import SphSpaDetailFields

NAME = Basis.NAME
REPORT = Basis.REPORT
SETTING = Kind.SETTING
IDENTITY = Kind.IDENTITY


class SphDetailFields(SphSpaDetailFields):
    """What SphDetail of the V1 API and MixSettings of the ShinePhone API have in common."""

    # Names and versions
    device_type = coded("deviceType", MixKind, "Kind of device", kind=IDENTITY)

    # Ratings
    rated_pv_voltage = volts("vnormal", "Rated PV voltage")
    low_voltage = volts("lvVoltage", "Low-voltage value", basis=NAME)
    battery_parallel_strings = integer("batParallelNum", "Number of parallel battery strings")
    battery_cells_in_series = integer("batSeriesNum", "Number of battery cells in series")

    # Settings: switches and power
    active_power_limit = percent("activeRate", "Active power limit", kind=SETTING)
    reactive_power_setting = percent("reactiveRate", "Reactive power setting", kind=SETTING)
    reactive_power_type = integer(
        "underExcited", "Reactive power kind: capacitive or inductive", kind=SETTING
    )
    keep_power_commands_enabled = flag(
        "pvPfCmdMemoryState", "Keep power commands over a restart", kind=SETTING
    )
    export_limit_mode = coded("exportLimit", ExportLimit, "Export limiting", kind=SETTING)
    export_power_limit = percent("exportLimitPowerRate", "Export power limit", kind=SETTING)
    fail_safe_enabled = flag("failsafe", "Fail-safe function enabled", kind=SETTING, basis=NAME)
    grid_voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit", kind=SETTING)
    grid_voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit", kind=SETTING)

    # Settings: backup and off-grid
    off_grid_enabled_text = text("mix_off_grid_enable", "Text mirror of the setting", kind=SETTING)
    off_grid_frequency_choice = coded(
        "uspFreqSet",
        BackupFrequency,
        "Frequency off the grid (the key is misspelled)",
        kind=SETTING,
    )
    off_grid_frequency_text = text("mix_ac_discharge_frequency", "Text mirror", kind=SETTING)
    off_grid_voltage_text = text("mix_ac_discharge_voltage", "Text mirror", kind=SETTING)

    # Settings: battery
    ac_charge_enabled = flag("acChargeEnable", "Charging the battery from the grid", kind=SETTING)
    load_first_discharge_stop_soc = percent(
        "loadFirstStopSocSet",
        "Level where discharging stops in load-first mode",
        kind=SETTING,
        basis=REPORT,
    )
    constant_current_limit = amperes(
        "ccCurrent", "Constant-current charging limit", kind=SETTING, basis=NAME
    )
    constant_voltage_limit = volts(
        "cvVoltage", "Constant-voltage charging limit", kind=SETTING, basis=NAME
    )

    # Settings: periods
    charge_period_1_enabled = flag(
        "forcedChargeStopSwitch1", "Forced-charge period 1 is in use", kind=SETTING
    )
    charge_period_2_enabled = flag(
        "forcedChargeStopSwitch2", "Forced-charge period 2 is in use", kind=SETTING
    )
    charge_period_3_enabled = flag(
        "forcedChargeStopSwitch3", "Forced-charge period 3 is in use", kind=SETTING
    )
    discharge_period_1_enabled = flag(
        "forcedDischargeStopSwitch1", "Forced-discharge period 1 is in use", kind=SETTING
    )
    discharge_period_2_enabled = flag(
        "forcedDischargeStopSwitch2", "Forced-discharge period 2 is in use", kind=SETTING
    )
    discharge_period_3_enabled = flag(
        "forcedDischargeStopSwitch3", "Forced-discharge period 3 is in use", kind=SETTING
    )
