"""SPH and SPA: readings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    celsius,
    flag,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    volt_amperes,
    volts,
    watts,
)
from growattServer.open_api_v1 import records as v1

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY


class SphSpaEnergyV4Fields(Record):
    """Rows that V4 adds to those of V1, of SPH and SPA alike."""

    # State
    battery_fault_history_1 = integer("battHistoryFaultCode1", "Battery fault history, entry 1")
    battery_fault_history_2 = integer("battHistoryFaultCode2", "Battery fault history, entry 2")
    battery_fault_history_3 = integer("battHistoryFaultCode3", "Battery fault history, entry 3")
    battery_fault_history_4 = integer("battHistoryFaultCode4", "Battery fault history, entry 4")
    battery_fault_history_5 = integer("battHistoryFaultCode5", "Battery fault history, entry 5")
    battery_fault_history_6 = integer("battHistoryFaultCode6", "Battery fault history, entry 6")
    battery_fault_history_7 = integer("battHistoryFaultCode7", "Battery fault history, entry 7")
    battery_fault_history_8 = integer("battHistoryFaultCode8", "Battery fault history, entry 8")
    bms_error_bits_2 = integer("bmsError2", "BMS error bits, word 2")
    bms_error_bits_3 = integer("bmsError3", "BMS error bits, word 3")
    first_battery_fault_sn = integer(
        "firstBattFaultSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    fourth_battery_fault_sn = integer(
        "fourthBattFaultSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    number_of_battery_codes = integer("numberOfBattCodes", "Not documented", basis=CAPTURE)
    second_battery_fault_sn = integer(
        "secondBattFaultSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    third_battery_fault_sn = integer(
        "thirdBattFaultSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )

    # Battery, as its own controller (BMS) says
    accumulated_charge_pack_sn = integer(
        "accChargePackSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    accumulated_discharge_pack_sn = integer(
        "accDischargePackSn", "Not documented", kind=IDENTITY, basis=CAPTURE
    )
    module_number = integer("bModuleNum", "Not documented", basis=CAPTURE)
    bms_hardware_version = integer("bmsHardwareVersion", "Not documented", basis=CAPTURE)
    bms_hardware_version_2 = integer("bmsHardwareVersion2", "Not documented", basis=CAPTURE)
    bms_request_type = integer("bmsRequestType", "Not documented", basis=CAPTURE)
    total_cell_number = integer("bTotalCellNum", "Not documented", basis=CAPTURE)
    module_series_count = integer("moduleSeriesQty", "Not documented", basis=CAPTURE)
    protect_pack_id = integer("protectPackId", "Not documented", basis=CAPTURE)
    max_cell_voltage = number("uwMaxCellVol", "Not documented", basis=CAPTURE)
    max_temperature_cell = number("uwMaxTemprCell", "Not documented", basis=CAPTURE)
    max_voltage_cell_number = integer("uwMaxVoltCellNo", "Not documented", basis=CAPTURE)
    min_temperature_cell = number("uwMinTemprCell", "Not documented", basis=CAPTURE)
    min_temperature_cell_number = integer("uwMinTemprCellNo", "Not documented", basis=CAPTURE)

    # Battery
    accumulated_charge_power = number("accChargePower", "Not documented", basis=CAPTURE)
    accumulated_discharge_power = number("accdischargePower", "Not documented", basis=CAPTURE)
    battery_soc_max = percent("maxSOC", "Highest pack state of charge", basis=NAME)
    battery_soc_min = percent("minSOC", "Lowest pack state of charge", basis=NAME)

    # Backup output
    load_power_l2 = watts("plocalLoadS", "Load power, phase S", basis=NAME)
    load_power_l3 = watts("plocalLoadT", "Load power, phase T", basis=NAME)

    # Grid and loads
    self_consumption_energy_total = kilowatt_hours_total(
        "eselftotal", "Lifetime self-consumed energy", basis=NAME
    )
    system_energy_total = kilowatt_hours_total(
        "esystemtotal", "Lifetime system output energy", basis=NAME
    )
    load_power_l1_2 = watts("plocalLoadR2", "Load power, second value", basis=NAME)
    system_power = watts("psystem", "System power")

    # AC output
    ac_power_l1 = watts("pacR", "AC power, phase R", basis=NAME)
    ac_power_l2 = watts("pacS", "AC power, phase S", basis=NAME)
    ac_power_l3 = watts("pacT", "AC power, phase T", basis=NAME)

    # Others
    pm_r = number("pmR", "Not documented", basis=CAPTURE)
    pm_s = number("pmS", "Not documented", basis=CAPTURE)
    pm_t = number("pmT", "Not documented", basis=CAPTURE)
    dsp_dc_dc_debug_data = integer("uwDspDcDcDebugData", "Not documented", basis=CAPTURE)
    dsp_dc_dc_debug_data_1 = integer("uwDspDcDcDebugData1", "Not documented", basis=CAPTURE)
    dsp_dc_dc_debug_data_2 = integer("uwDspDcDcDebugData2", "Not documented", basis=CAPTURE)
    dsp_dc_dc_debug_data_3 = integer("uwDspDcDcDebugData3", "Not documented", basis=CAPTURE)
    dsp_dc_dc_debug_data_4 = integer("uwDspDcDcDebugData4", "Not documented", basis=CAPTURE)
    dsp_inverter_debug_data = integer("uwDspInvDebugData", "Not documented", basis=CAPTURE)
    dsp_inverter_debug_data_1 = integer("uwDspInvDebugData1", "Not documented", basis=CAPTURE)
    dsp_inverter_debug_data_2 = integer("uwDspInvDebugData2", "Not documented", basis=CAPTURE)
    dsp_inverter_debug_data_3 = integer("uwDspInvDebugData3", "Not documented", basis=CAPTURE)
    dsp_inverter_debug_data_4 = integer("uwDspInvDebugData4", "Not documented", basis=CAPTURE)


class SphEnergy(SphSpaEnergyV4Fields, v1.SphEnergy):
    """A reading of an SPH: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292922052386278
    """

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    dsgip_start_date_time = integer("dsgipStartDateTime", "Not documented", basis=CAPTURE)
    external_energy_today = kilowatt_hours_today(
        "eexToday", "Energy of the external generation today", basis=NAME
    )
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")

    # State
    backup_warning = integer("backupWarning", "Not documented", basis=CAPTURE)
    battery_error_union = integer("batErrorUnion", "Not documented", basis=CAPTURE)
    bms_error_expansion = integer("bmsErrorExpansion", "Not documented", basis=CAPTURE)
    bms_warning_info_2 = integer("bmsWarnInfo2", "Not documented", basis=CAPTURE)

    # Battery, as its own controller (BMS) says
    bms_protection = integer("bmsProtection", "Not documented", basis=CAPTURE)
    max_single_cell_temperature_number = integer(
        "maxSingleCellTemNo", "Not documented", basis=CAPTURE
    )
    max_single_cell_voltage = number("maxSingleCellVolt", "Not documented", basis=CAPTURE)
    max_single_cell_voltage_number = integer("maxSingleCellVoltNo", "Not documented", basis=CAPTURE)
    min_single_cell_temperature = number("minSingleCellTem", "Not documented", basis=CAPTURE)
    min_single_cell_temperature_number = integer(
        "minSingleCellTemNo", "Not documented", basis=CAPTURE
    )
    min_single_cell_voltage = number("minSingleCellVolt", "Not documented", basis=CAPTURE)
    min_single_cell_voltage_number = integer("minSingleCellVoltNo", "Not documented", basis=CAPTURE)
    module_count = integer("moduleQty", "Not documented", basis=CAPTURE)
    battery_cycle_count_pre = integer("uwBatCycleCntPre", "Not documented", basis=CAPTURE)
    battery_warmest_cell = integer("uwMaxTemprCellNo", "Number of the warmest cell", basis=CAPTURE)
    battery_lowest_cell = integer(
        "uwMinVoltCellNo", "Number of the cell with the lowest voltage", basis=CAPTURE
    )

    # Battery
    charge_cutoff_voltage = number("chargeCutoffVolt", "Not documented", basis=CAPTURE)
    charge_forbidden_mark = integer("chargeForbiddenMark", "Not documented", basis=CAPTURE)
    discharge_cutoff_voltage = number("dischargeCutoffVolt", "Not documented", basis=CAPTURE)
    discharge_forbidden_mark = integer("dischargeForbiddenMark", "Not documented", basis=CAPTURE)

    # Grid and loads
    self_consumption_power = watts("pself", "Self-consumed power")

    # AC output
    external_energy_total = kilowatt_hours_total(
        "eexTotal", "Lifetime energy of the external generation", basis=NAME
    )
    ac_current_l1 = amperes("iac1", "AC current, phase 1")
    ac_current_l2 = amperes("iac2", "AC current, phase 2")
    ac_current_l3 = amperes("iac3", "AC current, phase 3")

    # Others
    capacity_add = number("capacityADD", "Not documented", basis=CAPTURE)
    external_energies = watts("pex", "Energy of an external generator", basis=NAME)
    sgip_cycle_count = integer("sgipCyclCnt", "Not documented", basis=CAPTURE)
    sgip_start_cycle_count = integer("sgipStartCyclCnt", "Not documented", basis=CAPTURE)
    software_develop_major_version = integer(
        "softwareDevelopMajorVersion", "Not documented", basis=CAPTURE
    )
    software_develop_minor_version = integer(
        "softwareDevelopMinorVersion", "Not documented", basis=CAPTURE
    )
    software_major_version = integer("softwareMajorVersion", "Not documented", basis=CAPTURE)
    software_minor_version = integer("softwareMinorVersion", "Not documented", basis=CAPTURE)


class SpaEnergy(SphSpaEnergyV4Fields, v1.SpaEnergy):
    """A reading of an SPA: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292924339104189
    """

    # The record
    calendar_time = epoch("calendar", "Time of the reading")
    self_consumption_energy_today = kilowatt_hours_today(
        "eselftoday", "Self-consumed energy today", basis=NAME
    )
    system_energy_today = kilowatt_hours_today(
        "esystemtoday", "System energy today (PV plus battery output)", basis=NAME
    )
    lost = flag("lost", "True in all replies: says nothing", basis=CAPTURE)
    time = server_time("time", "Time of the reading, from its text")

    # Temperatures
    temperature_3 = celsius("temp3", "Temperature sensor 3")

    # Backup output
    backup_apparent_power_l2 = volt_amperes(
        "upsPac2", "Apparent power of the backup output, phase 2"
    )
    backup_apparent_power_l3 = volt_amperes(
        "upsPac3", "Apparent power of the backup output, phase 3"
    )

    # AC output
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vac3", "AC voltage, phase 3")

    # Others
    monitor = integer("monitor", "Not documented", basis=CAPTURE)
