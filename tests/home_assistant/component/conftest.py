"""A Home Assistant and a Growatt cloud, both real, on one machine.

It runs where Home Assistant is installed (`scripts/with_home_assistant.py`), with any release of
the library on the path. The cloud is a program of its own, as the library here may be another one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from homeassistant import bootstrap, config_entries, core, loader
from homeassistant.components.growatt_server import const
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.helpers import device_registry, entity_registry
from homeassistant.setup import async_setup_component

import growattServer

DOMAIN = const.DOMAIN
USER, PASSWORD = "demo", "demo"
MUNICH, BOSTON = "1000001", "1000002"
WITH_PASSWORD = {"username": USER, "password": PASSWORD, "region": "other_regions"}


class Cloud:
    """The simulated cloud, by its door."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        reply = requests.request(method, f"{self.url}_sim/{path}", json=content, timeout=30)
        reply.raise_for_status()
        return reply.json()


@pytest.fixture(scope="session")
def program() -> Iterator[Cloud]:
    command = [sys.executable, "-m", "growattServer.simulator", "--port", "0", "--speed", "0"]
    started = subprocess.Popen(
        [*command, "--user", USER, "--password", PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.environ["SIMULATOR_PATH"]},
    )
    assert started.stdout is not None
    found = re.search(r"at (\S+) token=(\S+)", started.stdout.readline())
    assert found
    yield Cloud(found[1], found[2])
    started.terminate()
    started.wait(30)
    started.stdout.close()


@pytest.fixture
def cloud(program: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The cloud at its beginning, as the only region that Home Assistant knows."""
    program.ask("POST", "reset", {})
    monkeypatch.setitem(const.SERVER_URLS_NAMES, "other_regions", program.url)
    # release 2.2.0 sends the calls of a token where the class says, whatever it is told later
    if not hasattr(growattServer, "Rows"):
        monkeypatch.setattr(growattServer.GrowattApi, "server_url", program.url)
    return program


@pytest.fixture
async def hass(tmp_path: Path) -> AsyncIterator[core.HomeAssistant]:
    """Home Assistant as it starts, with nothing configured."""
    made = core.HomeAssistant(str(tmp_path))
    made.config.skip_pip = True  # the release under test is installed
    loader.async_setup(made)
    made.config_entries = config_entries.ConfigEntries(made, {})
    await loader.async_get_custom_components(made)
    assert await bootstrap.async_load_base_functionality(made)
    for domain in bootstrap.CORE_INTEGRATIONS:
        assert await async_setup_component(made, domain, {})
    zone = {"time_zone": "Europe/Berlin", "latitude": 48.1, "longitude": 11.6}
    await async_process_ha_core_config(made, zone)
    await made.async_start()
    yield made
    await made.async_stop(force=True)


class House:
    """Home Assistant with the integration set up, as its user sees it."""

    def __init__(self, hass: core.HomeAssistant, entry: config_entries.ConfigEntry) -> None:
        self.hass = hass
        self.entry = entry

    @classmethod
    async def over(
        cls, way: str, hass: core.HomeAssistant, cloud: Cloud, configure: Any, plant_id: str
    ) -> House:
        """A plant that was configured with the password or the token."""
        token = {"token": cloud.token, "region": "other_regions"}
        given = token if way == "token" else WITH_PASSWORD
        await configure(f"{way}_auth", given, {"plant_id": plant_id})
        (entry,) = hass.config_entries.async_entries(DOMAIN)
        return cls(hass, entry)

    def device_id(self, serial_number: str) -> str:
        registry = device_registry.async_get(self.hass)
        rows = device_registry.async_entries_for_config_entry(registry, self.entry.entry_id)
        (found,) = [row.id for row in rows if (DOMAIN, serial_number) in row.identifiers]
        return found

    def entity(self, platform: str, key: str) -> str:
        """The entity of this platform whose unique id ends so."""
        registry = entity_registry.async_get(self.hass)
        rows = entity_registry.async_entries_for_config_entry(registry, self.entry.entry_id)
        found = [
            row.entity_id for row in rows if row.domain == platform and row.unique_id.endswith(key)
        ]
        assert len(found) == 1, sorted(row.unique_id for row in rows)
        return found[0]

    def state(self, platform: str, key: str) -> str:
        state = self.hass.states.get(self.entity(platform, key))
        assert state is not None
        return state.state

    async def call(self, domain: str, service: str, **data: Any) -> Any:
        response = domain == DOMAIN and service.startswith("read_")
        answer = await self.hass.services.async_call(
            domain, service, data, blocking=True, return_response=response
        )
        await self.hass.async_block_till_done()
        return answer

    def coordinators(self) -> list[Any]:
        data = self.entry.runtime_data
        return [data.total_coordinator, *data.devices.values()]

    async def poll(self) -> None:
        """What happens every five minutes."""
        for coordinator in self.coordinators():
            await coordinator.async_refresh()
        await self.hass.async_block_till_done()


@pytest.fixture
def configure(hass: core.HomeAssistant) -> Callable[..., Any]:
    """The answer of Home Assistant to a user who goes through the steps of the configuration."""

    async def go(kind: str, *steps: dict[str, Any]) -> Any:
        flow = hass.config_entries.flow
        answer = await flow.async_init(DOMAIN, context={"source": "user"})
        for step in ({"next_step_id": kind}, *steps):
            answer = await flow.async_configure(answer["flow_id"], dict(step))
        await hass.async_block_till_done()
        return answer

    return go


@pytest.fixture
async def with_password(hass: core.HomeAssistant, cloud: Cloud, configure: Any) -> House:
    """The plant in Munich over user name and password."""
    return await House.over("password", hass, cloud, configure, MUNICH)


@pytest.fixture
async def munich(hass: core.HomeAssistant, cloud: Cloud, configure: Any) -> House:
    """The plant in Munich, with a MIN, over a token."""
    return await House.over("token", hass, cloud, configure, MUNICH)


@pytest.fixture
async def boston(hass: core.HomeAssistant, cloud: Cloud, configure: Any) -> House:
    """The plant in Boston, with an SPH, over a token."""
    return await House.over("token", hass, cloud, configure, BOSTON)
