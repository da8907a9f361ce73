"""MIN (also called TLX): its settings."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    integer,
    java_date,
    milliseconds,
    number,
    percent,
    percent_per_minute,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import BackupVoltage, EnergyPriority
from growattServer.records.min_settings import MinSettingsFields

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
MEASUREMENT = Kind.MEASUREMENT


class MinSettings(MinSettingsFields, kind=Kind.SETTING):
    """The settings of a MIN as the cloud last saw them (`tlx_set_info`, and inside `MinDetail`).

    What was written a moment ago may not show yet. `..._text` is the text mirror of a setting and
    is normally empty. A name that ends in `_enabled` is yes or no.
    https://www.showdoc.com.cn/262556420217021/8696815667375182
    """

    # The record
    device_sn = serial_number("serialNum", "Serial number of the device", basis=CAPTURE)
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)", basis=NAME
    )
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
        kind=MEASUREMENT,
        basis=CAPTURE,
    )
    device_time = timestamp(
        "sysTime", "Time on the clock of the device", kind=MEASUREMENT, basis=NAME
    )
    device_time_from_text = timestamp(
        "sysTimeText",
        "Time on the clock of the device, from its text mirror",
        kind=MEASUREMENT,
        basis=NAME,
    )
    clock_text = text("pf_sys_year", "Text mirror of clock", basis=NAME)

    # Switches and power
    on = flag("onOff", "Device switch")
    on_text = text("tlx_on_off", "Text mirror of on", basis=NAME)
    active_power_control_enabled = flag("activePowerEnable", "Active power control enabled")
    reactive_power_setting = percent("reactiveRate", "Reactive power setting")
    reactive_output_enabled = flag("reactiveOutputEnable", "Reactive power output", basis=CAPTURE)
    power_factor = number("pf", "Power factor")
    power_factor_text = text("tlx_pf", "Text mirror of power_factor", basis=NAME)
    power_factor_mode = number("pfModel", "Power factor mode")
    start_ramp = percent_per_minute("loadingRate", "Power ramp on start")
    reconnect_ramp = percent_per_minute("restartLoadingRate", "Power ramp after reconnection")
    per_unit_control_enabled = flag("puEnable", "Per-unit power control enabled", basis=CAPTURE)
    auto_power_down_enabled = flag("powerDownEnable", "Automatic power down enabled", basis=CAPTURE)
    work_mode = number("bsystemWorkMode", "Working mode (register 612)")
    display_language = integer("lcdLanguage", "Display language")
    display_language_text = text("tlx_lcd_Language", "Text mirror of display_language", basis=NAME)

    # Battery
    battery_mode = coded("bdcMode", EnergyPriority, "Battery mode", missing=(255, -1))
    ac_charge_stop_soc = percent(
        "ubAcChargingStopSOC", "Level where charging from the grid stops", basis=CAPTURE
    )
    ac_charge_max_power = watts(
        "uwAcChargingMaxPowerLimit",
        "Highest grid charging power, sent in kW",
        scale=1000,
        basis=CAPTURE,
    )
    on_grid_discharge_stop_soc = percent(
        "onGridDischargeStopSOC", "Level where discharging stops on grid", basis=CAPTURE
    )
    float_charge_current_limit = amperes(
        "floatChargeCurrentLimit", "Floating charge current limit", scale=0.1
    )
    max_current = amperes("maxAllowCurr", "Highest current allowed", basis=NAME)
    fail_safe_current = amperes("failSafeCurr", "Fail-safe current", basis=NAME)
    battery_charge_start_voltage = volts(
        "vbatStartforCharge", "Battery voltage where charging starts", scale=0.01
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge", "Battery voltage where charging stops", scale=0.01
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge", "Battery voltage where discharging starts", scale=0.01
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge", "Battery voltage where discharging stops", scale=0.01
    )
    battery_warning_voltage = volts(
        "vbatWarning", "Battery voltage that raises the low-voltage warning", scale=0.1
    )
    battery_warning_clear_voltage = volts(
        "vbatWarnClr", "Battery voltage that clears the low-voltage warning", scale=0.1
    )

    # Special days have no week days; of the whole year only first and last are sure.
    year_months = text("yearMonthTime", "Month range of the whole-year schedule", basis=CAPTURE)
    year_slot_1 = text("yearTime1", "Whole-year slot 1 (order disputed)", basis=CAPTURE)
    year_slot_2 = text("yearTime2", "Whole-year slot 2 (order disputed)", basis=CAPTURE)
    year_slot_3 = text("yearTime3", "Whole-year slot 3 (order disputed)", basis=CAPTURE)
    year_slot_4 = text("yearTime4", "Whole-year slot 4 (order disputed)", basis=CAPTURE)
    year_slot_5 = text("yearTime5", "Whole-year slot 5 (order disputed)", basis=CAPTURE)
    year_slot_6 = text("yearTime6", "Whole-year slot 6 (order disputed)", basis=CAPTURE)
    year_slot_7 = text("yearTime7", "Whole-year slot 7 (order disputed)", basis=CAPTURE)
    year_slot_8 = text("yearTime8", "Whole-year slot 8 (order disputed)", basis=CAPTURE)
    year_slot_9 = text("yearTime9", "Whole-year slot 9 (order disputed)", basis=CAPTURE)

    # Winter and maintenance modes
    maintenance_request = integer(
        "maintainModeRequest", "Maintenance mode requested", basis=CAPTURE
    )
    maintenance_start = text("maintainModeStartTime", "Start of maintenance mode", basis=CAPTURE)

    # Export limit, demand, generator
    export_power_limit = percent("exportLimitPowerRate", "Export power limit")
    export_power_limit_text = text("exportLimitPowerRateStr", "Text mirror", basis=CAPTURE)
    export_limit_sensor = number(
        "limitDevice", "Sensor used for export limiting, 0 none", missing=(-1,)
    )
    export_limit_sensor_text = text("tlx_limit_device", "Text mirror of the setting", basis=NAME)
    per_phase_export_limit_enabled = flag(
        "backFlowSingleCtrl", "Per-phase export limiting enabled", basis=CAPTURE
    )
    export_power_without_sensor = percent(
        "backflowDefaultPower", "Export power used when the limiter loses its sensor"
    )
    export_power_without_sensor_text = text("tlx_backflow_default_power", "Text mirror", basis=NAME)
    demand_management_enabled = flag("demandManageEnable", "Demand management", basis=CAPTURE)
    demand_import_power_limit = watts(
        "uwDemandMgtDownStrmPowerLimit", "Demand management: highest import power", basis=CAPTURE
    )
    demand_export_power_limit = watts(
        "uwDemandMgtRevsePowerLimit", "Demand management: highest export power", basis=CAPTURE
    )
    peak_shaving_enabled = flag("peakShavingEnable", "Peak shaving enabled", basis=CAPTURE)
    peak_shaving_backup_soc = percent(
        "ubPeakShavingBackupSOC", "Level kept for peak shaving", basis=CAPTURE
    )
    ripple_control_enabled = flag("rrcrEnable", "Ripple control receiver in use", basis=CAPTURE)
    generator_charge_enabled = flag("genChargeEnable", "Charging from the generator", basis=CAPTURE)
    generator_control = integer("genCtrl", "Generator control", basis=CAPTURE)
    generator_rated_power = watts("genRatedPower", "Rated power of the generator", basis=CAPTURE)

    # Backup, off-grid, dry contact
    backup_enabled = flag("epsFunEn", "Backup output enabled")
    backup_frequency_choice = number("epsFreqSet", "Backup frequency choice: 0 50 Hz, 1 60 Hz")
    backup_voltage_choice = coded("epsVoltSet", BackupVoltage, "Voltage of the backup output")
    external_off_grid_enabled = flag("exterCommOffGridEn", "Off-grid by external command enabled")
    external_off_grid_enabled_text = text("tlx_exter_comm_Off_GridEn", "Text mirror", basis=NAME)
    off_grid_sleep_enabled = flag("sleepOffGridEnable", "Sleep while off grid", basis=CAPTURE)
    neutral_line_enabled = flag("enableNLine", "Neutral line enabled", basis=CAPTURE)
    dry_contact_enabled = flag("dryContactFuncEn", "Dry contact function enabled")
    dry_contact_enabled_text = text("tlx_dry_contact_enable", "Text mirror", basis=NAME)
    dry_contact_on_level = percent("dryContactOnRate", "Power share that closes the dry contact")
    dry_contact_off_level = percent("dryContactOffRate", "Power share that opens the dry contact")
    dry_contact_off_level_text = text("tlx_dry_contact_off_power", "Text mirror", basis=NAME)
    dry_contact_power = percent("dryContactPower", "Power at which the dry contact acts")
    dry_contact_power_text = text("tlx_dry_contact_power", "Text mirror of the setting", basis=NAME)

    # Arc fault detection
    arc_fault_detection_enabled = flag("afciEnabled", "Arc fault detection (541), -1 unknown")
    arc_fault_self_check = integer("afciSelfCheck", "Arc fault detection self check (register 542)")
    arc_fault_reset = integer("afciReset", "Arc fault detection reset (register 543)")
    arc_fault_threshold_low = integer("afciThresholdL", "Low arc fault threshold (register 544)")
    arc_fault_threshold_middle = integer("afciThresholdD", "Middle arc fault threshold (545)")
    arc_fault_threshold_high = integer("afciThresholdH", "High arc fault threshold (register 546)")
    arc_fault_count = integer(
        "fftThresholdCount",
        "How often the arc fault threshold was passed (register 547)",
        kind=MEASUREMENT,
    )

    # Grid standard and limits
    grid_standard = integer("gridCode", "Number of the grid standard", basis=CAPTURE)
    region = integer("region", "Region code", basis=CAPTURE)
    safety_standard_number = number(
        "safetyCorrespondNum", "Number that belongs to the safety standard", basis=CAPTURE
    )
    grid_type = integer("bgridType", "Grid type (register 613)")
    anti_islanding_enabled = flag("antiIslandEnable", "Anti-islanding, -1 unknown", basis=CAPTURE)
    custom_protection_enabled = flag("protEnable", "Custom protection enabled", basis=CAPTURE)
    awaiting_permission = number("prePto", "Waiting for permission to operate", basis=CAPTURE)
    synchronisation_enabled = flag("synEnable", "Synchronisation enabled", basis=CAPTURE)
    version_flag = integer("versionFlag", "Firmware flag", basis=CAPTURE)
    grid_voltage_high_limit = volts("voltageHighLimit", "Upper grid voltage limit")
    grid_voltage_high_limit_text = volts("pv_grid_voltage_high", "Text mirror", basis=NAME)
    grid_voltage_low_limit = volts("voltageLowLimit", "Lower grid voltage limit")
    grid_voltage_low_limit_text = volts("pv_grid_voltage_low", "Text mirror", basis=NAME)
    grid_frequency_high_limit = hertz("frequencyHighLimit", "Upper grid frequency limit")
    grid_frequency_high_limit_text = hertz("pv_grid_frequency_high", "Text mirror", basis=NAME)
    grid_frequency_low_limit = hertz("frequencyLowLimit", "Lower grid frequency limit")
    grid_frequency_low_limit_text = hertz("pv_grid_frequency_low", "Text mirror", basis=NAME)
    over_voltage_limit_3 = volts("overVolt3", "Over-voltage trip limit, stage 3", basis=CAPTURE)
    under_voltage_limit_3 = volts("underVolt3", "Under-voltage trip limit, stage 3", basis=CAPTURE)
    over_frequency_limit_3 = hertz("overFreq3", "Over-frequency trip limit, stage 3", basis=CAPTURE)
    under_frequency_limit_3 = hertz("underFreq3", "Under-frequency limit, stage 3", basis=CAPTURE)
    over_voltage_trip_time_1 = milliseconds(
        "overVoltTime1", "Trip time of over-voltage stage 1", basis=CAPTURE
    )
    over_voltage_trip_time_2 = milliseconds(
        "overVoltTime2", "Trip time of over-voltage stage 2", basis=CAPTURE
    )
    over_voltage_trip_time_3 = milliseconds(
        "overVoltTime3", "Trip time of over-voltage stage 3", basis=CAPTURE
    )
    under_voltage_trip_time_1 = milliseconds(
        "underVoltTime1", "Trip time of under-voltage stage 1", basis=CAPTURE
    )
    under_voltage_trip_time_2 = milliseconds(
        "underVoltTime2", "Trip time of under-voltage stage 2", basis=CAPTURE
    )
    under_voltage_trip_time_3 = milliseconds(
        "underVoltTime3", "Trip time of under-voltage stage 3", basis=CAPTURE
    )
    over_frequency_trip_time_1 = milliseconds(
        "overFreqTime1", "Trip time of over-frequency stage 1", basis=CAPTURE
    )
    over_frequency_trip_time_2 = milliseconds(
        "overFreqTime2", "Trip time of over-frequency stage 2", basis=CAPTURE
    )
    over_frequency_trip_time_3 = milliseconds(
        "overFreqTime3", "Trip time of over-frequency stage 3", basis=CAPTURE
    )
    under_frequency_trip_time_1 = milliseconds(
        "underFreqTime1", "Trip time of under-frequency stage 1", basis=CAPTURE
    )
    under_frequency_trip_time_2 = milliseconds(
        "underFreqTime2", "Trip time of under-frequency stage 2", basis=CAPTURE
    )
    under_frequency_trip_time_3 = milliseconds(
        "underFreqTime3", "Trip time of under-frequency stage 3", basis=CAPTURE
    )
    ride_through_voltage_high_1 = volts("uwHVRTEE", "High-voltage ride-through limit, stage 1")
    ride_through_voltage_high_2 = volts("uwHVRT2EE", "High-voltage ride-through limit, stage 2")
    ride_through_voltage_low_1 = volts("uwLVRTEE", "Low-voltage ride-through limit, stage 1")
    ride_through_voltage_low_2 = volts("uwLVRT2EE", "Low-voltage ride-through limit, stage 2")
    ride_through_frequency_high_1 = hertz("uwHFRTEE", "High-frequency ride-through limit, stage 1")
    ride_through_frequency_high_2 = hertz("uwHFRT2EE", "High-frequency ride-through limit, stage 2")
    ride_through_frequency_low_1 = hertz("uwLFRTEE", "Low-frequency ride-through limit, stage 1")
    ride_through_frequency_low_2 = hertz("uwLFRT2EE", "Low-frequency ride-through limit, stage 2")

    # Curves
    over_frequency_start = hertz("overFreDropPoint", "Frequency where the power reduction starts")
    over_frequency_delay = milliseconds(
        "overFreLoRedDelayTime", "Delay of over-frequency power reduction"
    )
    over_frequency_slope = percent("overFreLoRedSlope", "Slope of over-frequency power reduction")
    high_voltage_reduction_low = number(
        "gridHVReduceLoadLow", "High grid voltage: lower point of reduction", basis=CAPTURE
    )
    high_voltage_reduction_high = number(
        "gridHVReduceLoadHigh", "High grid voltage: upper point of reduction", basis=CAPTURE
    )
    voltage_cutoff_active_share = percent(
        "vActiveCutoffPowerPer", "Active power share at voltage cut-off", basis=CAPTURE
    )
    qv_curve_delay = milliseconds("delayTime", "Delay of the Q(V) curve")
    qv_curve_reactive_share_max = percent("qPercentMax", "Highest reactive power of the Q(V) curve")
    qv_curve_voltage_low_1 = volts("qvL1", "Q(V) curve: low-voltage point L1")
    qv_curve_voltage_low_2 = volts("qvL2", "Q(V) curve: low-voltage point L2")
    qv_curve_voltage_high_1 = volts("qvH1", "Q(V) curve: high-voltage point H1")
    qv_curve_voltage_high_2 = volts("qvH2", "Q(V) curve: high-voltage point H2")
    qv_curve_share_entering_low = percent(
        "qvInLVPowerPer", "Q(V): reactive share on entering low voltage", basis=CAPTURE
    )
    qv_curve_share_leaving_high = percent(
        "qvOutHVPowerPer", "Q(V): reactive share on leaving high voltage", basis=CAPTURE
    )
    pf_curve_1_load = percent("pflinep1_lp", "Power factor curve, point 1: load", missing=(255,))
    pf_curve_2_load = percent("pflinep2_lp", "Power factor curve, point 2: load", missing=(255,))
    pf_curve_3_load = percent("pflinep3_lp", "Power factor curve, point 3: load", missing=(255,))
    pf_curve_4_load = percent("pflinep4_lp", "Power factor curve, point 4: load", missing=(255,))
    pf_curve_1_factor = number("pflinep1_pf", "Power factor curve, point 1: power factor")
    pf_curve_2_factor = number("pflinep2_pf", "Power factor curve, point 2: power factor")
    pf_curve_3_factor = number("pflinep3_pf", "Power factor curve, point 3: power factor")
    pf_curve_4_factor = number("pflinep4_pf", "Power factor curve, point 4: power factor")
    pf_curve_1_load_text = percent("tlx_pflinep1_lp", "Text mirror of pf_curve_1_load", basis=NAME)
    pf_curve_2_load_text = percent("tlx_pflinep2_lp", "Text mirror of pf_curve_2_load", basis=NAME)
    pf_curve_3_load_text = percent("tlx_pflinep3_lp", "Text mirror of pf_curve_3_load", basis=NAME)
    pf_curve_4_load_text = percent("tlx_pflinep4_lp", "Text mirror of pf_curve_4_load", basis=NAME)
    pf_curve_1_factor_text = text("tlx_pflinep1_pf", "Text mirror of pf_curve_1_factor", basis=NAME)
    pf_curve_2_factor_text = text("tlx_pflinep2_pf", "Text mirror of pf_curve_2_factor", basis=NAME)
    pf_curve_3_factor_text = text("tlx_pflinep3_pf", "Text mirror of pf_curve_3_factor", basis=NAME)
    pf_curve_4_factor_text = text("tlx_pflinep4_pf", "Text mirror of pf_curve_4_factor", basis=NAME)
