"""Meters behind a datalogger: their list, and what they measure."""

from __future__ import annotations

from growattServer.coded import Code, coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    amperes,
    flag,
    hertz,
    integer,
    java_calendar,
    kilowatt_hours,
    kilowatt_hours_today,
    kilowatt_hours_total,
    number,
    percent,
    required,
    rows,
    serial_number,
    text,
    timestamp,
    volt_amperes,
    volts,
    watts,
)

IDENTITY = Kind.IDENTITY
NAME = Basis.NAME


class MeterKind(Code):
    """Which kind of meter it is."""

    METER = 64
    SDM_SINGLE_PHASE = 66
    SDM_THREE_PHASE = 67
    CHNT_SINGLE_PHASE = 70
    CHNT_THREE_PHASE = 71


class MeterRow(Record, kind=Kind.IDENTITY):
    """A meter in the list of a datalogger's meters, in `MeterList`."""

    address = required(integer("address", "Bus address, which names the meter in other calls"))
    datalogger_sn = serial_number("datalog_sn", "Serial number of the datalogger")
    device_name = text("device_name", "Name of the kind, such as AMMETER")
    device_type = coded(
        "device_type",
        MeterKind,
        "Kind of meter",
    )
    last_update_time = timestamp(
        "last_update_time",
        "Time of the last data (zone not documented)",
        kind=Kind.MEASUREMENT,
    )
    lost = flag("lost", "True when offline", kind=Kind.MEASUREMENT)


class MeterList(Record):
    """The meters behind a datalogger, a page at a time (`meter_list`).

    https://www.showdoc.com.cn/262556420217021/6131333103798986
    """

    count = integer("count", "Number of meters, on all pages together")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    meters = rows("meters", MeterRow, "The meters of this page")


