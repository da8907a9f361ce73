"""A simulator whose clock stands still at a summer noon, and a way to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.families.base import Family, TokenFamily
from growattServer.simulator.world import Sample
from support import facts

from .sim_legacy_app import MIN_PLANT as MIN_PLANT
from .sim_legacy_app import SPH_PLANT as SPH_PLANT
from .sim_legacy_app import App

START = "2026-06-15T10:02:30+00:00"
Call = Callable[..., dict[str, Any]]
EVERY_FAMILY = pytest.mark.usefixtures("mounted")
PATHS = {row["id"]: (row["method"], row["path"]) for row in facts("v1_limits")["calls"]}


WRITES = {name: device["write"] for name, device in facts("v1_settings")["devices"].items()}
PHRASE = "growatt20260615"
"""What a setting of an inverter of the older line with one value is sent with."""

SETTABLE = [name for name, family in TOKEN_FAMILIES.items() if family.write_command]
WITH_BATCH = [name for name, family in TOKEN_FAMILIES.items() if family.batch_key]
FAMILY_FACTS: dict[str, dict[str, Any]] = facts("v1_families")["families"]
ATESS = [name for name, family in FAMILY_FACTS.items() if not family["has_units"]]
"""The large systems, whose pages are like each other."""


def sample_of(family: Family) -> Sample:
    """The first device of a family: that of the first world, or one that `mounted` adds."""
    return family.sample or Sample(f"SIM{family.name.upper()}0001", SPH_PLANT)


def serial_of(family: Family) -> str:
    """Its serial number."""
    return sample_of(family).serial_number


# for each family with a token, the devices that are of another one
OTHERS = {
    name: [serial_of(other) for other in TOKEN_FAMILIES.values() if other.name != name]
    for name in TOKEN_FAMILIES
}


def path_of(family: Family, call: str) -> tuple[str, str]:
    """Method and path of a call, as they are documented."""
    return PATHS[f"{family.name}_{call}"]


def named(family: TokenFamily) -> dict[str, str]:
    """How a call names the first device of a family."""
    return {family.serial_key: serial_of(family)}


def written(family: TokenFamily, name: str, *values: Any) -> dict[str, Any]:
    """The form of a write to its first device, as it is documented."""
    spelt = WRITES[family.name]
    if family.name == "inverter" and len(values) == 1:
        values = (*values, PHRASE)
    texts = dict.fromkeys(spelt["value_params"], "") | dict(
        zip(spelt["value_params"], values, strict=False)
    )
    return {spelt["serial_param"]: serial_of(family), spelt["id_param"]: name, **texts}


def mount(sim: Simulator) -> None:
    """Add a device of each family that has none in the first world."""
    for family in TOKEN_FAMILIES.values():
        if family.sample is None:
            sn, plant_id = sample_of(family)
            sim.add_device(family.name, sn, plant_id=plant_id)


@pytest.fixture(scope="session")
def shared_sim() -> Iterator[Simulator]:
    """One simulator for the whole run; reset before each test."""
    with Simulator(start=START, speed=0, history_days=3) as sim:
        yield sim


@pytest.fixture
def sim(shared_sim: Simulator) -> Simulator:
    shared_sim.reset()
    return shared_sim


@pytest.fixture
def mounted(sim: Simulator) -> None:
    """A device of every family."""
    mount(sim)


@pytest.fixture(scope="session")
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def call(sim: Simulator, http: requests.Session) -> Call:
    """Send a call of the vendor and return the JSON of its answer."""

    def send(method: str, path: str, **params: Any) -> dict[str, Any]:
        in_query = method == "GET"
        reply = http.request(
            method,
            f"{sim.url}v1/{path}",
            params=params if in_query else None,
            data=None if in_query else params,
            headers={"token": sim.token},
            timeout=60,
        )
        assert reply.status_code == 200, reply.text
        body: dict[str, Any] = reply.json()
        return body

    return send


@pytest.fixture
def app(sim: Simulator) -> Iterator[App]:
    """A phone that has logged in."""
    phone = App(sim)
    phone.login()
    yield phone
    phone.close()


@pytest.fixture
def noon(sim: Simulator) -> Simulator:
    """The simulator at 12:05 in Munich."""
    sim.set_clock(now="2026-06-15T12:05:00+02:00")
    return sim


def scenario(kind: str, **more: Any) -> dict[str, Any]:
    """A scenario with one failure."""
    return {"title": kind, "failures": [{"kind": kind, **more}]}
