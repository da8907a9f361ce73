"""The storage (SPF, off grid): it feeds its own sockets and never the street."""

from __future__ import annotations

from ..energy import Control, Hardware
from ..settings import SettingsTable, Values
from ..world import BOSTON, Sample
from .base import Family


def control(values: Values) -> Control:
    """Sun first, then the battery down to a fifth, then the grid."""
    return Control(export_limit_percent=0.0, load_first_stop_soc=20.0)


# Its settings are written through calls that nobody simulates.
TABLE = SettingsTable({}, control, lambda values: True, "%Y-%m-%d %H:%M:%S", "")

STORAGE = Family(
    name="storage",
    word="storage",
    device_type=2,
    check_type=96,
    dtc=20105,
    status_online=5,
    model="A0B0D0T0P0U0M0S0",
    sample=Sample("SIMSPF0001", BOSTON),
    hardware=Hardware(
        rated_power_w=5000.0,
        pv1_peak_w=2600.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=9600.0,
        max_charge_w=4000.0,
        max_discharge_w=5000.0,
        battery_nominal_v=48.0,
        pv_string_v=210.0,
    ),
    table=TABLE,
    exports=False,
)
