"""`growatt plants`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from ..answer import Answer
from ..cloud import cloud
from ..inventory import Plant
from ..tables import table
from ..verb import verb

SHAPE = {
    "plants": [
        {
            "plant_id": "text: its number",
            "name": "text or null",
            "city": "text or null",
            "country": "text or null",
            "peak_power": "number or null: kWp",
            "current_power": "number or null: W",
            "energy_today": "number or null: kWh",
            "energy_total": "number or null: kWh, ever",
            "utc_offset_h": "number or null: hours from UTC without summer time",
            "zone": "text or null: its time zone, if place and hours from UTC make it certain",
            "zone_why": "text or null: the zone that the recorder uses, and why",
        }
    ]
}


@verb(
    "plants", examples=["growatt plants", "growatt plants --json"], shape=SHAPE, all_accounts=True
)
def plants_command() -> Answer:
    """It asks the server, which allows this ten times a day; other verbs remember the list for a
    day. The server gives the first 100 plants.
    """
    source = cloud()
    plants = source.inventory(fresh=True).plants
    return Answer(
        {"plants": [asdict(plant) for plant in plants]},
        lambda: table(
            ("Plant", "Name", "Place", ">Panels", ">Now", ">Today", ">Ever"),
            [
                (
                    plant.plant_id,
                    plant.name,
                    ", ".join(part for part in (plant.city, plant.country) if part) or None,
                    None if plant.peak_power is None else f"{plant.peak_power:.1f} kWp",
                    None if plant.current_power is None else f"{plant.current_power:,.0f} W",
                    None if plant.energy_today is None else f"{plant.energy_today:,.1f} kWh",
                    None if plant.energy_total is None else f"{plant.energy_total:,.1f} kWh",
                )
                for plant in plants
            ],
        ),
        notes=[*source.notes(), *_doubts(plants)]
        if plants
        else ["This account sees no plants. Next: growatt doctor"],
    )


def _doubts(plants: Sequence[Plant]) -> Iterator[str]:
    """Whose time zone is not sure."""
    for plant in plants:
        if plant.zone is None and plant.zone_why:
            yield f"The time zone of plant {plant.plant_id} is not sure. Perhaps {plant.zone_why}."
