"""The NEXA: a NOAH with an inverter of its own, which V4 takes for a NOAH."""

from __future__ import annotations

from ..energy import Hardware, dispatch_balcony
from .base import Family
from .noah import NOAH, TABLE

NEXA = Family(
    v4=NOAH.v4,
    name="nexa",
    word="nexa",
    device_type=None,
    check_type=1000,
    dtc=0,
    status_online=6,
    model="NEXA 2000",
    sample=None,
    hardware=Hardware(
        rated_power_w=800.0,
        pv1_peak_w=900.0,
        pv2_peak_w=900.0,
        battery_capacity_wh=2048.0,
        max_charge_w=1600.0,
        max_discharge_w=800.0,
        battery_nominal_v=51.2,
        pv_string_v=38.0,
    ),
    table=TABLE,
    dispatch=dispatch_balcony,
)
