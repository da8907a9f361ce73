"""The call that writes a plant's master data, all of it every time."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import plant_calls
from ..plant import Plant
from ..scene import Scene
from .answers import RefusalError
from .asking import Params, plant_of
from .setters import amount

_TEXTS = {
    "plantName": "name",
    "plantCity": "city",
    "plantCountry": "country",
    "plantAddress": "address",
    "plantMoney": "currency",
}
_NUMBERS = {
    "plantIncome": "price_per_kwh",
    "plantCoal": "formula_coal",
    "plantCo2": "formula_co2",
    "plantSo2": "formula_so2",
}


def update_plant(scene: Scene, params: Params) -> Any:
    """Nothing is written before everything is read; a part that is missing stays as it is."""
    plant = plant_of(scene, params, "plantID")
    changes: dict[str, Any] = {
        field: params[part] for part, field in _TEXTS.items() if part in params
    }
    if not changes.get("name", plant.name).strip():
        raise RefusalError("507")
    for part, field in _NUMBERS.items():
        if params.get(part, "") not in ("", "None"):
            changes[field] = amount(params[part])
    if "plantType" in params:
        changes["plant_type"] = int(amount(params["plantType"], 0, 99))
    if "plantDate" in params:
        changes["created"] = _day(params["plantDate"])
    power = amount(params["plantPower"]) if "plantPower" in params else None
    place = _place(scene, plant, params)
    if power is not None and power != int(plant_calls.peak_kw(scene, plant) * 1000):
        changes["nominal_power_w"] = power
    scene.present(scene.world.devices_of(plant))
    scene.world.move_plant(plant, *place, scene.now)
    for field, value in changes.items():
        setattr(plant, field, value)
    return {"msg": "200", "success": True}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusalError("509") from None


def _place(scene: Scene, plant: Plant, params: Params) -> tuple[float, float, float]:
    hours = plant.standard_offset(scene.now).total_seconds() / 3600
    return (
        amount(params.get("plantLat", "") or str(plant.latitude), -90, 90),
        amount(params.get("plantLng", "") or str(plant.longitude), -180, 180),
        amount(params.get("plantTimezone", "") or str(hours), -12, 14),
    )
