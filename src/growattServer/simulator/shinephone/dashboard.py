"""The sums of a plant with batteries, each with its unit behind it."""

from __future__ import annotations

from typing import Any

from .. import plant_calls
from ..energy import Flows
from ..scene import Scene
from .asking import Params, asked_day, kw, kwh_text, plant_of
from .charts import added, buckets, curve, energies, kind_of, summary
from .dress import Bean

# A MIN keeps its figures out of this page, and so does an inverter without a battery.
_FAMILIES = ("sph", "spa", "storage")
_NO_UNIT = ("ratio1", "ratio2", "ratio3", "ratio4", "ratio5", "ratio6")
_LEGEND = ["Solar", "Load Consumption", "Export To Grid", "From Battery"]


def dashboard(scene: Scene, params: Params) -> Any:
    """A chart and its sums; some names mean other things here than with a single device."""
    plant, now = plant_of(scene, params), scene.now
    kind = kind_of(params)
    day = asked_day(params, plant.local(now).date())
    devices = [one for one in plant_calls.listed(scene, plant) if one.family in _FAMILIES]
    spans = buckets(kind, day)
    each = [energies(device, spans, now) for device in devices]
    flows = [added(list(row)) for row in zip(*each, strict=True)]
    chart: Bean
    if kind == 0:
        powers: dict[str, list[Flows]] = {}
        for device in devices:
            for label, reading in curve(device, day, now):
                powers.setdefault(label, []).append(reading.power_w)
        chart = {label: _point(added(parts), kw) for label, parts in sorted(powers.items())}
    else:
        points = [_point(energy, kwh_text) for energy in flows]
        names = ("pacToUser", "ppv", "sysOut", "userLoad")
        chart = {name: [point[name] for point in points] for name in names}
    life = added([device.latest(now).lifetime_wh for device in devices])
    return {
        "chartData": chart,
        "chartDataUnit": "kW",
        **_sums(added(flows), life),
        "keyNames": list(_LEGEND),
    }


def _point(flows: Flows, shown: Any) -> Bean:
    return {
        "pacToUser": shown(flows.discharge),
        "ppv": shown(flows.pv),
        "sysOut": shown(flows.load),
        "userLoad": shown(flows.grid_export),
    }


def _sums(energy: Flows, life: Flows) -> Bean:
    bean = summary(energy, life)
    from_sun = bean.pop("eChargeToday")
    bean["eChargeToday2Echarge1"] = from_sun
    # All that was bought, for the house and for the battery.
    bean["etouser"] = kwh_text(energy.grid_import)
    bean["ratio5"], bean["ratio6"] = bean["ratio6"], bean["ratio5"]
    return {name: value if name in _NO_UNIT else f"{value}kWh" for name, value in bean.items()}
