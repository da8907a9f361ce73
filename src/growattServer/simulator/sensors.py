"""The environment sensor on the roof: sun, air and the warmth of the panels."""

from __future__ import annotations

from .asking import Body
from .bus import OnBus
from .clock import STEPS_PER_DAY
from .device import Device
from .families.base import constants
from .java import plain, single

# How much warmer than the air a panel gets, in °C for each W/m².
_WARMTH = 0.03


def measured(devices: list[Device], step: int) -> Body:
    """The sky of the step that ends here; the sensor lies between the panels of east and west."""
    day, index = divmod(step - 1, STEPS_PER_DAY)
    sky = devices[0].plant.sky(day)
    light = (sky.east_w_m2[index] + sky.west_w_m2[index]) / 2
    air = sky.ambient_c[index]
    return {
        **constants("env_sensor"),
        "radiant": plain(light, 0),
        "envTemp": single(air),
        "panelTemp": single(air + _WARMTH * light),
    }


SENSOR = OnBus(
    address=2,
    device_name="ENV_DEVICE",
    device_type=48,
    list_key="envs",
    rows_key="env_data",
    is_there=lambda plant: plant.has_sensor,
    bean=measured,
)
