"""`growatt devices`."""

from __future__ import annotations

from dataclasses import asdict

import click

from ..answer import Answer
from ..cloud import cloud
from ..tables import table
from ..verb import verb

SHAPE = {
    "devices": [
        {
            "device_sn": "text: the serial number",
            "family": "text: MIN, SPH, INVERTER, STORAGE, SPA, NOAH, WIT, OTHER, ...",
            "plant_id": "text or null: unknown",
            "plant": "text or null: the name of the plant",
            "model": "text or null",
            "online": "true or false or null",
            "status": "integer or null: a code of the family",
            "last_update_time": "text or null: on the clock of the plant",
            "v4_family": "text or null: the word of the newer API, V4, if it lists the device",
            "settable": "true or false: whether `settings` and `schedule` work for it",
        }
    ]
}


@verb(
    "devices",
    examples=[
        "growatt devices",
        "growatt devices --plant YOUR_PLANT_NUMBER",
        "growatt devices --fresh",
    ],
    shape=SHAPE,
    all_accounts=True,
)
@click.option("--plant", metavar="NUMBER", help="Only those of this plant.")
@click.option("--fresh", is_flag=True, help="Ask the server, even if it was asked today.")
def devices_command(plant: str | None, fresh: bool) -> Answer:
    """The list is kept for a day, because the server limits how often it may be asked.

    With a token, devices that only the newer API (V4) has are listed too, such as NOAH, WIT and
    SPH-S. V4 does not say in which plant a device is, nor whether it is online.
    """
    source = cloud()
    inventory = source.inventory(fresh)
    wanted = inventory.devices
    if plant is not None:
        number = inventory.plant(plant).plant_id
        wanted = tuple(device for device in wanted if device.plant_id == number)
    return Answer(
        {"devices": [{**asdict(device), "settable": device.settable} for device in wanted]},
        lambda: table(
            ("Device", "Family", "Plant", "Online", "Last data", "Model"),
            [
                (
                    device.device_sn,
                    device.family,
                    device.plant or None,
                    device.online,
                    device.last_update_time,
                    device.model or None,
                )
                for device in wanted
            ],
        ),
        notes=source.notes() if wanted else ["There are no devices. Next: growatt doctor"],
    )
