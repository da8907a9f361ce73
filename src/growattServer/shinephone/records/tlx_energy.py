"""TLX (MIN in the V1 API): the latest record of measurements."""

from __future__ import annotations

from growattServer.fields import (
    nested,
    text,
)
from growattServer.records.min_energy import MinEnergyFields
from growattServer.shinephone.records.answer import Answer


class TlxEnergy(Answer, MinEnergyFields):
    """The latest measurements of a TLX, in `TlxDetail`: attributes as in MinEnergy of the V1 API.

    `battery_...` is what the battery converter BDC 1 measures, `bms_...` what the battery's own
    controller (BMS) says about the same thing. `lost` is not reliable here. The PV energy of today
    is in `TlxEnergyOverview` only.
    """


class TlxDetail(Answer):
    """The latest measurements of a TLX with their labels (`tlx_detail`)."""

    latest = nested("data", TlxEnergy, "The latest measurements")
    labels = text("parameterName", "Labels with units, joined by commas")
