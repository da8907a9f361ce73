"""What can be set on a NOAH, or on a NEXA, which is a NOAH to V4.

Facts: the vendor's V4 pages showdoc.com.cn/2540838290984246 (output power 11330751643769012, upper
level 11330751904512654, lower level 11330752473301776, time segment 11330752683972660) and the
public client growattPublicApiPy, which alone has charging from the grid. A command is the path of
its V4 call, with the number of a segment behind it. The details (`queryDeviceInfo`) show levels,
power and segments as the vendor documents them; that `allowGridCharging` shows charging from the
grid is told by its name only. The third mode of a segment, smart, is not documented: a segment that
has it cannot be read, and so neither can the schedule.
"""

from __future__ import annotations

from ..catalogue import MODES, V4_REFUSALS, Family, Setting, setting, slot
from ..values import Switch, Whole, percent

_WATTS = Whole("W", 0, 800)


def _segment(number: int) -> Setting:
    return slot(
        f"segment {number}",
        f"setTimeSegment{number}",
        1,
        f"time{number}Start",
        f"time{number}End",
        f"time{number}Enable",
        mode_key=f"time{number}Mode",
        modes={code: MODES[code] for code in ("0", "1")},
        power=(_WATTS, f"time{number}Power"),
    )


NOAH = Family(
    "NOAH",
    "noah",
    7,
    (
        setting(
            "default_output_power", "setPower", "output where no time segment says another",
            _WATTS, "defaultPower", askable=False,
        ),
        setting(
            "charge_stop_soc", "setHighLimitSoc", "level where charging stops", percent(),
            "chargingSocHighLimit", askable=False,
            note="A public client of the app takes 70 to 100 %.",
        ),
        setting(
            "discharge_stop_soc", "setLowLimitSoc", "level where discharging stops", percent(),
            "chargingSocLowLimit", askable=False,
            note="A public client of the app takes 0 to 30 %. It may not be above charge_stop_soc.",
        ),
        setting(
            "grid_charge", "setGridCharge", "charging from the grid", Switch(),
            by_name=("allowGridCharging",), askable=False,
            note="From a public client; the vendor's page could not be read.",
        ),
        *map(_segment, range(1, 10)),
    ),
    refusals=V4_REFUSALS,
    read_pause_s=301.0,
    write_pause_s=5.5,
)  # fmt: skip
