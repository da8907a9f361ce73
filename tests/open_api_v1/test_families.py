"""The registry of families: whatever is known of one can be reached from everywhere."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime
from typing import Any

import pytest
from v1_operations import DEVICE_CASES, by_serial_name, mount, operations_of

import growattServer
from growattServer import (
    AsyncOpenApiV1,
    DeviceType,
    Etiquette,
    GrowattRateLimitError,
    Min,
    OpenApiV1,
)
from growattServer.open_api_v1.devices import FAMILIES, SETTABLE, AbstractDevice
from growattServer.open_api_v1.endpoints import ENDPOINTS
from growattServer.open_api_v1.records.device_list import DeviceListType
from growattServer.recorder.keep.families import FAMILIES as RECORDED
from growattServer.settings import FAMILIES as SETTINGS
from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES

# what a plan needs has no counterpart by serial number
OF_DEVICES_ONLY = {"plan", "read_settings", "latest"}
BATCHED = [name for name in FAMILIES if hasattr(OpenApiV1, f"{name.lower()}_last_data_batch")]
each_family = pytest.mark.parametrize("name", FAMILIES)


@each_family
def test_a_family_is_known_everywhere(name: str) -> None:
    family: Any = FAMILIES[name]
    number, later = family.DEVICE_TYPE_ID, family._awaited
    assert DeviceType[name].value == number
    assert getattr(growattServer, family.__name__) is family
    assert getattr(growattServer, f"Async{family.__name__}") is later
    assert type(OpenApiV1("t").get_device("SN", number)) is family
    assert type(AsyncOpenApiV1("t").get_device("SN", number)) is later
    if name in BATCHED:
        assert RECORDED[name.lower()].device_type == number
    if name in SETTABLE:
        assert SETTINGS[number].name == name
        assert SETTINGS[number].value_count == vars(family)["_value_count"]
    assert TOKEN_FAMILIES[name.lower()].device_type == number
    for api in (OpenApiV1("t"), AsyncOpenApiV1("t")):
        assert FAMILIES[name](api, "SN").family == name.lower()
    assert family.__name__ in DEVICE_CASES


@each_family
def test_each_call_of_a_device_is_reached_by_its_serial_number(name: str) -> None:
    family: Any = FAMILIES[name]
    for operation in operations_of(family) - OF_DEVICES_ONLY:
        of_device = inspect.signature(getattr(family, operation))
        by_serial = inspect.signature(
            getattr(OpenApiV1, by_serial_name(family.__name__, operation))
        )
        self, *rest = of_device.parameters.values()
        again, serial, *others = by_serial.parameters.values()
        assert (self.name, again.name, serial.name) == ("self", "self", "device_sn")
        assert [str(one) for one in rest] == [str(one) for one in others]
        assert of_device.return_annotation == by_serial.return_annotation


@pytest.mark.parametrize("name", BATCHED)
def test_many_devices_are_counted_by_their_serial_numbers(name: str) -> None:
    etiquette = Etiquette(ledger=False, clock=lambda: datetime(2026, 6, 15, tzinfo=UTC))
    with Simulator(history_days=0, speed=0) as cloud:
        mount(cloud)
        cloud.add_device(name.lower(), "ANOTHER0001")
        with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
            ask = getattr(api, f"{name.lower()}_last_data_batch")
            for serial in (DEVICE_CASES[name.title()][1], "ANOTHER0001"):
                assert list(ask([serial])) == [serial]
            with pytest.raises(GrowattRateLimitError):
                ask(["ANOTHER0001"])


@each_family
def test_the_latest_readings_have_one_name_for_all(name: str) -> None:
    family, serial, _ = DEVICE_CASES[name.title()]
    with Simulator(history_days=0, speed=0) as cloud:
        mount(cloud)
        with OpenApiV1(cloud.token, server_url=cloud.url) as api:
            device = family(api, serial)
            assert device.serial == serial
            found = device.latest()
            assert type(found) is type(device.energy())
            assert found == device.energy()

        async def main() -> None:
            async with AsyncOpenApiV1(cloud.token, server_url=cloud.url) as later:
                assert inspect.iscoroutinefunction(family(later, serial).latest)
                assert await family(later, serial).latest() == found

        asyncio.run(main())


def test_the_latest_readings_of_a_subclass_are_those_that_it_makes() -> None:
    class Mine(Min[OpenApiV1]):
        def energy(self, *_: Any, **__: Any) -> Any:
            return {"ppv": 7}

    device = Mine(OpenApiV1("t"), "SN")
    assert (device.latest(), device.family) == ({"ppv": 7}, "min")


def test_a_declared_call_is_named_after_its_attribute() -> None:
    for kind in (*FAMILIES.values(), OpenApiV1, AsyncOpenApiV1):
        for name in operations_of(kind):
            member = getattr(kind, name)
            assert member.__name__ == name
            assert member.__qualname__.endswith(f".{name}")
            assert member.__doc__


def test_what_is_set_and_what_is_recorded_is_among_the_families() -> None:
    assert {FAMILIES[name].DEVICE_TYPE_ID for name in SETTABLE} == set(SETTINGS)
    assert {name.lower() for name in FAMILIES} | {"wit", "sph-s", "noah"} == set(RECORDED)
    assert all(
        hasattr(kind, "write_parameter") == (name in SETTABLE) for name, kind in FAMILIES.items()
    )


def test_no_call_is_declared_twice() -> None:
    paths = [(each.method, each.path) for each in ENDPOINTS]
    assert len(paths) == len(set(paths))


def test_a_family_of_your_own_is_declared_in_the_same_way() -> None:
    class Other(AbstractDevice[OpenApiV1]):
        """A family that the library does not know."""

        DEVICE_TYPE_ID = 3
        detail = FAMILIES["SPH"].detail

    assert Other(OpenApiV1("t"), "SN").detail.__name__ == "detail"


def test_the_kinds_of_the_list_are_those_of_the_classes() -> None:
    listed = {kind.name: int(kind) for kind in DeviceListType}
    assert listed.pop("GROBOOST") == 11
    assert listed == {kind.name: kind.value for kind in DeviceType}
