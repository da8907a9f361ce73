"""What can be set on a MAX.

Facts: the vendor's page showdoc.com.cn/262556420217021/6127597452472600. No documented reply shows
a setting: the keys of the details are those whose names say so.
"""

from __future__ import annotations

from ..catalogue import Family, setting
from ..values import PowerFactor, Switch, percent
from .common import POWER_SWITCH

MAX = Family(
    "MAX",
    4,
    19,
    (
        setting(
            "power_factor", "pv_power_factor", "power factor", PowerFactor(), by_name=("pf",),
            dangerous=True,
        ),
        setting(
            "active_power_limit", "pv_active_p_rate", "active power limit, share of rated power",
            percent(), by_name=("activeRate",),
        ),
        setting(
            "active_power_limit_kept", "pv_active_p_rate",
            "active power limit kept over a restart", Switch(), position=2,
            by_name=("pvPfCmdMemoryState",),
        ),
        setting(
            "on", "max_cmd_on_off", "device switch", POWER_SWITCH, by_name=("onOff",),
        ),
    ),
)  # fmt: skip
