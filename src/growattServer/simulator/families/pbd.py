"""The PBD: a large converter that joins panels and battery on the DC side."""

from __future__ import annotations

from ..energy import Control, Hardware
from ..java import plain
from ..reading import Reading
from ..settings import SettingsTable, Values
from .atess import (
    ALARM_CODES,
    HISTORY_CODES,
    LATEST_CODES,
    STATUS_ONLINE,
    details,
    record,
)
from .base import FIVE_MINUTES, TEN_SECONDS, Bean, Paces, TokenFamily


def control(values: Values) -> Control:
    """Load first, down to a tenth of the battery."""
    return Control()


def own(reading: Reading) -> Bean:
    """What other large systems do not show."""
    power = reading.power_w
    return {
        "pbdOutPowe": plain(power.ac_output),
        "pbdBatPower": plain(power.discharge - power.charge),
    }


# It has no settings in the API.
TABLE = SettingsTable({}, control)

PBD = TokenFamily(
    name="pbd",
    word="pbd",
    device_type=10,
    check_type=83,
    dtc=0,
    status_online=STATUS_ONLINE,
    model="A0B0D0T0P0U0M0S1",
    serial_key="pbd_sn",
    sample=None,
    hardware=Hardware(
        rated_power_w=10_000.0,
        pv1_peak_w=6_000.0,
        pv2_peak_w=5_000.0,
        battery_capacity_wh=20_000.0,
        max_charge_w=8_000.0,
        max_discharge_w=8_000.0,
        battery_nominal_v=400.0,
        pv_string_v=600.0,
    ),
    table=TABLE,
    paces=Paces(
        latest=FIVE_MINUTES, history=FIVE_MINUTES, alarms=FIVE_MINUTES, details=TEN_SECONDS
    ),
    latest=record("pbd_latest", own),
    history=record("pbd_history", own),
    details=details("pbd"),
    latest_codes=LATEST_CODES,
    history_codes=HISTORY_CODES,
    alarm_codes=ALARM_CODES,
)
