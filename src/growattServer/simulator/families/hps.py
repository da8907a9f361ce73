"""The HPS: a large hybrid of panels, battery and grid."""

from __future__ import annotations

from datetime import datetime

from ..device import Device
from ..energy import Control, Hardware
from ..java import calendar_bean
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
from .base import TEN_SECONDS, Bean, Paces, TokenFamily


def last_update(device: Device, reading: Reading, shown: datetime) -> Bean:
    """A calendar where the others have a date."""
    return {"lastUpdateTime": calendar_bean(shown)}


def control(values: Values) -> Control:
    """Load first, down to a tenth of the battery."""
    return Control()


# It has no settings in the API.
TABLE = SettingsTable({}, control)

HPS = TokenFamily(
    name="hps",
    word="hps",
    device_type=9,
    check_type=82,
    dtc=0,
    status_online=STATUS_ONLINE,
    model="A0B0D0T0P0U0M0S0",
    serial_key="hps_sn",
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
    paces=Paces(latest=TEN_SECONDS, history=TEN_SECONDS, alarms=TEN_SECONDS, details=TEN_SECONDS),
    latest=record("hps_latest"),
    history=record("hps_history"),
    details=details("hps", last_update),
    latest_codes=LATEST_CODES,
    history_codes=HISTORY_CODES,
    alarm_codes=ALARM_CODES,
)
