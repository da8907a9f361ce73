"""A simulated cloud of somebody with a name and a place, and every operation asked of it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shinephone_operations import CASES as SHINEPHONE_CASES
from v1_operations import API_CASES, DEVICE_CASES, mount

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, OpenApiV1, hash_password
from growattServer.simulator import Simulator

START = "2026-06-15T12:00:00+02:00"
USER, PASSWORD, TOKEN = "anna.meier77", "sesame-0pen-77", "kw3x9fz1m7q5t2v8b4n6c0d1s5g7h9j2"
NAME, CITY = "Haus am Deich 9", "Wremen"
MINE = "KLM7A3C01K"
LATITUDE, LONGITUDE = 53.64817, 8.51934
DEVICES = (
    *(serial for _, serial, _ in DEVICE_CASES.values()),
    *("SIMNOA0001", "SIMINV0001", "SIMSPF0001", MINE),
)
Result = tuple[str, tuple[Any, ...], Any]
"""The name of an operation, its arguments, and what it gave."""


@contextmanager
def cloud_of_somebody() -> Iterator[tuple[Simulator, set[str]]]:
    """The cloud with its clock stopped, and all that must not be seen of it."""
    with Simulator(start=START, seed=5, token=TOKEN, user=USER, password=PASSWORD) as cloud:
        cloud.set_clock(speed=1e-9)
        plant = cloud.add_plant(
            name=NAME, city=CITY, latitude=LATITUDE, longitude=LONGITUDE, timezone="Europe/Berlin"
        )
        cloud.add_device("min", MINE, plant_id=plant["plant_id"])
        mount(cloud)
        devices = [cloud.device(serial) for serial in DEVICES]
        secrets = {
            USER,
            PASSWORD,
            TOKEN,
            hash_password(PASSWORD),
            NAME,
            CITY,
            "My house",
            "Munich",
            "Boston",
        }
        secrets |= {str(LATITUDE), str(LONGITUDE), "7000001", f"BDC{DEVICES[0]}", *DEVICES}
        secrets |= {device["datalogger_sn"] for device in devices}
        secrets |= {str(device["plant_id"]) for device in devices}
        yield cloud, secrets


def ask_v1(api: Any, wait: Callable[[Any], Any], pseudonym: Callable[[str], str]) -> list[Result]:
    """What each V1 operation gives."""
    given = []
    # those that change what there is are recorded in test_new_users.py
    for name, case in ((name, case) for name, case in API_CASES.items() if not case.alone):
        of_owner = tuple(USER if one == "demo" else one for one in case.arguments)
        arguments = _disguised(of_owner, pseudonym)
        given.append((name, arguments, wait(getattr(api, name)(*arguments))))
    for kind, serial, cases in DEVICE_CASES.values():
        device = kind(api, pseudonym(serial))
        for name, case in cases.items():
            given.append((name, case.arguments, wait(getattr(device, name)(*case.arguments))))
    return given


def ask_shinephone(
    api: Any, wait: Callable[[Any], Any], pseudonym: Callable[[str], str]
) -> list[Result]:
    """What each ShinePhone operation gives, after a login."""
    given = [("login", (), wait(api.login(USER, PASSWORD)))]
    for name, case in SHINEPHONE_CASES.items():
        arguments = _disguised(case.arguments, pseudonym)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inverter_list warns
            given.append((name, arguments, wait(getattr(api, name)(*arguments))))
    return given


def _disguised(value: Any, pseudonym: Callable[[str], str]) -> Any:
    """Arguments with pseudonyms for serial numbers and ids."""
    if isinstance(value, tuple | list):
        return type(value)(_disguised(one, pseudonym) for one in value)
    if isinstance(value, dict):
        return {key: _disguised(one, pseudonym) for key, one in value.items()}
    if type(value) in (int, str):
        return type(value)(pseudonym(str(value)))
    return value


def ask_everything(
    mode: str, url: str, pseudonym: Callable[[str], str] = str, token: str = TOKEN
) -> list[Result]:
    """What all operations of both APIs give to a blocking or an async client."""
    options: dict[str, Any] = {"server_url": url, "timeout": 20}
    if mode == "blocking":
        with OpenApiV1(token, **options) as v1, GrowattApi(**options) as shinephone:

            def as_it_is(result: Any) -> Any:
                return result

            return [
                *ask_shinephone(shinephone, as_it_is, pseudonym),
                *ask_v1(v1, as_it_is, pseudonym),
            ]
    with asyncio.Runner() as runner:

        async def awaited(result: Any) -> Any:
            return await result

        def wait(result: Any) -> Any:
            return runner.run(awaited(result))

        async_v1, async_shinephone = AsyncOpenApiV1(token, **options), AsyncGrowattApi(**options)
        try:
            return [
                *ask_shinephone(async_shinephone, wait, pseudonym),
                *ask_v1(async_v1, wait, pseudonym),
            ]
        finally:
            wait(async_v1.close())
            wait(async_shinephone.close())
