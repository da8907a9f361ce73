"""Storages (SPF): the long record of measurements; `storage_flows` has the first half of it."""

from __future__ import annotations

from growattServer.fields import Basis, integer, number, text, volts
from growattServer.shinephone.records.storage_flows import StorageFlows

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME


class StorageEnergy(StorageFlows):
    """The latest measurements of a storage, in `StorageParams`.

    `..._text` is a value as text with its unit. Nearly all values of unknown unit were 0 wherever
    they were seen.
    """

    # Cells
    battery_cell_1_voltage = number(
        "cellVoltage1", "Voltage of battery cell 1, unit unknown", basis=NAME
    )
    battery_cell_2_voltage = number(
        "cellVoltage2", "Voltage of battery cell 2, unit unknown", basis=NAME
    )
    battery_cell_3_voltage = number(
        "cellVoltage3", "Voltage of battery cell 3, unit unknown", basis=NAME
    )
    battery_cell_4_voltage = number(
        "cellVoltage4", "Voltage of battery cell 4, unit unknown", basis=NAME
    )
    battery_cell_5_voltage = number(
        "cellVoltage5", "Voltage of battery cell 5, unit unknown", basis=NAME
    )
    battery_cell_6_voltage = number(
        "cellVoltage6", "Voltage of battery cell 6, unit unknown", basis=NAME
    )
    battery_cell_7_voltage = number(
        "cellVoltage7", "Voltage of battery cell 7, unit unknown", basis=NAME
    )
    battery_cell_8_voltage = number(
        "cellVoltage8", "Voltage of battery cell 8, unit unknown", basis=NAME
    )
    battery_cell_9_voltage = number(
        "cellVoltage9", "Voltage of battery cell 9, unit unknown", basis=NAME
    )
    battery_cell_10_voltage = number(
        "cellVoltage10", "Voltage of battery cell 10, unit unknown", basis=NAME
    )
    battery_cell_11_voltage = number(
        "cellVoltage11", "Voltage of battery cell 11, unit unknown", basis=NAME
    )
    battery_cell_12_voltage = number(
        "cellVoltage12", "Voltage of battery cell 12, unit unknown", basis=NAME
    )
    battery_cell_13_voltage = number(
        "cellVoltage13", "Voltage of battery cell 13, unit unknown", basis=NAME
    )
    battery_cell_14_voltage = number(
        "cellVoltage14", "Voltage of battery cell 14, unit unknown", basis=NAME
    )
    battery_cell_15_voltage = number(
        "cellVoltage15", "Voltage of battery cell 15, unit unknown", basis=NAME
    )
    battery_cell_16_voltage = number(
        "cellVoltage16", "Voltage of battery cell 16, unit unknown", basis=NAME
    )
    battery_2_cell_1_voltage = number(
        "cell2Voltage1", "Voltage of cell 1 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_2_voltage = number(
        "cell2Voltage2", "Voltage of cell 2 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_3_voltage = number(
        "cell2Voltage3", "Voltage of cell 3 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_4_voltage = number(
        "cell2Voltage4", "Voltage of cell 4 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_5_voltage = number(
        "cell2Voltage5", "Voltage of cell 5 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_6_voltage = number(
        "cell2Voltage6", "Voltage of cell 6 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_7_voltage = number(
        "cell2Voltage7", "Voltage of cell 7 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_8_voltage = number(
        "cell2Voltage8", "Voltage of cell 8 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_9_voltage = number(
        "cell2Voltage9", "Voltage of cell 9 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_10_voltage = number(
        "cell2Voltage10", "Voltage of cell 10 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_11_voltage = number(
        "cell2Voltage11", "Voltage of cell 11 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_12_voltage = number(
        "cell2Voltage12", "Voltage of cell 12 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_13_voltage = number(
        "cell2Voltage13", "Voltage of cell 13 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_14_voltage = number(
        "cell2Voltage14", "Voltage of cell 14 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_15_voltage = number(
        "cell2Voltage15", "Voltage of cell 15 of battery 2, unit unknown", basis=NAME
    )
    battery_2_cell_16_voltage = number(
        "cell2Voltage16", "Voltage of cell 16 of battery 2, unit unknown", basis=NAME
    )

    # Fuel gauge
    gauge_battery_status = integer(
        "gaugeBattteryStatus", "Battery state of the fuel gauge (the key is misspelled)", basis=NAME
    )
    gauge_operation_status = integer(
        "gaugeOperationStatus", "Operation state of the fuel gauge", basis=NAME
    )
    gauge_pack_status = integer("gaugePackStatus", "Pack state of the fuel gauge", basis=NAME)
    gauge_current = number("gaugeICCurrent", "Current of the fuel gauge, unit unknown", basis=NAME)
    gauge_1_remaining_1 = number(
        "gaugeRM1", "Remaining capacity 1 of the fuel gauge, unit unknown", basis=NAME
    )
    gauge_1_remaining_2 = number(
        "gaugeRM2", "Remaining capacity 2 of the fuel gauge, unit unknown", basis=NAME
    )
    gauge_2_remaining_1 = number(
        "gauge2RM1", "Remaining capacity 1 of fuel gauge 2, unit unknown", basis=NAME
    )
    gauge_2_remaining_2 = number(
        "gauge2RM2", "Remaining capacity 2 of fuel gauge 2, unit unknown", basis=NAME
    )

    # Battery, as its own controller (BMS) says
    bms_battery_current = number(
        "bmsCurrent", "Battery current from the BMS, unit unknown", basis=NAME
    )
    bms_battery_current_2 = number(
        "bmsCurrent2", "Current of battery 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_temperature = number(
        "bmsTemperature", "Battery temperature from the BMS, unit unknown", basis=NAME
    )
    bms_battery_temperature_2 = number(
        "bmsTemperature2", "Temperature of battery 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_soh = number("bmsSoh", "State of health from the BMS, unit unknown", basis=NAME)
    bms_battery_constant_voltage = number(
        "bmsConstantVolt", "Constant-voltage point from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_voltage_spread = number(
        "bmsDeltaVolt", "Spread of the cell voltages from the BMS, unit unknown", basis=NAME
    )
    bms_status = integer("bmsStatus", "BMS state", basis=NAME)
    bms_status_2 = integer("bmsStatus2", "State of BMS 2", basis=NAME)
    bms_error_bits = integer("bmsError", "BMS error bits", basis=NAME)
    bms_error_bits_2 = integer("bmsError2", "BMS error bits 2", basis=NAME)
    bms_warning_bits = integer("bmsWarnInfo", "BMS warning bits", basis=NAME)
    bms_battery_cell_1_voltage = number(
        "bmsCellVoltage1", "Voltage of battery cell 1 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_2_voltage = number(
        "bmsCellVoltage2", "Voltage of battery cell 2 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_3_voltage = number(
        "bmsCellVoltage3", "Voltage of battery cell 3 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_4_voltage = number(
        "bmsCellVoltage4", "Voltage of battery cell 4 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_5_voltage = number(
        "bmsCellVoltage5", "Voltage of battery cell 5 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_6_voltage = number(
        "bmsCellVoltage6", "Voltage of battery cell 6 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_7_voltage = number(
        "bmsCellVoltage7", "Voltage of battery cell 7 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_8_voltage = number(
        "bmsCellVoltage8", "Voltage of battery cell 8 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_9_voltage = number(
        "bmsCellVoltage9", "Voltage of battery cell 9 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_10_voltage = number(
        "bmsCellVoltage10", "Voltage of battery cell 10 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_11_voltage = number(
        "bmsCellVoltage11", "Voltage of battery cell 11 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_12_voltage = number(
        "bmsCellVoltage12", "Voltage of battery cell 12 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_13_voltage = number(
        "bmsCellVoltage13", "Voltage of battery cell 13 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_14_voltage = number(
        "bmsCellVoltage14", "Voltage of battery cell 14 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_15_voltage = number(
        "bmsCellVoltage15", "Voltage of battery cell 15 from the BMS, unit unknown", basis=NAME
    )
    bms_battery_cell_16_voltage = number(
        "bmsCellVoltage16", "Voltage of battery cell 16 from the BMS, unit unknown", basis=NAME
    )

    # Temperatures and buses
    temperature = number("temperature", "Temperature, unit unknown", basis=NAME)
    inverter_temperature = number(
        "invTemperature", "Temperature of the inverter, unit unknown", basis=NAME
    )
    module_temperature = number(
        "ipmTemperature", "Temperature of the power module, unit unknown", basis=NAME
    )
    dcdc_temperature = number(
        "dcDcTemperature", "Temperature of the DC converter, unit unknown", basis=NAME
    )
    buck_1_temperature = number(
        "buck1_NTCTemperature", "Temperature of buck stage 1, unit unknown", basis=NAME
    )
    buck_2_temperature = number(
        "buck2_NTCTemperature", "Temperature of buck stage 2, unit unknown", basis=NAME
    )
    bus_voltage = number("vBus", "Bus voltage, unit unknown", basis=NAME)
    buck_voltage = volts("vBuck", "Voltage of the buck stage", basis=CAPTURE)
    buck_voltage_2 = number("vBuck2", "Voltage of buck stage 2, unit unknown", basis=NAME)
    buck_voltage_text = text(
        "vBuckText", "Voltage of the buck stage with its unit, as text", basis=NAME
    )
