"""Every call of the vendor that is simulated: method, path, pace and who answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import device_calls, plant_calls
from .asking import Body, Params
from .device_calls import FamilyCalls
from .families.min import MIN
from .families.sph import SPH

if TYPE_CHECKING:
    from .cloud import Cloud

Handler = Callable[["Cloud", Params], Body]

PREFIXES = ("/v1/", "/v4/")
_FIVE_MINUTES = 300.0
_TEN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `subject` names the parameter by which the pace is counted."""

    method: str
    path: str
    handler: Handler
    subject: str = ""
    every_s: float = 0.0
    per_day: int = 0


_MIN = FamilyCalls(MIN)
_SPH = FamilyCalls(SPH)

CALLS = (
    Call("GET", "plant/list", plant_calls.plant_list, "", _FIVE_MINUTES, 10),
    Call("GET", "plant/details", plant_calls.plant_details, "plant_id", _FIVE_MINUTES),
    Call("GET", "plant/data", plant_calls.plant_data, "plant_id", _FIVE_MINUTES),
    Call("GET", "plant/energy", plant_calls.plant_energy, "plant_id", _FIVE_MINUTES, 10),
    Call("GET", "plant/power", plant_calls.plant_power, "plant_id", _FIVE_MINUTES),
    Call("POST", "plant/sn_plant", plant_calls.plant_by_device, "device_sn", _FIVE_MINUTES),
    Call("GET", "device/list", device_calls.device_list, "plant_id", _FIVE_MINUTES),
    Call("GET", "device/datalogger/list", device_calls.datalogger_list, "plant_id", _FIVE_MINUTES),
    Call("GET", "device/check/sn", device_calls.device_check_sn, "dataloggerSn", _FIVE_MINUTES),
    Call("POST", "device/sn_datalog", device_calls.device_datalogger),
    Call("GET", "device/tlx/tlx_set_info", _MIN.settings),
    Call("GET", "device/tlx/tlx_data_info", _MIN.details, "device_sn", _FIVE_MINUTES),
    Call("POST", "device/tlx/tlx_last_data", _MIN.last_data, "tlx_sn", _FIVE_MINUTES),
    Call("POST", "device/tlx/tlxs_data", _MIN.last_data_batch, "tlxs", _FIVE_MINUTES),
    Call("POST", "device/tlx/tlx_data", _MIN.history, "tlx_sn", _TEN_SECONDS),
    Call("POST", "device/tlx/alarm_data", _MIN.alarms, "tlx_sn", _FIVE_MINUTES),
    Call("POST", "readMinParam", _MIN.read_setting),
    Call("POST", "tlxSet", _MIN.write_setting),
    Call("GET", "device/mix/mix_data_info", _SPH.details),
    Call("POST", "device/mix/mix_last_data", _SPH.last_data, "mix_sn", _TEN_SECONDS),
    Call("POST", "device/mix/mixs_data", _SPH.last_data_batch, "mixs", _TEN_SECONDS),
    Call("POST", "device/mix/mix_data", _SPH.history, "mix_sn", _FIVE_MINUTES),
    Call("POST", "device/mix/alarm_data", _SPH.alarms, "mix_sn", _TEN_SECONDS),
    Call("POST", "readMixParam", _SPH.read_setting),
    Call("POST", "mixSet", _SPH.write_setting),
)
