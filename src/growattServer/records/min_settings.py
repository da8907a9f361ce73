"""MIN (TLX in the ShinePhone API): its settings, as all APIs show it."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    clock,
    flag,
    integer,
    percent,
    text,
)
from growattServer.records.choices import EnergyPriority

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
MEASUREMENT = Kind.MEASUREMENT


class ExportLimitSensor(Code):
    """What measures the power to the grid that is limited."""

    OFF = 0
    METER = 1
    CT = 2


class MinSettingsFields(Record, kind=Kind.SETTING):
    """What MinSettings of the V1 API and TlxSettings of the ShinePhone API have in common."""

    # Switches and power
    active_power_limit = percent("activeRate", "Active power limit")
    keep_power_commands_enabled = flag("pvPfCmdMemoryState", "Keep power commands over a restart")

    # Battery
    battery_type = integer("usBatteryType", "Battery kind, raw register", basis=NAME)
    ac_charge_enabled = flag("acChargeEnable", "Charging the battery from the grid")
    ac_charge_enabled_text = text("ac_charge", "Text mirror of ac_charge_enabled", basis=CAPTURE)
    charge_power_limit = percent("chargePowerCommand", "Charging power limit")
    charge_power_limit_text = percent("charge_power", "Text mirror of the setting", basis=CAPTURE)
    charge_stop_soc = percent("wchargeSOCLowLimit", "Level where charging stops (load-first mode)")
    charge_stop_soc_text = percent("charge_stop_soc", "Text mirror of charge_stop_soc", basis=NAME)
    discharge_power_limit = percent("disChargePowerCommand", "Discharging power limit")
    discharge_power_limit_text = percent("discharge_power", "Text mirror", basis=NAME)
    discharge_stop_soc = percent(
        "wdisChargeSOCLowLimit",
        "Level where discharging stops off grid (the page: in load-first mode)",
    )
    discharge_stop_soc_text = percent("discharge_stop_soc", "Text mirror", basis=CAPTURE)
    on_grid_mode = integer("onGridMode", "On-grid mode", missing=(-1,), basis=CAPTURE)
    on_grid_status = integer(
        "onGridStatus", "On-grid state", missing=(-1,), kind=MEASUREMENT, basis=CAPTURE
    )
    constant_current_limit_text = text("tlx_cc_current", "Text mirror of the setting", basis=NAME)
    constant_voltage_limit_text = text("tlx_cv_voltage", "Text mirror of the setting", basis=NAME)

    # Time segments
    time_segment_1_mode = coded(
        "time1Mode", EnergyPriority, "Mode of time segment 1", basis=CAPTURE
    )
    time_segment_2_mode = coded(
        "time2Mode", EnergyPriority, "Mode of time segment 2", basis=CAPTURE
    )
    time_segment_3_mode = coded(
        "time3Mode", EnergyPriority, "Mode of time segment 3", basis=CAPTURE
    )
    time_segment_4_mode = coded(
        "time4Mode", EnergyPriority, "Mode of time segment 4", basis=CAPTURE
    )
    time_segment_5_mode = coded(
        "time5Mode", EnergyPriority, "Mode of time segment 5", basis=CAPTURE
    )
    time_segment_6_mode = coded(
        "time6Mode", EnergyPriority, "Mode of time segment 6", basis=CAPTURE
    )
    time_segment_7_mode = coded(
        "time7Mode", EnergyPriority, "Mode of time segment 7", basis=CAPTURE
    )
    time_segment_8_mode = coded(
        "time8Mode", EnergyPriority, "Mode of time segment 8", basis=CAPTURE
    )
    time_segment_9_mode = coded(
        "time9Mode", EnergyPriority, "Mode of time segment 9", basis=CAPTURE
    )
    time_segment_1_start = clock("forcedTimeStart1", "Start of time segment 1")
    time_segment_2_start = clock("forcedTimeStart2", "Start of time segment 2")
    time_segment_3_start = clock("forcedTimeStart3", "Start of time segment 3")
    time_segment_4_start = clock("forcedTimeStart4", "Start of time segment 4")
    time_segment_5_start = clock("forcedTimeStart5", "Start of time segment 5")
    time_segment_6_start = clock("forcedTimeStart6", "Start of time segment 6")
    time_segment_7_start = clock("forcedTimeStart7", "Start of time segment 7")
    time_segment_8_start = clock("forcedTimeStart8", "Start of time segment 8")
    time_segment_9_start = clock("forcedTimeStart9", "Start of time segment 9")
    time_segment_1_end = clock("forcedTimeStop1", "End of time segment 1")
    time_segment_2_end = clock("forcedTimeStop2", "End of time segment 2")
    time_segment_3_end = clock("forcedTimeStop3", "End of time segment 3")
    time_segment_4_end = clock("forcedTimeStop4", "End of time segment 4")
    time_segment_5_end = clock("forcedTimeStop5", "End of time segment 5")
    time_segment_6_end = clock("forcedTimeStop6", "End of time segment 6")
    time_segment_7_end = clock("forcedTimeStop7", "End of time segment 7")
    time_segment_8_end = clock("forcedTimeStop8", "End of time segment 8")
    time_segment_9_end = clock("forcedTimeStop9", "End of time segment 9")
    time_segment_1_enabled = flag("forcedStopSwitch1", "Time segment 1 is in use", basis=CAPTURE)
    time_segment_2_enabled = flag("forcedStopSwitch2", "Time segment 2 is in use", basis=CAPTURE)
    time_segment_3_enabled = flag("forcedStopSwitch3", "Time segment 3 is in use", basis=CAPTURE)
    time_segment_4_enabled = flag("forcedStopSwitch4", "Time segment 4 is in use", basis=CAPTURE)
    time_segment_5_enabled = flag("forcedStopSwitch5", "Time segment 5 is in use", basis=CAPTURE)
    time_segment_6_enabled = flag("forcedStopSwitch6", "Time segment 6 is in use", basis=CAPTURE)
    time_segment_7_enabled = flag("forcedStopSwitch7", "Time segment 7 is in use", basis=CAPTURE)
    time_segment_8_enabled = flag("forcedStopSwitch8", "Time segment 8 is in use", basis=CAPTURE)
    time_segment_9_enabled = flag("forcedStopSwitch9", "Time segment 9 is in use", basis=CAPTURE)

    # Special days have no week days; of the whole year only first and last are sure.
    season_1_months = text("season1MonthTime", "Season 1: first month, last month, enabled")
    season_1_slot_1 = text("season1Time1", "Season 1, slot 1: mode, week days, start, end, enabled")
    season_1_slot_2 = text("season1Time2", "Season 1, slot 2: mode, week days, start, end, enabled")
    season_1_slot_3 = text("season1Time3", "Season 1, slot 3: mode, week days, start, end, enabled")
    season_1_slot_4 = text("season1Time4", "Season 1, slot 4: mode, week days, start, end, enabled")
    season_1_slot_5 = text("season1Time5", "Season 1, slot 5: mode, week days, start, end, enabled")
    season_1_slot_6 = text("season1Time6", "Season 1, slot 6: mode, week days, start, end, enabled")
    season_1_slot_7 = text("season1Time7", "Season 1, slot 7: mode, week days, start, end, enabled")
    season_1_slot_8 = text("season1Time8", "Season 1, slot 8: mode, week days, start, end, enabled")
    season_1_slot_9 = text("season1Time9", "Season 1, slot 9: mode, week days, start, end, enabled")
    season_2_months = text("season2MonthTime", "Season 2: first month, last month, enabled")
    season_2_slot_1 = text("season2Time1", "Season 2, slot 1: mode, week days, start, end, enabled")
    season_2_slot_2 = text("season2Time2", "Season 2, slot 2: mode, week days, start, end, enabled")
    season_2_slot_3 = text("season2Time3", "Season 2, slot 3: mode, week days, start, end, enabled")
    season_2_slot_4 = text("season2Time4", "Season 2, slot 4: mode, week days, start, end, enabled")
    season_2_slot_5 = text("season2Time5", "Season 2, slot 5: mode, week days, start, end, enabled")
    season_2_slot_6 = text("season2Time6", "Season 2, slot 6: mode, week days, start, end, enabled")
    season_2_slot_7 = text("season2Time7", "Season 2, slot 7: mode, week days, start, end, enabled")
    season_2_slot_8 = text("season2Time8", "Season 2, slot 8: mode, week days, start, end, enabled")
    season_2_slot_9 = text("season2Time9", "Season 2, slot 9: mode, week days, start, end, enabled")
    season_3_months = text("season3MonthTime", "Season 3: first month, last month, enabled")
    season_3_slot_1 = text("season3Time1", "Season 3, slot 1: mode, week days, start, end, enabled")
    season_3_slot_2 = text("season3Time2", "Season 3, slot 2: mode, week days, start, end, enabled")
    season_3_slot_3 = text("season3Time3", "Season 3, slot 3: mode, week days, start, end, enabled")
    season_3_slot_4 = text("season3Time4", "Season 3, slot 4: mode, week days, start, end, enabled")
    season_3_slot_5 = text("season3Time5", "Season 3, slot 5: mode, week days, start, end, enabled")
    season_3_slot_6 = text("season3Time6", "Season 3, slot 6: mode, week days, start, end, enabled")
    season_3_slot_7 = text("season3Time7", "Season 3, slot 7: mode, week days, start, end, enabled")
    season_3_slot_8 = text("season3Time8", "Season 3, slot 8: mode, week days, start, end, enabled")
    season_3_slot_9 = text("season3Time9", "Season 3, slot 9: mode, week days, start, end, enabled")
    season_4_months = text("season4MonthTime", "Season 4: first month, last month, enabled")
    season_4_slot_1 = text("season4Time1", "Season 4, slot 1: mode, week days, start, end, enabled")
    season_4_slot_2 = text("season4Time2", "Season 4, slot 2: mode, week days, start, end, enabled")
    season_4_slot_3 = text("season4Time3", "Season 4, slot 3: mode, week days, start, end, enabled")
    season_4_slot_4 = text("season4Time4", "Season 4, slot 4: mode, week days, start, end, enabled")
    season_4_slot_5 = text("season4Time5", "Season 4, slot 5: mode, week days, start, end, enabled")
    season_4_slot_6 = text("season4Time6", "Season 4, slot 6: mode, week days, start, end, enabled")
    season_4_slot_7 = text("season4Time7", "Season 4, slot 7: mode, week days, start, end, enabled")
    season_4_slot_8 = text("season4Time8", "Season 4, slot 8: mode, week days, start, end, enabled")
    season_4_slot_9 = text("season4Time9", "Season 4, slot 9: mode, week days, start, end, enabled")
    special_day_1_date = text("special1MonthTime", "Special day 1: month, day, enabled")
    special_day_1_slot_1 = text("special1Time1", "Special day 1, slot 1: mode, start, end, enabled")
    special_day_1_slot_2 = text("special1Time2", "Special day 1, slot 2: mode, start, end, enabled")
    special_day_1_slot_3 = text("special1Time3", "Special day 1, slot 3: mode, start, end, enabled")
    special_day_1_slot_4 = text("special1Time4", "Special day 1, slot 4: mode, start, end, enabled")
    special_day_1_slot_5 = text("special1Time5", "Special day 1, slot 5: mode, start, end, enabled")
    special_day_1_slot_6 = text("special1Time6", "Special day 1, slot 6: mode, start, end, enabled")
    special_day_1_slot_7 = text("special1Time7", "Special day 1, slot 7: mode, start, end, enabled")
    special_day_1_slot_8 = text("special1Time8", "Special day 1, slot 8: mode, start, end, enabled")
    special_day_1_slot_9 = text("special1Time9", "Special day 1, slot 9: mode, start, end, enabled")
    special_day_2_date = text("special2MonthTime", "Special day 2: month, day, enabled")
    special_day_2_slot_1 = text("special2Time1", "Special day 2, slot 1: mode, start, end, enabled")
    special_day_2_slot_2 = text("special2Time2", "Special day 2, slot 2: mode, start, end, enabled")
    special_day_2_slot_3 = text("special2Time3", "Special day 2, slot 3: mode, start, end, enabled")
    special_day_2_slot_4 = text("special2Time4", "Special day 2, slot 4: mode, start, end, enabled")
    special_day_2_slot_5 = text("special2Time5", "Special day 2, slot 5: mode, start, end, enabled")
    special_day_2_slot_6 = text("special2Time6", "Special day 2, slot 6: mode, start, end, enabled")
    special_day_2_slot_7 = text("special2Time7", "Special day 2, slot 7: mode, start, end, enabled")
    special_day_2_slot_8 = text("special2Time8", "Special day 2, slot 8: mode, start, end, enabled")
    special_day_2_slot_9 = text("special2Time9", "Special day 2, slot 9: mode, start, end, enabled")

    # Winter and maintenance modes
    winter_mode_flag = integer("winModeFlag", "Winter mode flag", basis=CAPTURE)
    winter_mode_start = text("winModeStartTime", "Start of winter mode", basis=CAPTURE)
    winter_mode_end = text("winModeEndTime", "End of winter mode", basis=CAPTURE)
    winter_on_grid_stop_soc = percent(
        "winModeOnGridDischargeStopSOC", "Winter mode: lowest level on grid", basis=CAPTURE
    )
    winter_off_grid_stop_soc = percent(
        "winModeOffGridDischargeStopSOC", "Winter mode: lowest level off grid", basis=CAPTURE
    )

    # Export limit, demand, generator
    export_limit_mode = coded(
        "exportLimit", ExportLimitSensor, "Export limiting, and what measures for it"
    )
    peak_shaving_shown = integer(
        "showPeakShaving", "Peak shaving shown in the user interface", basis=CAPTURE
    )

    # Backup, off-grid, dry contact
    off_grid_enabled_text = text("tlx_off_grid_enable", "Text mirror of the setting", basis=NAME)
    off_grid_frequency_text = text("tlx_ac_discharge_frequency", "Text mirror", basis=NAME)
    off_grid_voltage_text = text("tlx_ac_discharge_voltage", "Text mirror", basis=NAME)

    # Grid standard and limits
    safety_standard = text("safetyNum", "Safety standard number, as text", basis=CAPTURE)
    compatibility_flags = integer("compatibleFlag", "Compatibility flags", basis=CAPTURE)
