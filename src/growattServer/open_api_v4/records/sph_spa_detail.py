"""SPH and SPA: what the device is and how it is set."""

from __future__ import annotations

from growattServer.coded import coded
from growattServer.fields import (
    Basis,
    Kind,
    Record,
    clock,
    flag,
    hertz,
    hours,
    integer,
    number,
    percent,
    serial_number,
    text,
    timestamp,
    volts,
)
from growattServer.open_api_v1 import records as v1
from growattServer.records.choices import ExportLimit, MixKind

from .times import epoch, server_time

CAPTURE = Basis.CAPTURE
NAME = Basis.NAME
IDENTITY = Kind.IDENTITY
MEASUREMENT = Kind.MEASUREMENT


class SphSpaDetailV4Fields(Record, kind=Kind.SETTING):
    """Rows that V4 adds to those of V1, of SPH and SPA alike."""

    # Names and versions
    battery_sn = serial_number("batSerialNum", "Serial number of the battery", basis=NAME)
    inverter_firmware_version = serial_number(
        "invVersion", "Firmware version of the inverter", basis=NAME
    )
    controller_firmware_version = serial_number(
        "mcVersion", "Firmware version of the controller", basis=NAME
    )
    monitor_firmware_version = serial_number(
        "monitorVersion", "Monitoring firmware version", basis=NAME
    )
    new_version_flag = integer(
        "newSwVersionFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE
    )
    safety_firmware_version = integer(
        "safetyVersion", "Safety firmware version", kind=IDENTITY, basis=NAME
    )
    vpp_version = integer("vppVersion", "VPP function version", kind=IDENTITY, basis=NAME)

    # State
    battery_rated_energy = number(
        "batSysRateEnergy",
        "Rated energy of the battery, unit unknown",
        kind=MEASUREMENT,
        basis=NAME,
    )
    device_time_from_text = timestamp(
        "sysTimeText",
        "Time on the clock of the device, from its text mirror",
        kind=MEASUREMENT,
        basis=NAME,
    )
    utc_offset = hours(
        "timezone", "Time zone offset of the plant, hours from UTC", kind=MEASUREMENT, basis=NAME
    )

    # Battery
    battery_pack_number = integer("batPackNum", "Not documented", kind=IDENTITY, basis=CAPTURE)
    charge_period_4_enabled = flag("forcedChargeStopSwitch4", "Forced-charge period 4 is in use")
    charge_period_5_enabled = flag("forcedChargeStopSwitch5", "Forced-charge period 5 is in use")
    charge_period_6_enabled = flag("forcedChargeStopSwitch6", "Forced-charge period 6 is in use")
    charge_period_4_start = clock("forcedChargeTimeStart4", "Start of forced-charge period 4")
    charge_period_5_start = clock("forcedChargeTimeStart5", "Start of forced-charge period 5")
    charge_period_6_start = clock("forcedChargeTimeStart6", "Start of forced-charge period 6")
    charge_period_4_end = clock("forcedChargeTimeStop4", "End of forced-charge period 4")
    charge_period_5_end = clock("forcedChargeTimeStop5", "End of forced-charge period 5")
    charge_period_6_end = clock("forcedChargeTimeStop6", "End of forced-charge period 6")
    discharge_period_4_enabled = flag(
        "forcedDischargeStopSwitch4", "Forced-discharge period 4 is in use"
    )
    discharge_period_5_enabled = flag(
        "forcedDischargeStopSwitch5", "Forced-discharge period 5 is in use"
    )
    discharge_period_6_enabled = flag(
        "forcedDischargeStopSwitch6", "Forced-discharge period 6 is in use"
    )
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

    # Others
    old_error_flag = integer("oldErrorFlag", "Not documented", kind=MEASUREMENT, basis=CAPTURE)
    pro_pto = number("proPto", "Not documented", basis=CAPTURE)
    region = integer("region", "Region code", basis=CAPTURE)
    safety_standard_number = integer(
        "safetyCorrespondNum", "Number that belongs to the safety standard", basis=NAME
    )
    vpp_open = number("vppOpen", "VPP function open", basis=NAME)


