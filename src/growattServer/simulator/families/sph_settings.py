"""What can be set on an SPH (mix), with three windows to charge and three to discharge."""

from __future__ import annotations

from ..device import Device
from ..energy import Control, Mode, Segment
from ..settings import (
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
    window,
)

CLOCK_PATTERN = "%H:%M"
CHARGE = "mix_ac_charge_time_period"
DISCHARGE = "mix_ac_discharge_time_period"
LOAD_FIRST_STOP = "mix_load_flast_value_multi"
_NO_WINDOWS = ("0",) * 15

SETTINGS = {
    DISCHARGE: Setting(
        (percent("discharging power"), percent("level where it stops"), *window() * 3),
        ("100", "10", *_NO_WINDOWS),
    ),
    CHARGE: Setting(
        (
            percent("charging power"),
            percent("level where it stops"),
            switch("charge from the grid"),
            *window() * 3,
        ),
        ("100", "100", "0", *_NO_WINDOWS),
    ),
    "backflow_setting": Setting(
        (switch("export limiting"), Position("limit", percent("limit").check, optional=True)),
        ("0", "0"),
    ),
    "pv_on_off": Setting((switch("device on"),), ("1",)),
    "pf_sys_year": Setting((Position("device clock", clock_text(CLOCK_PATTERN)),), ("",)),
    "pv_grid_voltage_high": Setting((Position("voltage in V", number(100, 350)),), ("263",)),
    "pv_grid_voltage_low": Setting((Position("voltage in V", number(50, 300)),), ("186",)),
    "mix_off_grid_enable": Setting((switch("off-grid output"),), ("1",)),
    "mix_ac_discharge_frequency": Setting((switch("off-grid 60 Hz"),), ("0",)),
    "mix_ac_discharge_voltage": Setting(
        (Position("off-grid voltage", choice("0", "1", "2")),), ("0",)
    ),
    "pv_pf_cmd_memory_state": Setting((switch("keep power commands"),), ("1",)),
    "pv_active_p_rate": Setting((percent("share of rated power"),), ("100",)),
    "pv_reactive_p_rate": Setting((percent("reactive power"),), ("100",)),
    "pv_power_factor": Setting((Position("power factor", power_factor),), ("1",)),
    LOAD_FIRST_STOP: Setting((percent("level where load first stops"),), ("10",)),
    "mix_load_first_control": Setting((switch("single phase"),), ("0",)),
    "mix_single_export": Setting((switch("single-phase export limiting"),), ("0",)),
}


def windows(values: Values, name: str) -> list[tuple[str, ...]]:
    """The three windows of a period setting, five texts each."""
    flat = values[name][-15:]
    return [flat[start : start + 5] for start in (0, 5, 10)]


def segments(values: Values, name: str, mode: Mode) -> tuple[Segment, ...]:
    """The windows of a period setting as the world understands them."""
    return tuple(
        Segment(mode, minute_of_day(*row[:2]), minute_of_day(*row[2:4]), row[4] == "1")
        for row in windows(values, name)
    )


def control(values: Values) -> Control:
    """The behaviour that the written values ask for; charging wins where windows meet."""
    charge, discharge = values[CHARGE], values[DISCHARGE]
    limited, limit = values["backflow_setting"]
    return Control(
        inverter_on=values["pv_on_off"][0] == "1",
        active_power_percent=float(values["pv_active_p_rate"][0]),
        export_limit_percent=float(limit or "0") if limited == "1" else None,
        charge_power_percent=float(charge[0]),
        charge_stop_soc=float(charge[1]),
        discharge_power_percent=float(discharge[0]),
        load_first_stop_soc=float(values[LOAD_FIRST_STOP][0]),
        grid_first_stop_soc=float(discharge[1]),
        ac_charge_enabled=charge[2] == "1",
        off_grid_output=values["mix_off_grid_enable"][0] == "1",
        off_grid_stop_soc=float(values[LOAD_FIRST_STOP][0]),
        segments=segments(values, CHARGE, Mode.BATTERY_FIRST)
        + segments(values, DISCHARGE, Mode.GRID_FIRST),
    )


class SphTable(SettingsTable):
    """The discharge periods carry the stop level of load first along."""

    def _keep(self, device: Device, name: str, tidy: tuple[str, ...]) -> None:
        if name == DISCHARGE:
            super()._keep(device, LOAD_FIRST_STOP, (tidy[1],))
        super()._keep(device, name, tidy)


TABLE = SphTable(SETTINGS, control, "pv_on_off", clock_pattern=CLOCK_PATTERN)
