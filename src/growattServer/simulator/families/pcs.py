"""The PCS: a large battery converter on the AC side, without panels."""

from __future__ import annotations

from ..energy import Control, Hardware, Mode, Segment
from ..settings import SettingsTable, Values
from .atess import (
    ALARM_CODES,
    HISTORY_CODES,
    LATEST_CODES,
    STATUS_ONLINE,
    details,
    record,
)
from .base import FIVE_MINUTES, Paces, TokenFamily


def control(values: Values) -> Control:
    """It charges in the cheap night, as nobody can tell it to."""
    night = Segment(Mode.BATTERY_FIRST, 60, 300, enabled=True)
    return Control(ac_charge_enabled=True, segments=(night,))


# It has no settings in the API.
TABLE = SettingsTable({}, control)

PCS = TokenFamily(
    name="pcs",
    word="pcs",
    device_type=8,
    check_type=81,
    dtc=0,
    status_online=STATUS_ONLINE,
    model="A0B0D0T0P0U0M0S0",
    serial_key="pcs_sn",
    sample=None,
    hardware=Hardware(
        rated_power_w=10_000.0,
        pv1_peak_w=0.0,
        pv2_peak_w=0.0,
        battery_capacity_wh=20_000.0,
        max_charge_w=8_000.0,
        max_discharge_w=8_000.0,
        battery_nominal_v=400.0,
    ),
    table=TABLE,
    paces=Paces(latest=FIVE_MINUTES, history=FIVE_MINUTES, alarms=FIVE_MINUTES, details=0.0),
    latest=record("pcs_latest"),
    history=record("pcs_history"),
    details=details("pcs"),
    latest_codes=LATEST_CODES,
    history_codes=HISTORY_CODES,
    alarm_codes=ALARM_CODES,
)
