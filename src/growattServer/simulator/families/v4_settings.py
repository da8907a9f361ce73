"""What V4 can set of a family that V1 can set nothing of, besides parameters of a power plant."""

from __future__ import annotations

from ..settings import Setting, percent, switch

SWITCH, LIMIT = "on_off", "pv_active_p_rate"
SETTINGS = {
    SWITCH: Setting((switch("device on"),), ("1",)),
    LIMIT: Setting((percent("share of rated power"),), ("100",)),
}
