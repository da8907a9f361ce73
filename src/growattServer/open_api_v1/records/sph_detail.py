"""SPH (also called MIX): what the device is, and its settings."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    amperes,
    java_date,
    number,
    raw,
    timestamp,
    volts,
)
from growattServer.records.sph_detail import SphDetailFields

NAME = Basis.NAME
SETTING = Kind.SETTING


class SphDetail(SphDetailFields):
    """What an SPH is and how it is set: names, firmware, limits, settings (`mix_data_info`).

    Its energies are 0, the server fills them no more. `..._text` is the text mirror of a setting,
    normally empty. A name that ends in `_enabled` is yes or no. `..._raw` is a number of unknown
    encoding. `device_type` is not the `type` of the device list.
    https://www.showdoc.com.cn/262556420217021/6129763571291058
    """

    # State
    last_update_time = java_date(
        "lastUpdateTime", "Time of the last data (UTC+8 or plant clock, disputed)"
    )
    last_update_time_from_text = timestamp(
        "lastUpdateTimeText",
        "Time of the last data, from its text (UTC+8 or plant clock, disputed)",
        basis=NAME,
    )
    energy_day_map = raw("energyDayMap", "Energy per day map, normally empty", basis=NAME)

    # Settings: battery
    float_charge_current_limit = amperes(
        "floatChargeCurrentLimit",
        "Floating charge current limit (600 in samples)",
        scale=0.1,
        kind=SETTING,
    )
    battery_charge_start_voltage = volts(
        "vbatStartforCharge", "Battery voltage where charging starts", kind=SETTING
    )
    battery_charge_stop_voltage = volts(
        "vbatStopForCharge",
        "Battery voltage where charging stops; off by ten in the examples (5.75 beside 58)",
        kind=SETTING,
    )
    battery_discharge_start_voltage = volts(
        "vbatStartForDischarge", "Battery voltage where discharging starts", kind=SETTING
    )
    battery_discharge_stop_voltage = volts(
        "vbatStopForDischarge",
        "Battery voltage where discharging stops; off by ten in the examples (4.7 beside 48)",
        kind=SETTING,
    )
    battery_warning_voltage = volts(
        "vbatWarning", "Battery voltage that raises the warning", scale=0.1, kind=SETTING
    )
    battery_warning_clear_voltage_raw = number(
        "vbatWarnClr",
        "Battery voltage that clears the warning; scale unknown (5 in the examples)",
        kind=SETTING,
    )
