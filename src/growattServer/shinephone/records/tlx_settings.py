"""TLX (MIN in the V1 API): its settings."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    flag,
    hertz,
    integer,
    milliseconds,
    number,
    percent,
    percent_per_minute,
    raw,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.choices import EnergyPriority
from growattServer.records.min_settings import MinSettingsFields
from growattServer.shinephone.records.answer import Answer, flag_by_label

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, MEASUREMENT = Kind.IDENTITY, Kind.MEASUREMENT


class TlxSettings(Answer, MinSettingsFields, kind=Kind.SETTING):
    """The settings of a TLX (`tlx_all_settings`): attributes as in MinSettings of the V1 API.

    Every value is sent as text. Settings of every model appear: `TlxEnabledSettings` says which of
    them the app offers. V1 sends many settings twice, as value and as text mirror: some come as
    mirror only, which is read under the name of the setting then; `..._text` are the others.
    """

    # The record
    device_time = timestamp(
        "pf_sys_year", "Time on the clock of the device", kind=MEASUREMENT, basis=NAME
    )

    # Switches and power
    on = flag("tlx_on_off", "Device switch")
    power_factor = number("tlx_pf", "Power factor")
    start_ramp = percent_per_minute("loading_rate", "Power ramp on start")
    reconnect_ramp = percent_per_minute("restart_loading_rate", "Power ramp after reconnection")
    auto_power_down_enabled = flag(
        "power_down_enable", "Automatic power down enabled", basis=CAPTURE
    )
    work_mode = number("system_work_mode", "Working mode (register 612)")
    display_language = integer("tlx_lcd_Language", "Display language")

    # Battery
    ac_charge_stop_soc = percent(
        "ub_ac_charging_stop_soc", "Level where charging from the grid stops", basis=CAPTURE
    )
    ac_charge_max_power = watts(
        "uw_ac_charging_max_power_limit",
        "Highest grid charging power, sent in kW",
        scale=1000,
        basis=CAPTURE,
    )
    on_grid_discharge_stop_soc = percent(
        "on_grid_discharge_stop_soc", "Level where discharging stops on grid", basis=CAPTURE
    )
    max_current = amperes("max_allow_curr", "Highest current allowed", basis=NAME)
    fail_safe_current = amperes("fail_safe_curr", "Fail-safe current", basis=NAME)

    # Special days have no week days; of the whole year only first and last are sure.
    year_months = text("seasonYearTime", "Month range of the whole-year schedule", basis=CAPTURE)
    year_slot_1 = text("year_time1", "Whole-year slot 1 (order disputed)", basis=CAPTURE)
    year_slot_2 = text("year_time2", "Whole-year slot 2 (order disputed)", basis=CAPTURE)
    year_slot_3 = text("year_time3", "Whole-year slot 3 (order disputed)", basis=CAPTURE)
    year_slot_4 = text("year_time4", "Whole-year slot 4 (order disputed)", basis=CAPTURE)
    year_slot_5 = text("year_time5", "Whole-year slot 5 (order disputed)", basis=CAPTURE)
    year_slot_6 = text("year_time6", "Whole-year slot 6 (order disputed)", basis=CAPTURE)
    year_slot_7 = text("year_time7", "Whole-year slot 7 (order disputed)", basis=CAPTURE)
    year_slot_8 = text("year_time8", "Whole-year slot 8 (order disputed)", basis=CAPTURE)
    year_slot_9 = text("year_time9", "Whole-year slot 9 (order disputed)", basis=CAPTURE)

    # Export limit, demand, generator
    export_power_limit = percent("exportLimitPowerRateStr", "Export power limit")
    export_limit_sensor = number(
        "tlx_limit_device", "Sensor used for export limiting, 0 none", missing=(-1,)
    )
    export_power_without_sensor = percent(
        "tlx_backflow_default_power", "Export power used when the limiter loses its sensor"
    )
    demand_management_enabled = flag("demand_manage_enable", "Demand management", basis=CAPTURE)
    demand_import_power_limit = watts(
        "uw_demand_mgt_downstrm_power_limit",
        "Demand management: highest import power",
        basis=CAPTURE,
    )
    demand_export_power_limit = watts(
        "uw_demand_mgt_revse_power_limit", "Demand management: highest export power", basis=CAPTURE
    )
    peak_shaving_enabled = flag("peak_shaving_enable", "Peak shaving enabled", basis=CAPTURE)
    peak_shaving_backup_soc = percent(
        "ub_peak_shaving_backup_soc", "Level kept for peak shaving", basis=CAPTURE
    )
    generator_charge_enabled = flag(
        "gen_charge_enable", "Charging from the generator", basis=CAPTURE
    )
    generator_control = integer("gen_ctrl", "Generator control", basis=CAPTURE)
    generator_rated_power = watts("gen_rated_power", "Rated power of the generator", basis=CAPTURE)

    # Backup, off-grid, dry contact
    external_off_grid_enabled = flag(
        "tlx_exter_comm_Off_GridEn", "Off-grid by external command enabled"
    )
    dry_contact_enabled = flag("tlx_dry_contact_enable", "Dry contact function enabled")
    dry_contact_off_level = percent(
        "tlx_dry_contact_off_power", "Power share that opens the dry contact"
    )
    dry_contact_power = percent("tlx_dry_contact_power", "Power at which the dry contact acts")

    # Arc fault detection
    arc_fault_detection_enabled = flag("afci_enabled", "Arc fault detection (541), -1 unknown")
    arc_fault_self_check = integer(
        "afci_self_check", "Arc fault detection self check (register 542)"
    )
    arc_fault_reset = integer("afci_reset", "Arc fault detection reset (register 543)")
    arc_fault_threshold_low = integer("afci_thresholdl", "Low arc fault threshold (register 544)")
    arc_fault_threshold_middle = integer("afci_thresholdd", "Middle arc fault threshold (545)")
    arc_fault_threshold_high = integer("afci_thresholdh", "High arc fault threshold (register 546)")
    arc_fault_count = integer(
        "fft_threshold_count",
        "How often the arc fault threshold was passed (register 547)",
        kind=MEASUREMENT,
    )

    # Grid standard and limits
    safety_standard_number = number(
        "safety_correspond_num", "Number that belongs to the safety standard", basis=CAPTURE
    )
    grid_type = integer("grid_type", "Grid type (register 613)")
    custom_protection_enabled = flag("prot_enable", "Custom protection enabled", basis=CAPTURE)
    awaiting_permission = number("pre_pto", "Waiting for permission to operate", basis=CAPTURE)
    grid_voltage_high_limit = volts("pv_grid_voltage_high", "Upper grid voltage limit")
    grid_voltage_low_limit = volts("pv_grid_voltage_low", "Lower grid voltage limit")
    grid_frequency_high_limit = hertz("pv_grid_frequency_high", "Upper grid frequency limit")
    grid_frequency_low_limit = hertz("pv_grid_frequency_low", "Lower grid frequency limit")

    # Curves
    qv_curve_delay = milliseconds("delay_time", "Delay of the Q(V) curve")
    qv_curve_reactive_share_max = percent(
        "q_percent_max", "Highest reactive power of the Q(V) curve"
    )
    qv_curve_voltage_low_1 = volts("qv_l1", "Q(V) curve: low-voltage point L1")
    qv_curve_voltage_low_2 = volts("qv_l2", "Q(V) curve: low-voltage point L2")
    qv_curve_voltage_high_1 = volts("qv_h1", "Q(V) curve: high-voltage point H1")
    qv_curve_voltage_high_2 = volts("qv_h2", "Q(V) curve: high-voltage point H2")
    pf_curve_1_load = percent(
        "tlx_pflinep1_lp", "Power factor curve, point 1: load", missing=(255,)
    )
    pf_curve_2_load = percent(
        "tlx_pflinep2_lp", "Power factor curve, point 2: load", missing=(255,)
    )
    pf_curve_3_load = percent(
        "tlx_pflinep3_lp", "Power factor curve, point 3: load", missing=(255,)
    )
    pf_curve_4_load = percent(
        "tlx_pflinep4_lp", "Power factor curve, point 4: load", missing=(255,)
    )
    pf_curve_1_factor = number("tlx_pflinep1_pf", "Power factor curve, point 1: power factor")
    pf_curve_2_factor = number("tlx_pflinep2_pf", "Power factor curve, point 2: power factor")
    pf_curve_3_factor = number("tlx_pflinep3_pf", "Power factor curve, point 3: power factor")
    pf_curve_4_factor = number("tlx_pflinep4_pf", "Power factor curve, point 4: power factor")

    # Device
    rated_power = watts("normalPower", "Rated power", kind=MEASUREMENT)
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)"
    )
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY)
    modbus_version = integer("modbusVersion", "Modbus protocol version", kind=IDENTITY)

    # Further keys
    brazil_rule = integer("brazilRule", "Grid rule of Brazil, a code", basis=NAME)
    is_lg_battery = flag("isLGBattery", "True with a battery of LG", basis=NAME)
    off_grid_box = integer("off_net_box", "Off-grid box, a code", basis=NAME)
    one_key_battery_mode = integer(
        "tlx_one_key_set_bdc_mode", "Battery mode set with one key, a code", basis=NAME
    )
    maintenance_available = integer(
        "sysMtncAvail", "Maintenance mode is available, a code", basis=NAME
    )
    winter_or_maintenance = integer(
        "winterOrMaintain", "Winter or maintenance mode, a code", basis=NAME
    )
    year_setting_flag = integer("yearSettingFlag", "Whole-year schedule is set, a code", basis=NAME)
    safety_standard_numbers = raw(
        "safetyCorrespondNumList", "Not documented, empty in the sample", basis=CAPTURE
    )
    frequency_high_1_1 = number(
        "h_1_freq_1", "High grid frequency 1, value 1, unit unknown", basis=NAME
    )
    frequency_high_1_2 = number(
        "h_1_freq_2", "High grid frequency 1, value 2, unit unknown", basis=NAME
    )
    frequency_low_1 = number("l_1_freq", "Low grid frequency 1, unit unknown", basis=NAME)
    frequency_low_1_1 = number(
        "l_1_freq_1", "Low grid frequency 1, value 1, unit unknown", basis=NAME
    )
    frequency_low_1_2 = number(
        "l_1_freq_2", "Low grid frequency 1, value 2, unit unknown", basis=NAME
    )
    frequency_low_2 = number("l_2_freq", "Low grid frequency 2, unit unknown", basis=NAME)
    voltage_high_1_1 = number(
        "h_1_volt_1", "High grid voltage 1, value 1, unit unknown", basis=NAME
    )
    voltage_high_1_2 = number(
        "h_1_volt_2", "High grid voltage 1, value 2, unit unknown", basis=NAME
    )
    voltage_low_1_1 = number("l_1_volt_1", "Low grid voltage 1, value 1, unit unknown", basis=NAME)
    voltage_low_1_2 = number("l_1_volt_2", "Low grid voltage 1, value 2, unit unknown", basis=NAME)

    # Time segments, packed
    time_segment_1_text = text("time_segment1", "Time segment 1 in one text, such as 0_0:0_0:0_0")
    time_segment_2_text = text("time_segment2", "Time segment 2 in one text, such as 0_0:0_0:0_0")
    time_segment_3_text = text("time_segment3", "Time segment 3 in one text, such as 0_0:0_0:0_0")
    time_segment_4_text = text("time_segment4", "Time segment 4 in one text, such as 0_0:0_0:0_0")
    time_segment_5_text = text("time_segment5", "Time segment 5 in one text, such as 0_0:0_0:0_0")
    time_segment_6_text = text("time_segment6", "Time segment 6 in one text, such as 0_0:0_0:0_0")
    time_segment_7_text = text("time_segment7", "Time segment 7 in one text, such as 0_0:0_0:0_0")
    time_segment_8_text = text("time_segment8", "Time segment 8 in one text, such as 0_0:0_0:0_0")
    time_segment_9_text = text("time_segment9", "Time segment 9 in one text, such as 0_0:0_0:0_0")


class TlxEnabledSettings(Answer, kind=Kind.SETTING):
    """Which settings the app offers for a TLX (`tlx_enabled_settings`)."""

    offered = flag_by_label("enable", "True by the name of the setting when it is offered")
    has_arc_fault_detection = flag("haveAfci", "True when the device detects arcs")
    switch = flag("switch", "Not documented", basis=CAPTURE)