class MeterReading(Record):
    """The latest readings of a meter (`meter_last_data`), and a row of `MeterHistory`.

    Which of the many values are filled depends on the model of the meter; the others are 0. The
    pages do not say which direction is forward: compare with your own display.
    https://www.showdoc.com.cn/262556420217021/6131369504550249
    """

    # The record
    bus_address = integer("addr", "Bus address of the device behind the datalogger", kind=IDENTITY)
    datalogger_sn = serial_number("dataLogSn", "Serial number of the datalogger")
    device_sn = serial_number("deviceSn", "Serial number of the device", basis=NAME)
    alias = serial_number("alias", "User-given name", basis=NAME)
    time = timestamp("timeText", "Time of the record (zone not documented)")
    calendar_time = java_calendar(
        "calendar", "Data time as a serialised Java Calendar object", basis=NAME
    )
    has_device_time = flag("withTime", "True when the device sent its own time", basis=NAME)
    resent = flag("again", "True when the record was re-sent by the logger", basis=NAME)
    history_number = integer("historyNumber", "History number", basis=NAME)
    lost = flag("lost", "True when the cloud has lost the device", basis=NAME)
    alarm_code = text("alarmCode", "Alarm code", basis=NAME)
    communication_status = integer("commStatus", "Communication state", basis=NAME)
    running_status = integer("runStatus", "Running state", basis=NAME)
    mode_status = integer("modeStatus", "Mode state", basis=NAME)
    status_update_time_text = text(
        "statusLastUpdateTime", "Time of the last state change", basis=NAME
    )
    software_code = serial_number("softCode", "Software code", basis=NAME)
    software_version = integer("softVersion", "Software version", kind=IDENTITY, basis=NAME)
    communication_address = integer(
        "comAddress", "Communication address of the device", kind=IDENTITY, basis=NAME
    )
    generic_meter = integer("genericMeter", "Generic meter object, normally null", basis=NAME)
    clock_year_month = number("meterYm", "Meter clock, year and month", basis=NAME)
    clock_day_hour = number("meterDh", "Meter clock, day and hour", basis=NAME)
    clock_minute_second = number("meterMs", "Meter clock, minute and second", basis=NAME)

    # Power
    active_power = watts("activePower", "Total active power")
    momentary_active_power = watts("instantlyTotalActivePower", "Total active power at this moment")
    momentary_reverse_active_power = watts(
        "reverseInstantlyTotalActivePower", "Reverse total active power at this moment", basis=NAME
    )
    forward_active_power = watts("posiActivePower", "Forward active power")
    reverse_active_power = watts("reverActivePower", "Reverse active power")
    active_power_l1 = watts("activePowerL1", "Active power, phase L1")
    active_power_l2 = watts("activePowerL2", "Active power, phase L2")
    active_power_l3 = watts("activePowerL3", "Active power, phase L3")
    active_power_a = watts("aActivePower", "Active power, phase A")
    active_power_b = watts("bActivePower", "Active power, phase B")
    active_power_c = watts("cActivePower", "Active power, phase C")
    reactive_power = number("reactivePower", "Total reactive power", unit="var", precision=0)
    momentary_reactive_power = number(
        "instantlyTotalReactivePower",
        "Total reactive power at this moment",
        unit="var",
        precision=0,
    )
    forward_reactive_power = number(
        "posiReactivePower", "Forward reactive power", unit="var", precision=0
    )
    reverse_reactive_power = number(
        "reverReactivePower", "Reverse reactive power", unit="var", precision=0
    )
    reactive_power_l1 = number(
        "reactivePowerL1", "Reactive power, phase L1", unit="var", precision=0
    )
    reactive_power_l2 = number(
        "reactivePowerL2", "Reactive power, phase L2", unit="var", precision=0
    )
    reactive_power_l3 = number(
        "reactivePowerL3", "Reactive power, phase L3", unit="var", precision=0
    )
    reactive_power_a = number(
        "aReactivePower", "Reactive power, phase A", unit="var", precision=0, basis=NAME
    )
    reactive_power_b = number("bReactivePower", "Reactive power, phase B", unit="var", precision=0)
    reactive_power_c = number("cReactivePower", "Reactive power, phase C", unit="var", precision=0)
    combined_reactive_power_1 = number(
        "combinedReactivePower1", "Combined reactive power 1", unit="var", precision=0, basis=NAME
    )
    combined_reactive_power_2 = number(
        "combinedReactivePower2", "Combined reactive power 2", unit="var", precision=0, basis=NAME
    )
    apparent_power = volt_amperes("apparentPower", "Total apparent power")
    momentary_apparent_power = volt_amperes(
        "instantaneousTotalApparentPower", "Total apparent power at this moment"
    )
    apparent_power_l1 = volt_amperes("apparentPowerL1", "Apparent power, phase L1")
    apparent_power_l2 = volt_amperes("apparentPowerL2", "Apparent power, phase L2")
    apparent_power_l3 = volt_amperes("apparentPowerL3", "Apparent power, phase L3")
    power_factor = number("powerFactor", "Power factor")
    extra_power_factor = number("exPowerFactor", "Power factor", basis=NAME)
    power_factor_l1 = number("powerFactorL1", "Power factor, phase L1")
    power_factor_l2 = number("powerFactorL2", "Power factor, phase L2")
    power_factor_l3 = number("powerFactorL3", "Power factor, phase L3")
    power_factor_a = number("aPowerFactor", "Power factor, phase A")
    power_factor_b = number("bPowerFactor", "Power factor, phase B")
    power_factor_c = number("cPowerFactor", "Power factor, phase C")

    # Voltage, current, frequency
    voltage = volts("voltage", "Voltage")
    voltage_l1 = volts("voltageL1", "Voltage, phase L1")
    voltage_l2 = volts("voltageL2", "Voltage, phase L2")
    voltage_l3 = volts("voltageL3", "Voltage, phase L3")
    voltage_a = volts("aVoltage", "Voltage, phase A")
    phase_voltage_a = volts("voltageUa", "Phase voltage Ua")
    phase_voltage_b = volts("voltageUb", "Phase voltage Ub")
    phase_voltage_c = volts("voltageUc", "Phase voltage Uc")
    line_voltage_ab = volts("voltageUab", "Line voltage Uab")
    line_voltage_bc = volts("voltageUbc", "Line voltage Ubc")
    line_voltage_ca = volts("voltageUca", "Line voltage Uca")
    line_voltage_l1_l2 = volts("l1Voltage2", "Line voltage L1-L2")
    line_voltage_l2_l3 = volts("l2Voltage3", "Line voltage L2-L3")
    line_voltage_l3_l1 = volts("l3Voltage1", "Line voltage L3-L1")
    current = amperes("current", "Current")
    current_l1 = amperes("currentL1", "Current, phase L1")
    current_l2 = amperes("currentL2", "Current, phase L2")
    current_l3 = amperes("currentL3", "Current, phase L3")
    current_a = amperes("aCurrent", "Current, phase A")
    line_current_a = amperes("currentIa", "Line current Ia")
    line_current_b = amperes("currentIb", "Line current Ib")
    line_current_c = amperes("currentIc", "Line current Ic")
    frequency = hertz("frequency", "Frequency")
    grid_frequency = hertz("gridFrequency", "Grid frequency")

    # Energy
    energy_total = kilowatt_hours(
        "activeEnergy", "Total active energy of the meter", kind=Kind.LIFETIME
    )
    lifetime_energy_total = kilowatt_hours_total("totalEnergy", "Lifetime energy")
    energy_today = kilowatt_hours_today("todayEnergy", "Energy produced today")
    energy_month = kilowatt_hours("monthEnergy", "Energy this month", basis=NAME)
    forward_energy_today = kilowatt_hours_today(
        "positiveActiveTodayEnergy", "Forward active energy today", basis=NAME
    )
    forward_energy_total = kilowatt_hours_total(
        "positiveActiveTotalEnergy", "Lifetime forward active energy"
    )
    reverse_energy = kilowatt_hours("reverseActiveEnergy", "Reverse active energy", basis=NAME)
    reverse_energy_today = kilowatt_hours_today(
        "reverseActiveTodayEnergy", "Reverse active energy today (documented as a lifetime value)"
    )
    reverse_energy_total = kilowatt_hours_total(
        "reverseActiveTotalEnergy", "Lifetime reverse active energy", basis=NAME
    )
    grid_energy = kilowatt_hours("gridEnergy", "Grid-side energy")
    user_energy = kilowatt_hours("userEnergy", "User-side energy (documented as power)")
    energy_l1_total = kilowatt_hours_total("totalActiveEnergyL1", "Active energy, phase L1")
    energy_l2_total = kilowatt_hours_total("totalActiveEnergyL2", "Active energy, phase L2")
    energy_l3_total = kilowatt_hours_total("totalActiveEnergyL3", "Active energy, phase L3")
    net_energy_total = kilowatt_hours_total("netTotalEnergy", "Lifetime net energy", basis=NAME)
    net_active_energy_total = kilowatt_hours_total(
        "activeNetTotalEnergy", "Lifetime net active energy", basis=NAME
    )
    net_forward_energy_total = kilowatt_hours_total(
        "posiActiveNetTotalEnergy", "Lifetime net positive active energy", basis=NAME
    )
    net_reverse_energy_total = kilowatt_hours_total(
        "reverActiveNetTotalEnergy", "Lifetime net reverse active energy", basis=NAME
    )
    reactive_energy = number("reactiveEnergy", "Total reactive energy", unit="kvarh", precision=1)
    reactive_energy_l1_total = number(
        "totalReactiveEnergyL1", "Reactive energy, phase L1", unit="kvarh", precision=1
    )
    reactive_energy_l2_total = number(
        "totalReactiveEnergyL2", "Reactive energy, phase L2", unit="kvarh", precision=1
    )
    reactive_energy_l3_total = number(
        "totalReactiveEnergyL3", "Reactive energy, phase L3", unit="kvarh", precision=1
    )
    net_reactive_energy_total = number(
        "reactiveNetTotalEnergy",
        "Lifetime net reactive energy",
        unit="kvarh",
        precision=1,
        basis=NAME,
    )
    net_forward_reactive_energy_total = number(
        "posiReactiveNetTotalEnergy",
        "Lifetime net positive reactive energy",
        unit="kvarh",
        precision=1,
        basis=NAME,
    )
    net_reverse_reactive_energy_total = number(
        "reverReactiveNetTotalEnergy",
        "Lifetime net reverse reactive energy",
        unit="kvarh",
        precision=1,
        basis=NAME,
    )
    apparent_energy = number("apparentEnergy", "Apparent energy", unit="kVAh", precision=1)
    reverse_apparent_energy = number(
        "reverApparentEnergy", "Reverse apparent energy", unit="kVAh", precision=1, basis=NAME
    )
    sharp_tariff_energy = kilowatt_hours("feiLvBoZEnergy", "Forward active energy, sharp tariff")
    peak_tariff_energy = kilowatt_hours("feiLvFengZEnergy", "Forward active energy, peak tariff")
    flat_tariff_energy = kilowatt_hours("feiLvPingZEnergy", "Forward active energy, flat tariff")
    valley_tariff_energy = kilowatt_hours("feiLvGuZEnergy", "Forward active energy, valley tariff")

    # Demand
    active_power_demand = watts("activePowerNeed", "Present total active power demand")
    active_power_demand_2 = watts(
        "activePowerNeedOne", "Present total active power demand (second register)"
    )
    active_power_demand_highest = watts("activePowerMaxNeed", "Highest total active power demand")
    active_power_demand_highest_2 = watts(
        "activePowerMaxNeedOne", "Highest total active power demand (second register)"
    )
    forward_active_power_demand = watts("forwardActiveNeed", "Present forward active power demand")
    forward_active_power_demand_highest = watts(
        "forwardActiveMaxNeed", "Highest forward active power demand"
    )
    reverse_active_power_demand = watts("reverseActiveNeed", "Present reverse active power demand")
    reverse_active_power_demand_highest = watts(
        "reverseActiveMaxNeed", "Highest reverse active power demand"
    )
    present_active_power_demand = watts(
        "currentActiveDemand", "Present active power demand", basis=NAME
    )
    present_reactive_power_demand = number(
        "currentReactiveDemand",
        "Present reactive power demand",
        unit="var",
        precision=0,
        basis=NAME,
    )
    apparent_power_demand = volt_amperes(
        "apparentEnergyNeed", "Present total apparent power demand"
    )
    apparent_power_demand_highest = volt_amperes(
        "apparentEnergyMaxNeed", "Highest total apparent power demand"
    )
    current_demand = amperes("currentNeed", "Present current demand")
    current_demand_highest = amperes("currentMaxNeed", "Highest current demand")
    current_demand_l1 = amperes("currentL1Need", "Present current demand, phase L1")
    current_demand_l1_highest = amperes("currentL1MaxNeed", "Highest current demand, phase L1")
    current_demand_l2 = amperes("currentL2Need", "Present current demand, phase L2")
    current_demand_l2_highest = amperes("currentL2MaxNeed", "Highest current demand, phase L2")
    current_demand_l3 = amperes("currentL3Need", "Present current demand, phase L3")
    current_demand_l3_highest = amperes("currentL3MaxNeed", "Highest current demand, phase L3")
    neutral_current_demand = amperes("zeroLineNeed", "Present neutral current demand")
    neutral_current_demand_highest = amperes("zeroLineMaxNeed", "Highest neutral current demand")

    # Harmonics
    voltage_harmonics_mean = percent(
        "voltageHarmonicAvg", "Mean total harmonic content of the three phase voltages"
    )
    line_voltage_harmonics_mean = percent(
        "lineVoltageHarmonicAvg", "Mean total harmonic content of the three line voltages"
    )
    current_harmonics_mean = percent(
        "currentHarmonicAvg", "Mean total harmonic content of the three currents"
    )
    voltage_harmonics_l1 = percent(
        "l1VoltageHarmonic", "Total harmonic content of the L1 phase voltage"
    )
    voltage_harmonics_l2 = percent(
        "l2VoltageHarmonic", "Total harmonic content of the L2 phase voltage"
    )
    voltage_harmonics_l3 = percent(
        "l3VoltageHarmonic", "Total harmonic content of the L3 phase voltage"
    )
    line_voltage_harmonics_l1_l2 = percent(
        "l1VoltageHarmonic2", "Total harmonic content of the L1-L2 line voltage"
    )
    line_voltage_harmonics_l2_l3 = percent(
        "l2VoltageHarmonic3", "Total harmonic content of the L2-L3 line voltage"
    )
    line_voltage_harmonics_l3_l1 = percent(
        "l3VoltageHarmonic1", "Total harmonic content of the L3-L1 line voltage"
    )
    current_harmonics_l1 = percent("l1CurrentHarmonic", "Total harmonic content of the L1 current")
    current_harmonics_l2 = percent("l2CurrentHarmonic", "Total harmonic content of the L2 current")
    current_harmonics_l3 = percent("l3CurrentHarmonic", "Total harmonic content of the L3 current")
    voltage_distortion_l1 = percent(
        "thdv1", "Total harmonic distortion of voltage, phase R / L1", basis=NAME
    )
    voltage_distortion_l2 = percent(
        "thdv2", "Total harmonic distortion of voltage, phase S / L2", basis=NAME
    )
    voltage_distortion_l3 = percent(
        "thdv3", "Total harmonic distortion of voltage, phase T / L3", basis=NAME
    )
    current_distortion_l1 = percent(
        "thdi1", "Total harmonic distortion of current, phase R / L1", basis=NAME
    )
    current_distortion_l2 = percent(
        "thdi2", "Total harmonic distortion of current, phase S / L2", basis=NAME
    )
    current_distortion_l3 = percent(
        "thdi3", "Total harmonic distortion of current, phase T / L3", basis=NAME
    )


class MeterHistory(Record):
    """Readings of a meter of up to 7 days, a page at a time (`meter_history`).

    The page of this call is not known; it is said to be among those of
    https://www.showdoc.com.cn/262556420217021/0
    """

    count = integer("count", "Number of rows, on all pages together")
    datalogger_sn = serial_number("datalogger_sn", "Serial number of the datalogger")
    meter_data = rows("meter_data", MeterReading, "The readings of this page", may_be_absent=True)
