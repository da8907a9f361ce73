"""WIT: readings."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    celsius,
    flag,
    hertz,
    integer,
    kilowatt_hours_today,
    kilowatt_hours_total,
    milliamperes,
    number,
    percent,
    raw,
    required,
    serial_number,
    text,
    volt_amperes,
    volts,
    watts,
)
from growattServer.records.choices import EnergyPriority
from growattServer.records.pv_strings import PvStringFields
from growattServer.records.states import ReadingState

from .times import epoch, server_time
from .wit_battery import WitBatteryFields

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
LIFETIME = Kind.LIFETIME
SETTING = Kind.SETTING


class WitEnergy(PvStringFields, WitBatteryFields):
    """A reading of a WIT: the latest, or one of a day.

    https://www.showdoc.com.cn/2540838290984246/11292928051977434
    """

    # The record
    ac_charge_energy_today = kilowatt_hours_today("acChargeEnergyToday", "Charge from AC today")
    resent = flag("again", "True when the datalogger sent the record again", basis=NAME)
    calendar_time = epoch("calendar", "Time of the reading")
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    day_map = raw("dayMap", "Per-day map, normally null", basis=NAME)
    energy_today = kilowatt_hours_today("eacToday", "AC energy produced today")
    battery_1_charge_energy_today = kilowatt_hours_today("echarge1Today", "Battery charge today")
    battery_2_charge_energy_today = kilowatt_hours_today(
        "echarge2Today", "Charge of battery 2 today"
    )
    battery_3_charge_energy_today = kilowatt_hours_today(
        "echarge3Today", "Charge of battery 3 today"
    )
    battery_1_discharge_energy_today = kilowatt_hours_today(
        "edischarge1Today", "Energy taken from the battery today"
    )
    battery_2_discharge_energy_today = kilowatt_hours_today(
        "edischarge2Today", "Energy taken from battery 2 today"
    )
    battery_3_discharge_energy_today = kilowatt_hours_today(
        "edischarge3Today", "Energy taken from battery 3 today"
    )
    external_energy_today = kilowatt_hours_today(
        "eexToday", "Energy of the external generation today", basis=NAME
    )
    load_energy_today = kilowatt_hours_today("elocalLoadToday", "Energy used by local loads today")
    pv_energy_today = kilowatt_hours_today("epvToday", "PV energy today")
    self_consumption_energy_today = kilowatt_hours_today(
        "eselftoday", "Self-consumed energy today", basis=NAME
    )
    system_energy_today = kilowatt_hours_today(
        "esystemtoday", "System energy today (PV plus battery output)", basis=NAME
    )
    export_energy_today = kilowatt_hours_today("etoGridToday", "Energy fed to the grid today")
    import_energy_today = kilowatt_hours_today("etoUserToday", "Energy taken from the grid today")
    run_time = number("runTime", "Not documented", basis=CAPTURE)
    device_sn = required(serial_number("serialNum", "Serial number of the device"))
    time = server_time("time", "Time of the reading, from its text")
    running_time = number("timeTotal", "Running time (unit disputed: h, min or s)", kind=LIFETIME)
    wit_bean = raw("witBean", "Not documented", basis=CAPTURE)
    has_device_time = flag("withTime", "True when the device sent its own time")

    # State
    afci_status = integer("bAfciStatus", "Not documented", basis=CAPTURE)
    alarm_sub_code = integer("bAlarmSubCode", "Not documented", basis=CAPTURE)
    bms_status = integer("bBmsSta", "Not documented", basis=CAPTURE)
    fault_sub_code = integer("bFaultSubCode", "Not documented", basis=CAPTURE)
    sig_mode_cell_count = integer("bSigModeCellCnt", "Not documented", basis=CAPTURE)
    sig_pack_mode_count = integer("bSigPackModeCnt", "Not documented", basis=CAPTURE)
    status_first = integer("bStatusFirst", "Not documented", basis=CAPTURE)
    status_second = integer("bStatusSec", "Not documented", basis=CAPTURE)
    derating_code = integer("deratingMode", "Why the power is limited, 0 no limit")
    error_code = integer("errorCode", "Error code", codes="unknown")
    error_text = text("errorText", "Text of the error code", basis=NAME)
    fan_fault_bit = number("fanFaultBit", "Not documented", basis=CAPTURE)
    fault_bits = integer("faultBitCode", "Fault bits")
    fault_code = integer("faultCode", "Fault code, 0 none", codes="error")
    fault_value = integer("faultValue", "Fault value")
    off_grid_status = integer("offgridStatus", "Not documented", basis=CAPTURE)
    on_off_grid_state = integer("onOffGridState", "Not documented", basis=CAPTURE)
    on_off_grid_state_first = integer("onOffGridStateFirst", "Not documented", basis=CAPTURE)
    on_off_grid_state_second = integer("onOffGridStateSec", "Not documented", basis=CAPTURE)
    pid_fault_code = integer("pidFaultCode", "PID fault code")
    pid_status = integer("pidStatus", "State of the PID box, a code")
    status = coded(
        "status", ReadingState, "State (3 is a fault too)", faults=(ReadingState.FAULT, 3)
    )
    status_text = text("statusText", "State as text or translation key", basis=NAME)
    string_break_bits = integer("strBreak", "String not connected flags")
    string_imbalance_bits = integer("strUnblance", "String current imbalance flags")
    string_mismatch_bits = integer("strUnmatch", "String mismatch flags")
    string_warning_value_1 = integer("strWaringvalue1", "Not documented", basis=CAPTURE)
    string_warning_value_2 = integer("strWaringvalue2", "Not documented", basis=CAPTURE)
    fault_bit_high = integer("udfaultBitHigh", "Not documented", basis=CAPTURE)
    fault_bit_low = integer("udfaultBitLow", "Not documented", basis=CAPTURE)
    alarm_code = integer("uwAlarmCode", "Not documented", basis=CAPTURE, codes="unknown")
    fault_code_2 = integer("uwFaultCode", "Not documented", basis=CAPTURE, codes="unknown")
    inverter_warning_value = integer("uwInvWarnValue", "Not documented", basis=CAPTURE)
    main_code_first = integer("uwMainCodeFirst", "Not documented", basis=CAPTURE)
    main_code_second = integer("uwMainCodeSec", "Not documented", basis=CAPTURE)
    main_warning_first = integer(
        "uwMainWarnFirst", "Not documented", basis=CAPTURE, codes="unknown"
    )
    main_warning_second = integer("uwMainWarnSec", "Not documented", basis=CAPTURE, codes="unknown")
    mode_average_voltage_value = number("uwModeAvgVolValue", "Not documented", basis=CAPTURE)
    mode_min_voltage_value = number("uwModeMinVolValue", "Not documented", basis=CAPTURE)
    mode_rated_capacity = number("uwModeRatedCap", "Not documented", basis=CAPTURE)
    mode_rated_voltage = number("uwModeRatedVol", "Not documented", basis=CAPTURE)
    sub_code_first = integer("uwSubCodeFirst", "Not documented", basis=CAPTURE)
    sub_code_second = integer("uwSubCodeSec", "Not documented", basis=CAPTURE)
    sub_warning_first = integer("uwSubWarnFirst", "Not documented", basis=CAPTURE)
    sub_warning_second = integer("uwSubWarnSec", "Not documented", basis=CAPTURE)
    vpp_work_status = integer("vppWorkStatus", "VPP working state", basis=NAME)
    warning_code = integer("warnCode", "Warning code, 0 none", codes="error or protect")
    warning_code_1 = integer("warnCode1", "Warning code, word 1", codes="unknown")
    warning_value_1 = integer("warningValue1", "Warning code 1")
    warning_value_2 = integer("warningValue2", "Warning code 2")
    warning_value_3 = integer("warningValue3", "Warning value 3")
    warning_text = text("warnText", "Text of the warning", basis=NAME)

    # PV
    pv_energy_total = kilowatt_hours_total("epvTotal", "Lifetime PV energy")
    pid_bus = volts("pidBus", "PID bus voltage")
    pv_power = watts("ppv", "Total PV power")
    pv_insulation_resistance = number("pvIso", "PV insulation resistance")
    string_break_2 = integer("strBreak2", "Not documented", basis=CAPTURE)
    string_prompt = integer("stringPrompt", "Not documented", basis=CAPTURE)
    string_imbalance_2 = integer("strUnblance2", "Not documented", basis=CAPTURE)
    string_mismatch_2 = integer("strUnmatch2", "Not documented", basis=CAPTURE)

    # Temperatures
    hcpc_single_low_temperature_number = number(
        "hcpcSingleLowTempNum", "Not documented", basis=CAPTURE
    )
    hcpc_single_max_temperature_number = number(
        "hcpcSingleMaxTempNum", "Not documented", basis=CAPTURE
    )
    hcpc_temperature_number = number("hcpcTempNum", "Not documented", basis=CAPTURE)
    hcpc_temperature_number_1 = number("hcpcTempNum1", "Not documented", basis=CAPTURE)
    temperature_1 = celsius("temp1", "Temperature sensor 1")
    temperature_2 = celsius("temp2", "Temperature sensor 2")
    temperature_3 = celsius("temp3", "Temperature sensor 3")

    # Backup output
    load_energy_total = kilowatt_hours_total("elocalLoadTotal", "Lifetime energy of local loads")
    load_power = watts("plocalLoadTotal", "Power of local loads")
    load_share_first = integer("uwLoadPerFirst", "Not documented", basis=CAPTURE)
    load_share_second = integer("uwLoadPerSec", "Not documented", basis=CAPTURE)

    # Grid and loads
    self_consumption_energy_total = kilowatt_hours_total(
        "eselftotal", "Lifetime self-consumed energy", basis=NAME
    )
    system_energy_total = kilowatt_hours_total(
        "esystemtotal", "Lifetime system output energy", basis=NAME
    )
    export_energy_total = kilowatt_hours_total("etoGridTotal", "Lifetime energy fed to the grid")
    import_energy_total = kilowatt_hours_total("etoUserTotal", "Lifetime energy from the grid")
    grid_frequency = hertz("fac", "Grid frequency")
    load_current_l1 = number("iacLoad", "Not documented", basis=CAPTURE)
    load_current_l2 = number("iacsLoad", "Not documented", basis=CAPTURE)
    load_current_l3 = number("iactLoad", "Not documented", basis=CAPTURE)
    full_load_power = watts("opFullwatt", "Full-load power")
    export_power = watts("pacToGridTotal", "Total power fed to the grid")
    import_power = watts("pacToUserTotal", "Total power taken from the grid")
    self_consumption_power = watts("pself", "Self-consumed power")
    system_power = watts("psystem", "System power")
    system_load_voltage_value = number("uwSysLoadVolValue", "Not documented", basis=CAPTURE)
    system_total_current_value = number("uwSysTotalIValue", "Not documented", basis=CAPTURE)
    system_total_voltage_value = number("uwSysTotaVolValue", "Not documented", basis=CAPTURE)

    # Generator
    generator_port_1_voltage = number("genPort1Volt", "Not documented", basis=CAPTURE)
    generator_port_2_voltage = number("genPort2Volt", "Not documented", basis=CAPTURE)
    generator_port_3_voltage = number("genPort3Volt", "Not documented", basis=CAPTURE)
    generator_power = watts("genPower", "Generator power", basis=NAME)
    generator_port_device_type = integer("uwGenPortDevType", "Not documented", basis=CAPTURE)

    # AC output
    energy_total = kilowatt_hours_total("eacTotal", "Lifetime AC energy produced")
    external_energy_total = kilowatt_hours_total(
        "eexTotal", "Lifetime energy of the external generation", basis=NAME
    )
    leakage_current = milliamperes("gfci", "Leakage current")
    hcpc_low_voltage_number = number("hcpcLowVoltNum", "Not documented", basis=CAPTURE)
    hcpc_max_voltage_number = number("hcpcMaxVoltNum", "Not documented", basis=CAPTURE)
    hcpc_single_low_voltage_number = number("hcpcSingleLowVoltNum", "Not documented", basis=CAPTURE)
    hcpc_single_max_voltage_number = number("hcpcSingleMaxVoltNum", "Not documented", basis=CAPTURE)
    ac_current_l1 = amperes("iac1", "AC current, phase 1")
    ac_current_l2 = amperes("iac2", "AC current, phase 2")
    ac_current_l3 = amperes("iac3", "AC current, phase 3")
    inverter_r_voltage_first = number("invRVoltFirst", "Not documented", basis=CAPTURE)
    inverter_r_voltage_second = number("invRVoltSec", "Not documented", basis=CAPTURE)
    inverter_s_voltage_first = number("invSVoltFirst", "Not documented", basis=CAPTURE)
    inverter_s_voltage_second = number("invSVoltSec", "Not documented", basis=CAPTURE)
    inverter_t_voltage_first = number("invTVoltFirst", "Not documented", basis=CAPTURE)
    inverter_t_voltage_second = number("invTVoltSec", "Not documented", basis=CAPTURE)
    ac_power = watts("pac", "AC output power")
    apparent_power_l1 = volt_amperes("pac1", "Apparent AC output power, phase 1")
    apparent_power_l2 = volt_amperes("pac2", "Apparent AC output power, phase 2")
    apparent_power_l3 = volt_amperes("pac3", "Apparent AC output power, phase 3")
    power_factor = number("pf", "Power factor")
    energy_priority = coded(
        "priorityChoose", EnergyPriority, "Energy priority (other numbers are seen)", kind=SETTING
    )
    reactive_power_real_value_first = number(
        "reactivePowerRealValueFirst", "Not documented", basis=CAPTURE
    )
    reactive_power_real_value_second = number(
        "reactivePowerRealValueSec", "Not documented", basis=CAPTURE
    )
    reactive_power = number("reactPower", "Reactive power", unit="var", basis=NAME)
    reactive_power_max = number("reactPowerMax", "Highest reactive power", unit="var", basis=NAME)
    real_power = number("realPower", "Not documented", basis=CAPTURE)
    reverse_current_1 = number("reverseCurr1", "Not documented", basis=CAPTURE)
    reverse_current_2 = number("reverseCurr2", "Not documented", basis=CAPTURE)
    reverse_current_3 = number("reverseCurr3", "Not documented", basis=CAPTURE)
    ac_power_2 = number("uAcPower", "Not documented", basis=CAPTURE)
    calib_apparent_power_first = number(
        "udCalibApparentPowerFirst", "Not documented", basis=CAPTURE
    )
    calib_apparent_power_second = number("udCalibApparentPowerSec", "Not documented", basis=CAPTURE)
    frequency_first = number("uwFreqFirst", "Not documented", basis=CAPTURE)
    frequency_second = number("uwFreqSec", "Not documented", basis=CAPTURE)
    negative_bus_voltage_first = number("uwNBusVoltFirst", "Not documented", basis=CAPTURE)
    n_bus_voltage_second = number("uwNBusVoltSec", "Not documented", basis=CAPTURE)
    output_phase_r_current_first = number("uwOpPhaseRCurrFirst", "Not documented", basis=CAPTURE)
    op_phase_r_current_second = number("uwOpPhaseRCurrSec", "Not documented", basis=CAPTURE)
    output_phase_r_voltage_first = number("uwOpPhaseRVoltFirst", "Not documented", basis=CAPTURE)
    op_phase_r_voltage_second = number("uwOpPhaseRVoltSec", "Not documented", basis=CAPTURE)
    output_phase_s_current_first = number("uwOpPhaseSCurrFirst", "Not documented", basis=CAPTURE)
    op_phase_s_current_second = number("uwOpPhaseSCurrSec", "Not documented", basis=CAPTURE)
    output_phase_s_voltage_first = number("uwOpPhaseSVoltFirst", "Not documented", basis=CAPTURE)
    op_phase_s_voltage_second = number("uwOpPhaseSVoltSec", "Not documented", basis=CAPTURE)
    output_phase_t_current_first = number("uwOpPhaseTCurrFirst", "Not documented", basis=CAPTURE)
    op_phase_t_current_second = number("uwOpPhaseTCurrSec", "Not documented", basis=CAPTURE)
    output_phase_t_voltage_first = number("uwOpPhaseTVoltFirst", "Not documented", basis=CAPTURE)
    op_phase_t_voltage_second = number("uwOpPhaseTVoltSec", "Not documented", basis=CAPTURE)
    positive_bus_voltage_first = number("uwPBusVoltFirst", "Not documented", basis=CAPTURE)
    p_bus_voltage_second = number("uwPBusVoltSec", "Not documented", basis=CAPTURE)
    r_dci_current_first = number("uwRDCICurrFirst", "Not documented", basis=CAPTURE)
    r_dci_current_second = number("uwRDCICurrSec", "Not documented", basis=CAPTURE)
    s_dci_current_first = number("uwSDCICurrFirst", "Not documented", basis=CAPTURE)
    s_dci_current_second = number("uwSDCICurrSec", "Not documented", basis=CAPTURE)
    t_dci_current_first = number("uwTDCICurrFirst", "Not documented", basis=CAPTURE)
    t_dci_current_second = number("uwTDCICurrSec", "Not documented", basis=CAPTURE)
    ac_voltage = volts("vac", "AC voltage")
    ac_voltage_l1 = volts("vac1", "AC voltage, phase 1")
    ac_voltage_l2 = volts("vac2", "AC voltage, phase 2")
    ac_voltage_l3 = volts("vac3", "AC voltage, phase 3")
    line_voltage_l1_l2 = volts("vacRs", "Line voltage between phases R and S")
    vac_rs_1 = volts("vacRs1", "Line voltage RS, set 1")
    line_voltage_l2_l3 = volts("vacSt", "Line voltage between phases S and T")
    vac_st_1 = volts("vacSt1", "Line voltage ST, set 1")
    line_voltage_l3_l1 = volts("vacTr", "Line voltage between phases T and R")
    vac_tr_1 = volts("vacTr1", "Line voltage TR, set 1")
    negative_bus_voltage = volts("vBusN", "Negative bus voltage", basis=NAME)
    positive_bus_voltage = volts("vBusP", "Positive bus voltage", basis=NAME)

    # Others
    cluster_count = integer("bClusterCnt", "Not documented", basis=CAPTURE)
    bus_capacity_using = number("busCapUsing", "Not documented", basis=CAPTURE)
    cbat = number("cbat", "Not documented", basis=CAPTURE)
    cbat_2 = number("cbat2", "Not documented", basis=CAPTURE)
    cbat_3 = number("cbat3", "Not documented", basis=CAPTURE)
    qv_curve_delay = number("delayTime", "Delay of the Q(V) curve", unit="ms", kind=SETTING)
    flash_erase_aging_ok_flag = integer("flashEraseAgingOkFlag", "Not documented", basis=CAPTURE)
    external_energies = watts("pex", "Energy of an external generator", basis=NAME)
    pm_derate = number("pmDerate", "Not documented", basis=CAPTURE)
    dc_component_l1 = number("rDci", "DC component in the current of phase R")
    reactive_total = number("reactPowerTotal", "Reactive total", basis=NAME)
    output_share = percent("realOPPercent", "Output power as share of the rated power")
    sac = number("sac", "Not documented", basis=CAPTURE)
    dc_component_l2 = number("sDci", "DC component in the current of phase S")
    dc_component_l3 = number("tDci", "DC component in the current of phase T")
    output_rst_watt_first = number("udOpRSTWattFirst", "Not documented", basis=CAPTURE)
    op_rst_watt_second = number("udOpRSTWattSec", "Not documented", basis=CAPTURE)
    output_r_watt_first = number("udOpRWattFirst", "Not documented", basis=CAPTURE)
    op_r_watt_second = number("udOpRWattSec", "Not documented", basis=CAPTURE)
    output_s_watt_first = number("udOpSWattFirst", "Not documented", basis=CAPTURE)
    op_s_watt_second = number("udOpSWattSec", "Not documented", basis=CAPTURE)
    output_t_watt_first = number("udOpTWattFirst", "Not documented", basis=CAPTURE)
    op_t_watt_second = number("udOpTWattSec", "Not documented", basis=CAPTURE)
    usb_aging_test_ok_flag = integer("usbagingTestOkFlag", "Not documented", basis=CAPTURE)
    ambient_first = number("uwAmbientFirst", "Not documented", basis=CAPTURE)
    ambient_second = number("uwAmbientSec", "Not documented", basis=CAPTURE)
    inverter_first = number("uwInvFirst", "Not documented", basis=CAPTURE)
    inverter_second = number("uwInvSec", "Not documented", basis=CAPTURE)
    output_line_rs_first = number("uwOpLineRSFirst", "Not documented", basis=CAPTURE)
    op_line_rs_second = number("uwOpLineRSSec", "Not documented", basis=CAPTURE)
    output_line_st_first = number("uwOpLineSTFirst", "Not documented", basis=CAPTURE)
    op_line_st_second = number("uwOpLineSTSec", "Not documented", basis=CAPTURE)
    output_line_tr_first = number("uwOpLineTRFirst", "Not documented", basis=CAPTURE)
    op_line_tr_second = number("uwOpLineTRSec", "Not documented", basis=CAPTURE)
    output_first = number("uwOutputFirst", "Not documented", basis=CAPTURE)
    output_second = number("uwOutputSec", "Not documented", basis=CAPTURE)
    vacs = volts("vacs", "AC voltage, phase 2")
    vact = volts("vact", "AC voltage, phase 3")
