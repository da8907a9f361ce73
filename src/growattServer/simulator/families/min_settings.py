"""What can be set on a MIN (tlx), with nine time segments."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from ..energy import Control, Mode, Segment
from ..settings import (
    DATE_TIME,
    Position,
    Setting,
    SettingsTable,
    Values,
    choice,
    clock_text,
    minute_of_day,
    number,
    percent,
    power_factor,
    switch,
    whole,
    window,
)

SEGMENTS = tuple(f"time_segment{index}" for index in range(1, 10))

_SEGMENT = Setting(
    (Position("mode", choice("0", "1", "2")), *window()), ("0", "0", "0", "0", "0", "0")
)

SETTINGS = {
    "tlx_on_off": Setting((switch("device on"),), ("1",)),
    "pf_sys_year": Setting((Position("device clock", clock_text(DATE_TIME)),), ("",)),
    # 0 off, 1 with a meter, 2 with a current transformer.
    "backflow_setting": Setting((Position("export limiting", choice("0", "1", "2")),), ("0",)),
    "pv_grid_voltage_high": Setting((Position("voltage in V", number(100, 350)),), ("252",)),
    "pv_grid_voltage_low": Setting((Position("voltage in V", number(50, 300)),), ("220",)),
    "tlx_off_grid_enable": Setting((switch("off-grid output"),), ("1",)),
    "tlx_ac_discharge_frequency": Setting((switch("off-grid 60 Hz"),), ("0",)),
    "tlx_ac_discharge_voltage": Setting(
        (Position("off-grid voltage", choice("0", "1", "2")),), ("0",)
    ),
    "pv_active_p_rate": Setting(
        (percent("share of rated power"), Position("keep", whole(0, 1), optional=True)),
        ("100", ""),
    ),
    "pv_reactive_p_rate": Setting((percent("reactive power"),), ("0",)),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
    "charge_power": Setting((percent("charging power"),), ("100",)),
    "charge_stop_soc": Setting((percent("level where charging stops"),), ("100",)),
    "discharge_power": Setting((percent("discharging power"),), ("100",)),
    # Off grid and on grid; the vendor's page has the first, Home Assistant writes both.
    "discharge_stop_soc": Setting((percent("level where discharging stops off grid"),), ("10",)),
    "on_grid_discharge_stop_soc": Setting((percent("the same on grid"),), ("10",)),
    "ac_charge": Setting((switch("charge from the grid"),), ("0",)),
    "ac_charge_soc_limit": Setting((percent("level where grid charging stops"),), ("100",)),
    **dict.fromkeys(SEGMENTS, _SEGMENT),
}


def _kept(check: Callable[[str], str], default: str) -> Setting:
    return Setting((Position("value", check),), (default,))


# Only the app names these. They are kept and shown, but nothing in this world depends on them.
APP_SETTINGS = {
    "pv_grid_frequency_high": _kept(number(45, 66), "50.1"),
    "pv_grid_frequency_low": _kept(number(44, 65), "47.65"),
    "tlx_backflow_default_power": _kept(number(0, 100), "0.0"),
    "tlx_cc_current": _kept(number(0, 1000), "0.0"),
    "tlx_cv_voltage": _kept(number(0, 1000), "0.0"),
    "tlx_dry_contact_enable": _kept(choice("0", "1"), "0"),
    "tlx_dry_contact_off_power": _kept(number(0, 100), "0.0"),
    "tlx_dry_contact_power": _kept(number(0, 100), "0.0"),
    "tlx_exter_comm_Off_GridEn": _kept(choice("0", "1"), "0"),
    "tlx_lcd_Language": _kept(whole(0, 20), "0"),
    "tlx_limit_device": _kept(whole(0, 2), "0"),
}


def segment(values: tuple[str, ...]) -> Segment:
    """A written time segment as the world understands it."""
    mode, start_h, start_m, end_h, end_m, enabled = values
    return Segment(
        Mode(int(mode)),
        minute_of_day(start_h, start_m),
        minute_of_day(end_h, end_m),
        enabled == "1",
    )


def _minutes(span: Segment) -> frozenset[int]:
    return frozenset(minute for minute in range(1440) if span.covers(minute))


def without_overlap(values: Values) -> bool:
    """The device keeps its old segments when two enabled ones would share a minute."""
    spans = [segment(values[name]) for name in SEGMENTS]
    busy = [_minutes(span) for span in spans if span.enabled]
    return all(first.isdisjoint(second) for first, second in combinations(busy, 2))


def control(values: Values) -> Control:
    """The behaviour that the written values ask for."""
    stop = float(values["on_grid_discharge_stop_soc"][0])
    return Control(
        inverter_on=values["tlx_on_off"][0] == "1",
        active_power_percent=float(values["pv_active_p_rate"][0]),
        # The limit itself cannot be written on this device: limiting means no export at all.
        export_limit_percent=None if values["backflow_setting"][0] == "0" else 0.0,
        charge_power_percent=float(values["charge_power"][0]),
        charge_stop_soc=float(values["charge_stop_soc"][0]),
        discharge_power_percent=float(values["discharge_power"][0]),
        load_first_stop_soc=stop,
        grid_first_stop_soc=stop,
        ac_charge_enabled=values["ac_charge"][0] == "1",
        ac_charge_stop_soc=float(values["ac_charge_soc_limit"][0]),
        off_grid_output=values["tlx_off_grid_enable"][0] == "1",
        off_grid_stop_soc=float(values["discharge_stop_soc"][0]),
        segments=tuple(segment(values[name]) for name in SEGMENTS),
    )


TABLE = SettingsTable(SETTINGS, control, "tlx_on_off", APP_SETTINGS, without_overlap)