class SphDetail(SphSpaDetailV4Fields, v1.SphDetail):
    """What an SPH is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292921698309783
    """

    # Names and versions
    model_name = serial_number("deviceModel", "Model name", basis=NAME)

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)
    ride_through_frequency_high_2_time = number(
        "uwHFRTTime2EE",
        "Time of the high-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_high_1_time = number(
        "uwHFRTTimeEE",
        "Time of the high-frequency ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_high_2_time = number(
        "uwHVRTTime2EE",
        "Time of the high-voltage ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_voltage_high_1_time = number(
        "uwHVRTTimeEE",
        "Time of the high-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_2_time = number(
        "uwLFRTTime2EE",
        "Time of the low-frequency ride-through limit, stage 2; unit unknown",
        basis=NAME,
    )
    ride_through_frequency_low_1_time = number(
        "uwLFRTTimeEE",
        "Time of the low-frequency ride-through limit, stage 1; unit unknown",
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
    ride_through_voltage_low_1_time = number(
        "uwLVRTTimeEE",
        "Time of the low-voltage ride-through limit, stage 1; unit unknown",
        basis=NAME,
    )

    # Battery
    off_grid_discharge_soc = integer("offGridDischargeSOC", "Not documented", basis=CAPTURE)

    # Grid
    high_voltage_reduction_high = number(
        "gridHVReduceLoadHigh", "High grid voltage: upper point of reduction", basis=CAPTURE
    )
    high_voltage_reduction_low = number(
        "gridHVReduceLoadLow", "High grid voltage: lower point of reduction", basis=CAPTURE
    )
    input_power = number("inPower", "Not documented", basis=CAPTURE)
    output_power = number("outPower", "Not documented", basis=CAPTURE)
    reactive_power_limit = number(
        "reactivePowerLimit", "Reactive power limit, unit unknown", basis=NAME
    )
    single_export = integer("singleExport", "Not documented", basis=CAPTURE)
    grid_power_delay = number("uwGridWattDelay", "Delay of the power, unit unknown", basis=NAME)
    ride_through_frequency_high_2 = hertz("uwHFRT2EE", "High-frequency ride-through limit, stage 2")
    ride_through_frequency_high_1 = hertz("uwHFRTEE", "High-frequency ride-through limit, stage 1")
    ride_through_voltage_high_2 = volts("uwHVRT2EE", "High-voltage ride-through limit, stage 2")
    ride_through_voltage_high_1 = volts("uwHVRTEE", "High-voltage ride-through limit, stage 1")
    ride_through_frequency_low_2 = hertz("uwLFRT2EE", "Low-frequency ride-through limit, stage 2")
    ride_through_frequency_low_1 = hertz("uwLFRTEE", "Low-frequency ride-through limit, stage 1")
    ride_through_voltage_low_2 = volts("uwLVRT2EE", "Low-voltage ride-through limit, stage 2")
    ride_through_voltage_low_3 = volts(
        "uwLVRT3EE", "Low-voltage ride-through limit, stage 3", basis=NAME
    )
    ride_through_voltage_low_1 = volts("uwLVRTEE", "Low-voltage ride-through limit, stage 1")
    grid_nominal_voltage = number(
        "uwNominalGridVolt", "Nominal grid voltage, unit unknown", basis=NAME
    )
    voltage_point_1 = number("v1", "Not documented", basis=CAPTURE)
    voltage_point_2 = number("v2", "Not documented", basis=CAPTURE)
    voltage_point_3 = number("v3", "Not documented", basis=CAPTURE)
    voltage_point_4 = number("v4", "Not documented", basis=CAPTURE)

    # Others
    anti_islanding_enabled = flag("antiIslandEnable", "Anti-islanding, -1 unknown", basis=CAPTURE)
    backup_switch = integer("backUpEn", "Not documented", basis=CAPTURE)
    load_first_control = integer("loadFirstControl", "Not documented", basis=CAPTURE)
    per_unit_control_enabled = flag("puEnable", "Per-unit power control enabled", basis=CAPTURE)
    qv_curve_share_entering_low = percent(
        "qvInLVPowerPer", "Q(V): reactive share on entering low voltage", basis=CAPTURE
    )
    qv_curve_share_leaving_high = percent(
        "qvOutHVPowerPer", "Q(V): reactive share on leaving high voltage", basis=CAPTURE
    )
    reactive_delay = number(
        "reactiveDelay", "Delay of the reactive power, unit unknown", basis=NAME
    )
    ripple_control_enabled = flag("rrcrEnable", "Ripple control receiver in use", basis=CAPTURE)
    safety_standard = text("safety", "Safety standard, as text", basis=NAME)
    safety_number = text("safetyNum", "Safety standard number, as text", basis=NAME)
    sgip_switch = integer("sgipEn", "Not documented", basis=CAPTURE)
    reconnect_slope = number(
        "uwReconnectStartSlope", "Power ramp after reconnection, unit unknown", basis=NAME
    )


class SpaDetail(SphSpaDetailV4Fields, v1.SpaDetail):
    """What an SPA is and how it is set (`queryDeviceInfo`).

    https://www.showdoc.com.cn/2540838290984246/11292923430103270
    """

    # Names and versions
    device_type = coded("deviceType", MixKind, "Kind of device", kind=IDENTITY)
    reactive_power_type = integer("underExcited", "Reactive power kind: capacitive or inductive")

    # State
    last_update_time = epoch("lastUpdateTime", "Time of the last data", kind=MEASUREMENT)
    last_update_time_from_text = server_time(
        "lastUpdateTimeText", "Time of the last data, from its text", kind=MEASUREMENT
    )
    lost = flag("lost", "True when the cloud has lost the device", kind=MEASUREMENT)
    device_time = timestamp("sysTime", "Time on the clock of the device", kind=MEASUREMENT)

    # Battery
    ac_charge_enabled = flag("acChargeEnable", "Charging the battery from the grid")
    off_grid_discharge_soc = number("offGridDischargeSOC", "Not documented", basis=CAPTURE)
    load_soc_low_limit_1 = integer("wloadSOCLowLimit1", "Not documented", basis=CAPTURE)
    load_soc_low_limit_2 = integer("wloadSOCLowLimit2", "Not documented", basis=CAPTURE)

    # Grid
    export_limit_mode = coded("exportLimit", ExportLimit, "Export limiting")
    export_power_limit = percent("exportLimitPowerRate", "Export power limit")
    keep_power_commands_state = integer(
        "pfCMDmemoryState", "Whether power-factor commands are stored"
    )

    # Others
    fail_safe_enabled = flag("failsafe", "Fail-safe function enabled", basis=NAME)
