"""MIX (SPH in the V1 API): its settings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    clock,
    flag,
    hertz,
    hours,
    integer,
    nested,
    number,
    serial_number,
    text,
    timestamp,
    volts,
    watts,
)
from growattServer.records.sph_detail import SphDetailFields
from growattServer.shinephone.records.answer import Answer

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, MEASUREMENT = Kind.IDENTITY, Kind.MEASUREMENT


class MixSettings(Answer, SphDetailFields, kind=Kind.SETTING):
    """What a MIX is and how it is set, in `MixSettingsDetails`: attributes as in SphDetail of V1.

    Every value is sent as text. A name that ends in `_enabled` is yes or no, `..._text` is the text
    mirror of a setting.
    """

    # The record
    last_update_time = timestamp(
        "lastUpdateTimeText", "Time of the last data, on the clock of the server", kind=MEASUREMENT
    )
    last_update_time_text = text(
        "lastUpdateTime", "Time of the last data as a Java date in China time", kind=MEASUREMENT
    )
    device_time_from_text = timestamp(
        "sysTimeText", "Time on the clock of the device, from its text mirror", kind=MEASUREMENT
    )
    utc_offset = hours("timezone", "Offset from UTC (8 = server in China)", kind=MEASUREMENT)

    # Settings: battery
    float_charge_current_limit = amperes("floatChargeCurrentLimit", "Floating charge current limit")
    battery_charge_start_voltage = volts(
        "vbatStartforCharge",
        "Battery voltage where charging starts; off by ten in the examples (1.45 beside 14.5)",
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge", "Battery voltage where charging stops; off by ten in the examples"
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge",
        "Battery voltage where discharging starts; off by ten in the examples (1.15 beside 11)",
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge",
        "Battery voltage where discharging stops; off by ten in the examples",
    )
    battery_warning_voltage = volts("vbatWarning", "Battery voltage that raises the warning")
    battery_warning_clear_voltage_raw = number(
        "vbatWarnClr", "Battery voltage that clears the warning; scale unknown"
    )

    # Further keys
    charge_period_4_start = clock("forcedChargeTimeStart4", "Start of forced-charge period 4")
    charge_period_5_start = clock("forcedChargeTimeStart5", "Start of forced-charge period 5")
    charge_period_6_start = clock("forcedChargeTimeStart6", "Start of forced-charge period 6")
    charge_period_4_end = clock("forcedChargeTimeStop4", "End of forced-charge period 4")
    charge_period_5_end = clock("forcedChargeTimeStop5", "End of forced-charge period 5")
    charge_period_6_end = clock("forcedChargeTimeStop6", "End of forced-charge period 6")
    charge_period_4_enabled = flag("forcedChargeStopSwitch4", "Forced-charge period 4 is in use")
    charge_period_5_enabled = flag("forcedChargeStopSwitch5", "Forced-charge period 5 is in use")
    charge_period_6_enabled = flag("forcedChargeStopSwitch6", "Forced-charge period 6 is in use")
    discharge_period_4_start = clock(
        "forcedDischargeTimeStart4", "Start of forced-discharge period 4"
    )
    discharge_period_5_start = clock(
        "forcedDischargeTimeStart5", "Start of forced-discharge period 5"
    )
    discharge_period_6_start = clock(
        "forcedDischargeTimeStart6", "Start of forced-discharge period 6"
    )
    discharge_period_4_end = clock("forcedDischargeTimeStop4", "End of forced-discharge period 4")
    discharge_period_5_end = clock("forcedDischargeTimeStop5", "End of forced-discharge period 5")
    discharge_period_6_end = clock("forcedDischargeTimeStop6", "End of forced-discharge period 6")
    discharge_period_4_enabled = flag(
        "forcedDischargeStopSwitch4", "Forced-discharge period 4 is in use"
    )
    discharge_period_5_enabled = flag(
        "forcedDischargeStopSwitch5", "Forced-discharge period 5 is in use"
    )
    discharge_period_6_enabled = flag(
        "forcedDischargeStopSwitch6", "Forced-discharge period 6 is in use"
    )
    inverter_firmware_version = serial_number(
        "invVersion", "Firmware version of the inverter", basis=NAME
    )
    controller_firmware_version = serial_number(
        "mcVersion", "Firmware version of the controller", basis=NAME
    )
    monitor_firmware_version = serial_number("monitorVersion", "Monitoring firmware version")
    new_version_flag = integer(
        "newSwVersionFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    old_error_flag = integer("oldErrorFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    battery_sn = serial_number("batSerialNum", "Serial number of the battery", basis=NAME)
    battery_rated_energy = number(
        "batSysRateEnergy",
        "Rated energy of the battery, unit unknown",
        kind=MEASUREMENT,
        basis=NAME,
    )
    input_power = number("inPower", "Not documented", basis=CAPTURE)
    output_power = number("outPower", "Not documented", basis=CAPTURE)
    load_first_control = integer("loadFirstControl", "Not documented", basis=CAPTURE)
    backup_switch = integer("backUpEn", "Not documented", basis=CAPTURE)
    single_export = integer("singleExport", "Not documented", basis=CAPTURE)
    sgip_switch = integer("sgipEn", "Not documented", basis=CAPTURE)
    vpp_open = number("vppOpen", "VPP function open", basis=NAME)
    region = integer("region", "Region code")
    safety_standard = text("safety", "Safety standard, as text")
    reactive_delay = number(
        "reactiveDelay", "Delay of the reactive power, unit unknown", basis=NAME
    )
    reactive_power_limit = number(
        "reactivePowerLimit", "Reactive power limit, unit unknown", basis=NAME
    )
    grid_nominal_voltage = number(
        "uwNominalGridVolt", "Nominal grid voltage, unit unknown", basis=NAME
    )
    grid_power_delay = number("uwGridWattDelay", "Delay of the power, unit unknown", basis=NAME)
    reconnect_slope = number(
        "uwReconnectStartSlope", "Power ramp after reconnection, unit unknown", basis=NAME
    )
    voltage_point_1 = number("v1", "Not documented", basis=CAPTURE)
    voltage_point_2 = number("v2", "Not documented", basis=CAPTURE)
    voltage_point_3 = number("v3", "Not documented", basis=CAPTURE)
    voltage_point_4 = number("v4", "Not documented", basis=CAPTURE)
    ride_through_voltage_high_1 = volts("uwHVRTEE", "High-voltage ride-through limit, stage 1")
    ride_through_voltage_high_2 = volts("uwHVRT2EE", "High-voltage ride-through limit, stage 2")
    ride_through_voltage_high_1_time = number(
        "uwHVRTTimeEE",
        "Time of the high-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_high_2_time = number(
        "uwHVRTTime2EE",
        "Time of the high-voltage ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_1 = volts("uwLVRTEE", "Low-voltage ride-through limit, stage 1")
    ride_through_voltage_low_2 = volts("uwLVRT2EE", "Low-voltage ride-through limit, stage 2")
    ride_through_voltage_low_3 = volts(
        "uwLVRT3EE", "Low-voltage ride-through limit, stage 3", basis=NAME
    )
    ride_through_voltage_low_1_time = number(
        "uwLVRTTimeEE",
        "Time of the low-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_2_time = number(
        "uwLVRTTime2EE",
        "Time of the low-voltage ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_low_3_time = number(
        "uwLVRTTime3EE",
        "Time of the low-voltage ride-through limit, stage 3; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_high_1 = hertz("uwHFRTEE", "High-frequency ride-through limit, stage 1")
    ride_through_frequency_high_2 = hertz("uwHFRT2EE", "High-frequency ride-through limit, stage 2")
    ride_through_frequency_high_1_time = number(
        "uwHFRTTimeEE",
        "Time of the high-frequency ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_high_2_time = number(
        "uwHFRTTime2EE",
        "Time of the high-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_1 = hertz("uwLFRTEE", "Low-frequency ride-through limit, stage 1")
    ride_through_frequency_low_2 = hertz("uwLFRT2EE", "Low-frequency ride-through limit, stage 2")
    ride_through_frequency_low_1_time = number(
        "uwLFRTTimeEE",
        "Time of the low-frequency ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_2_time = number(
        "uwLFRTTime2EE",
        "Time of the low-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )


class MixSettingsDetails(Answer, kind=Kind.SETTING):
    """The settings of a MIX, in `MixSettingsAnswer`."""

    settings = nested("mixBean", MixSettings, "The settings")


class MixSettingsAnswer(Answer):
    """The settings of a MIX with their envelope (`get_mix_inverter_settings`)."""

    result = integer("result", "1 on success")
    message = text("msg", "Empty or a code")
    details = nested("obj", MixSettingsDetails, "What holds the settings")
    device_type = integer("deviceType", "Not documented", kind=IDENTITY, basis=CAPTURE)
    device_type_code = integer("dtc", "Device type code of the firmware", kind=IDENTITY, basis=NAME)
    has_meter = flag("haveMeter", "Not documented", basis=CAPTURE)
    rated_power = watts("normalPower", "Rated power", basis=NAME)
    model = serial_number("model", "Not documented", basis=CAPTURE)
