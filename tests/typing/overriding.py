"""Never run, only checked: methods of ours may be overridden, as those of any class."""

# pyright: strict

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any, assert_type

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, OpenApiV1
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.open_api_v1.records import MinEnergy, PlantList
from growattServer.shinephone.records import LoginReply


class Plain(OpenApiV1):
    """With the signatures and results of release 2.2.0."""

    def process_response(
        self, response: dict[str, Any], operation_name: str = "API operation"
    ) -> Any:
        return super().process_response(response, operation_name)

    def get_url(self, page: str) -> str:
        return super().get_url(page)

    def plant_list(self) -> dict[str, Any]:
        return {**super().plant_list()}

    def device_list(self, plant_id: int) -> dict[str, Any]:
        return super().device_list(plant_id)

    def min_energy(self, device_sn: str) -> dict[str, Any]:
        assert_type(super().min_energy(device_sn), MinEnergy)
        return {**super().min_energy(device_sn, timeout=5)}

    def min_write_time_segment(
        self,
        device_sn: str,
        segment_id: int,
        batt_mode: int,
        start_time: time,
        end_time: time,
        enabled: bool = True,
    ) -> dict[str, Any]:
        return {}


class Typed(OpenApiV1):
    """With results of ours, and with all that may be given."""

    def plant_list(self, *, page: int | None = None, perpage: int | None = None) -> PlantList:
        return super().plant_list(page=page, perpage=perpage)

    def min_energy(self, *args: Any, **wishes: Any) -> MinEnergy:
        return super().min_energy(*args, **wishes)


class Classic(GrowattApi):
    def login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> dict[str, Any]:
        return super().login(username, password, is_password_hashed)

    def plant_info(self, plant_id: str) -> dict[str, Any]:
        return {**super().plant_info(plant_id), "deviceList": []}

    def device_list(self, plant_id: str) -> list[dict[str, Any]]:
        return [{**device} for device in super().device_list(plant_id)]


class Awaited(AsyncOpenApiV1):
    async def plant_list(self) -> PlantList:
        assert_type(await super().plant_list(), PlantList)
        return await super().plant_list()

    async def min_energy(self, device_sn: str) -> dict[str, Any]:
        return {**await super().min_energy(device_sn, on_limit="last")}

    # not awaited by who calls it, and yet allowed
    def plant_details(self, plant_id: int) -> dict[str, Any]:
        return {"plant_id": plant_id}


class AwaitedClassic(AsyncGrowattApi):
    async def login(
        self, username: str, password: str, is_password_hashed: bool = False
    ) -> LoginReply:
        return await super().login(username, password, is_password_hashed)


class MyMin(Min[OpenApiV1]):
    def settings(self) -> dict[str, Any]:
        return {**super().settings()}

    def energy(self) -> MinEnergy:
        return super().energy()


class MySph(Sph[OpenApiV1]):
    def detail(self) -> dict[str, Any]:
        return {**super().detail()}


class Logged:
    """A mixin that knows nothing of our clients."""

    def plant_list(self) -> dict[str, Any]:
        return {}


class LoggedLater:
    async def plant_list(self) -> dict[str, Any]:
        return {}


class Mixed(Logged, OpenApiV1):
    """The mixin's comes first."""


class MixedLater(LoggedLater, AsyncOpenApiV1):
    """The mixin's comes first."""


def callers(plain: Plain, typed: Typed, classic: Classic, mixed: Mixed) -> None:
    assert_type(plain.plant_list(), dict[str, Any])
    assert_type(plain.min_energy("SN"), dict[str, Any])
    assert_type(typed.plant_list(page=2), PlantList)
    assert_type(classic.login("user", "password"), dict[str, Any])
    assert_type(mixed.plant_list(), dict[str, Any])
    assert_type(MyMin(plain, "SN").settings(), dict[str, Any])


async def awaiting(awaited: Awaited, mixed: MixedLater) -> None:
    assert_type(await awaited.plant_list(), PlantList)
    assert_type(await awaited.min_energy("SN"), dict[str, Any])
    assert_type(awaited.plant_details(1), dict[str, Any])
    assert_type(await mixed.plant_list(), dict[str, Any])


def replaced_on_the_object(api: OpenApiV1) -> None:
    def fake() -> PlantList:
        return PlantList()

    api.plant_list = fake


def handed_on(api: OpenApiV1) -> None:
    """As Home Assistant hands calls to its threads."""

    def run(target: Callable[[str], MinEnergy], serial_number: str) -> MinEnergy:
        return target(serial_number)

    assert_type(run(api.min_energy, "SN"), MinEnergy)
    assert_type(partial(api.min_energy, "SN")(), MinEnergy)
