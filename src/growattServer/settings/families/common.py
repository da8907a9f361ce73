"""What the tables of several families have in common."""

from __future__ import annotations

from ..catalogue import Setting, setting, slot
from ..schedule import Mode
from ..values import Choice, Decimal, DeviceClock, PowerFactor, Switch, percent

HZ = Choice("Hz", {"0": 50, "1": 60})
OFF_GRID_V = Choice("V", {"0": 230, "1": 208, "2": 240})
GRID_V = Decimal("V", 50, 350, 1)
POWER_SWITCH = Switch(None, ("0000", "0001"))
CLOCK_NOTE = "What was there is not put back by a revert: the clock goes on."


CLOCK_OF_DAY = setting(
    "clock", "pf_sys_year", "device clock, hour and minute only", DeviceClock(of_day=True),
    "sysTime", "pf_sys_year", restorable=False, note=CLOCK_NOTE,
)  # fmt: skip
POWER_FACTOR = setting(
    "power_factor", "pv_power_factor", "power factor", PowerFactor(), "pv_power_factor",
    dangerous=True,
)  # fmt: skip
ON = setting("on", "pv_on_off", "device switch", POWER_SWITCH, "onOff", "pv_on_off")
LEVELS = {
    Mode.BATTERY_FIRST: ("charge_power", "charge_stop_soc"),
    Mode.GRID_FIRST: ("discharge_power", "discharge_stop_soc"),
}


def grid_voltages(high: str, low: str) -> tuple[Setting, Setting]:
    """The limits of the grid's voltage; `high` and `low` are further keys of theirs."""
    return (
        setting(
            "grid_voltage_high", "pv_grid_voltage_high", "upper grid voltage limit", GRID_V,
            "pv_grid_voltage_high", by_name=(high,), dangerous=True,
        ),
        setting(
            "grid_voltage_low", "pv_grid_voltage_low", "lower grid voltage limit", GRID_V,
            "pv_grid_voltage_low", by_name=(low,), dangerous=True,
        ),
    )  # fmt: skip


def off_grid(prefix: str, *frequency: str) -> tuple[Setting, ...]:
    """What the output has while the grid is away; `frequency` are further keys of that."""
    hz, volts = f"{prefix}_ac_discharge_frequency", f"{prefix}_ac_discharge_voltage"
    on = f"{prefix}_off_grid_enable"
    return (
        setting(
            "off_grid_frequency", hz, "off-grid frequency", HZ, hz, by_name=frequency,
            dangerous=True,
        ),
        setting(
            "off_grid_voltage", volts, "off-grid voltage", OFF_GRID_V, volts, dangerous=True
        ),
        setting("off_grid", on, "off-grid output allowed", Switch(), on, dangerous=True),
    )  # fmt: skip


def active_power_limit(*keys: str) -> Setting:
    """The limit of the power to the grid; `keys` are further keys of it."""
    return setting(
        "active_power_limit", "pv_active_p_rate", "active power limit, share of rated power",
        percent(), "pv_active_p_rate", by_name=keys,
    )  # fmt: skip


def period(
    number: int, word: str, command: str, first: int, mode: Mode, switch_key: str
) -> Setting:
    """One of the three windows in which a battery is charged, or discharged."""
    return slot(
        f"{word.lower()} window {number}",
        command,
        first + 5 * (number - 1),
        f"forced{word}TimeStart{number}",
        f"forced{word}TimeStop{number}",
        f"{switch_key}{number}",
        mode=mode,
    )
