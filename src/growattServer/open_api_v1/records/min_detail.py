"""MIN (also called TLX): what the device is."""

from __future__ import annotations

from growattServer.fields import (
    Basis,
    Kind,
    integer,
    nested,
    watts,
)
from growattServer.open_api_v1.records.min_settings import MinSettings
from growattServer.records.min_detail import MinDetailTokenFields

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY = Kind.IDENTITY


class MinDetail(MinDetailTokenFields):
    """What a MIN is: serial numbers, firmware, ratings, limits, settings (`tlx_data_info`).

    Its energies are 0, the server fills them no more. `device_type` is not the `type` of the device
    list. Some accounts may not make this call though `MinEnergy` works for them.
    https://www.showdoc.com.cn/262556420217021/6129816412127075
    """

    # Names and versions
    vpp_version = integer("vppVersion", "VPP function version", kind=IDENTITY, basis=CAPTURE)

    # Ratings
    full_load_power = watts("opFullwatt", "Full-load power", basis=CAPTURE)

    # Battery
    battery_rated_power = watts(
        "batteryRatedPower", "Rated battery power, sent in kW", scale=1000, basis=CAPTURE
    )

    # Settings
    settings = nested("tlxSetbean", MinSettings, "The settings, as `tlx_set_info` has them")
