"""A serial number that is listed twice is the device that can be read."""

from __future__ import annotations

import pytest

from growattServer.cli.inventory import Device, Inventory, Plant, listed_once

LOGGER = Device("abc1", "OTHER", "1", "Roof")
INVERTER = Device("ABC1", "MIN", "1", "Roof")
HOUSES = (Plant("1", "Roof"), Plant("2", "Barn"))
ORDERS = [(LOGGER, INVERTER), (INVERTER, LOGGER), (LOGGER, INVERTER, LOGGER)]


@pytest.mark.parametrize("devices", ORDERS)
@pytest.mark.parametrize("typed", ["ABC1", "abc1"])
def test_the_inverter_is_found(devices: tuple[Device, ...], typed: str) -> None:
    inventory = Inventory(HOUSES, devices, 0.0)
    assert inventory.device(typed, "inverter", lambda one: one.family == "MIN") is INVERTER


def test_a_device_of_two_plants_is_one() -> None:
    shared = Device("ABC1", "MIN", "2", "Barn")
    devices = listed_once([INVERTER, shared, LOGGER, INVERTER])
    assert devices == (INVERTER, LOGGER)
    inventory = Inventory(HOUSES, devices, 0.0)
    assert inventory.device(None, "inverter", lambda one: one.settable) is INVERTER
