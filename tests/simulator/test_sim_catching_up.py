"""A house that nobody has asked about for long keeps nobody else waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from astral import Observer
from astral.sun import zenith_and_azimuth

from growattServer.simulator import sky
from growattServer.simulator.asking import Body
from growattServer.simulator.cloud import Cloud
from growattServer.simulator.options import Options
from growattServer.simulator.routes import CALLS
from growattServer.simulator.scene import Gradual

DAYS = 5
PLANT_LIST = next(call for call in CALLS if call.path == "plant/list")


def finished(work: Gradual[Body]) -> Body:
    while True:
        try:
            next(work)
        except StopIteration as done:
            body: Body = done.value
            return body


@pytest.fixture
def cloud() -> Cloud:
    start = datetime(2026, 6, 15, 12, tzinfo=UTC)
    return Cloud(Options(start=start, speed=0, history_days=DAYS))


def test_others_are_answered_between_two_days_of_a_house(cloud: Cloud) -> None:
    token = cloud.options.token
    slow = cloud.answer(PLANT_LIST, token, {})
    for _ in range(DAYS):
        next(slow)
        quick = finished(cloud.answer(PLANT_LIST, token, {"search_keyword": "nobody's"}))
        assert quick["data"] == {"count": 0, "plants": []}
    assert finished(slow)["data"]["count"] == 2


def test_only_the_houses_on_the_page_catch_up(cloud: Cloud) -> None:
    finished(cloud.answer(PLANT_LIST, cloud.options.token, {"perpage": "1"}))
    now = cloud.clock.timestamp()
    behind = {name for name, device in cloud.world.devices.items() if device.is_behind(now)}
    page, *others = cloud.world.plants.values()
    assert others
    for plant in others:
        assert behind >= {device.serial_number for device in cloud.world.devices_of(plant)}
    assert (
        "SIMMIN0001" in {device.serial_number for device in cloud.world.devices_of(page)} - behind
    )


def test_where_the_sun_is_not_asked_for_it_is_night() -> None:
    chance = Random(1)
    for _ in range(2000):
        latitude, longitude = chance.uniform(-90, 90), chance.uniform(-180, 180)
        day, part = chance.randrange(3650, 84_000), chance.randrange(49) / 48
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day + part)
        zenith, _ = zenith_and_azimuth(Observer(latitude, longitude), moment)
        if 90 - zenith > 0:
            assert sky._roughly_deg(latitude, longitude, day, part) > sky._NIGHT_DEG
