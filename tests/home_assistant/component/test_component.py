"""The integration as it is shipped, at work on the library and the simulated cloud."""

from __future__ import annotations

import json
from typing import Any

import pytest
from homeassistant.components.growatt_server import diagnostics
from homeassistant.config_entries import ConfigEntry, ConfigEntryState

from conftest import BOSTON, DOMAIN, MUNICH, PASSWORD, USER, WITH_PASSWORD, Cloud, House

MIN, SPH = "SIMMIN0001", "SIMSPH0001"
UNAVAILABLE = "unavailable"


def values(house: House) -> dict[str, str]:
    """The sensors that have a value."""
    states = house.hass.states.async_all("sensor")
    return {s.entity_id: s.state for s in states if s.state not in ("unknown", UNAVAILABLE)}


# --- setting up ----------------------------------------------------------------------------------


async def test_with_a_password(with_password: House) -> None:
    entry = with_password.entry
    assert (entry.state, entry.title) == (ConfigEntryState.LOADED, "Simulated house, Munich")
    assert float(with_password.state("sensor", "total_energy_output")) > 0
    assert len(values(with_password)) > 25


async def test_with_a_token(munich: House) -> None:
    entry = munich.entry
    assert (entry.state, entry.title) == (ConfigEntryState.LOADED, "Simulated house, Munich")
    assert float(munich.state("sensor", "total_energy_output")) > 0
    assert len(values(munich)) > 50


async def test_an_sph_with_a_token(boston: House) -> None:
    assert boston.entry.state is ConfigEntryState.LOADED
    assert len(values(boston)) > 25


async def test_all_families_of_the_app(hass: Any, cloud: Cloud, configure: Any) -> None:
    house = await House.over("password", hass, cloud, configure, BOSTON)
    assert house.entry.state is ConfigEntryState.LOADED
    kinds = {one.device_type for one in house.entry.runtime_data.devices.values()}
    assert kinds == {"mix", "inverter", "storage"}
    assert len(values(house)) > 60


@pytest.mark.parametrize(
    ("way", "given", "error"),
    [
        ("password_auth", {**WITH_PASSWORD, "password": "wrong"}, "invalid_auth"),
        ("password_auth", {**WITH_PASSWORD, "username": "nobody"}, "invalid_auth"),
        ("password_auth", {**WITH_PASSWORD, "username": "\u0436\u0443\u043a"}, "invalid_auth"),
        ("token_auth", {"token": "wrong", "region": "other_regions"}, "invalid_auth"),
    ],
)
async def test_what_the_server_refuses(
    cloud: Cloud, configure: Any, way: str, given: dict[str, Any], error: str
) -> None:
    answer = await configure(way, given)
    assert answer["type"] == "form"
    assert answer["errors"] == {"base": error}


@pytest.mark.parametrize(
    "fault", ["reset", "http_502", "html_login", "truncated_json", "empty_body"]
)
@pytest.mark.parametrize("way", ["password_auth", "token_auth"])
async def test_a_server_in_trouble(cloud: Cloud, configure: Any, way: str, fault: str) -> None:
    cloud.ask("POST", "faults", {"fault": fault, "times": 0})
    token = {"token": cloud.token, "region": "other_regions"}
    answer = await configure(way, WITH_PASSWORD if way == "password_auth" else token)
    assert answer["errors"] == {"base": "cannot_connect"}


async def test_an_old_entry_is_migrated(hass: Any, cloud: Cloud) -> None:
    entry: ConfigEntry[Any] = ConfigEntry(
        data={
            "username": USER,
            "password": PASSWORD,
            "url": cloud.url,
            "plant_id": "0",
            "name": "x",
        },
        discovery_keys={},  # type: ignore[arg-type]  # Home Assistant has a mapping type of its own
        domain=DOMAIN,
        minor_version=0,
        options={},
        source="user",
        subentries_data=None,
        title="old",
        unique_id=None,
        version=1,
    )
    await hass.config_entries.async_add(entry)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.minor_version, str(entry.data["plant_id"])) == (1, MUNICH)


async def test_diagnostics_tell_no_secret(with_password: House) -> None:
    told = await diagnostics.async_get_config_entry_diagnostics(
        with_password.hass, with_password.entry
    )
    text = json.dumps(told, default=str)
    assert MIN not in json.dumps(told["devices"][0]["device_sn"])
    assert '"password": "**REDACTED**"' in text


# --- polls that fail, and the ones after ---------------------------------------------------------


@pytest.mark.parametrize("form", ["old", "status"])
async def test_a_login_refused_with_507_is_over_at_the_next_poll(
    with_password: House, cloud: Cloud, form: str
) -> None:
    # nobody has told for how long, so the integration asks again as it always did
    cloud.ask("POST", "faults", {"fault": "locked", "form": form, "times": 0})
    await with_password.poll()
    assert with_password.state("sensor", "total_energy_output") == UNAVAILABLE
    assert not any(one.last_update_success for one in with_password.coordinators())
    cloud.ask("DELETE", "faults")
    await with_password.poll()
    assert float(with_password.state("sensor", "total_energy_output")) > 0
    assert all(one.last_update_success for one in with_password.coordinators())


@pytest.mark.parametrize("fault", ["reset", "http_502", "html_login", "truncated_json"])
@pytest.mark.parametrize("way", ["password", "token"])
async def test_an_outage_makes_values_unavailable_until_it_is_over(
    hass: Any, cloud: Cloud, configure: Any, way: str, fault: str
) -> None:
    house = await House.over(way, hass, cloud, configure, MUNICH)
    cloud.ask("POST", "faults", {"fault": fault, "times": 0})
    await house.poll()
    assert house.state("sensor", "total_energy_output") == UNAVAILABLE
    cloud.ask("DELETE", "faults")
    await house.poll()
    assert float(house.state("sensor", "total_energy_output")) > 0


async def test_a_session_that_ended_is_not_noticed(with_password: House, cloud: Cloud) -> None:
    cloud.ask("DELETE", "sessions")
    await with_password.poll()
    assert all(one.last_update_success for one in with_password.coordinators())


async def test_a_token_that_is_refused_asks_for_another(munich: House, cloud: Cloud) -> None:
    fault = {"fault": "error_code", "error_code": 10011, "error_msg": "error_permission_denied"}
    cloud.ask("POST", "faults", {**fault, "times": 0})
    await munich.poll()
    (flow, *_) = munich.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == "reauth"
    cloud.ask("DELETE", "faults")
    answer = await munich.hass.config_entries.flow.async_configure(
        flow["flow_id"], {"token": cloud.token, "region": "other_regions"}
    )
    await munich.hass.async_block_till_done()
    assert answer["reason"] == "reauth_successful"
    assert munich.entry.state is ConfigEntryState.LOADED


# --- settings ------------------------------------------------------------------------------------

NUMBERS = {
    "battery_charge_power_limit": 55,
    "battery_charge_soc_limit": 91,
    "battery_discharge_power_limit": 66,
    "battery_discharge_soc_limit": 12,
    "battery_discharge_soc_limit_on_grid": 23,
}


async def test_numbers_are_written_and_read_back(munich: House) -> None:
    for key, value in NUMBERS.items():
        entity = munich.entity("number", f"{MIN}_{key}")
        await munich.call("number", "set_value", entity_id=entity, value=value)
    await munich.poll()
    # both floors among them: one must not have become the other
    read = {key: float(munich.state("number", f"{MIN}_{key}")) for key in NUMBERS}
    assert read == NUMBERS


async def test_a_switch_is_written_and_read_back(munich: House) -> None:
    entity = munich.entity("switch", "ac_charge")
    for service, state in (("turn_on", "on"), ("turn_off", "off"), ("turn_on", "on")):
        await munich.call("switch", service, entity_id=entity)
        assert munich.state("switch", "ac_charge") == state
        await munich.poll()
        assert munich.state("switch", "ac_charge") == state


async def test_time_segments(munich: House) -> None:
    where = {"device_id": munich.device_id(MIN)}
    written = {"start_time": "02:15", "end_time": "05:45", "batt_mode": "battery_first"}
    for enabled in (True, False):
        segment = {"segment_id": 3, **written, "enabled": enabled}
        await munich.call(DOMAIN, "update_time_segment", **where, **segment)
        for _ in ("as it was written", "as it is read back"):
            answer = await munich.call(DOMAIN, "read_time_segments", **where)
            assert answer["time_segments"][2] == segment
            assert json.loads(json.dumps(answer)) == answer
            await munich.poll()


@pytest.mark.parametrize("kind", ["charge", "discharge"])
async def test_periods_of_an_sph(boston: House, kind: str) -> None:
    where = {"device_id": boston.device_id(SPH)}
    levels = {f"{kind}_power": 70, f"{kind}_stop_soc": 40}
    mains = {"mains_enabled": True} if kind == "charge" else {}
    period = {"period_2_start": "01:30", "period_2_end": "04:00", "period_2_enabled": True}
    await boston.call(DOMAIN, f"write_ac_{kind}_times", **where, **levels, **mains, **period)
    for _ in ("as it was written", "as it is read back"):
        answer = await boston.call(DOMAIN, f"read_ac_{kind}_times", **where)
        assert {key: answer[key] for key in levels | mains} == levels | mains
        second = answer["periods"][1]
        assert (second["start_time"], second["end_time"]) == ("01:30", "04:00")
        assert second["enabled"] is True
        assert not answer["periods"][0]["enabled"] or answer["periods"][0] != second
        await boston.poll()


async def test_a_write_that_is_refused_is_told(munich: House, cloud: Cloud) -> None:
    fault = {"fault": "error_code", "error_code": 10003, "error_msg": "error_device_offline"}
    cloud.ask("POST", "faults", {**fault, "method": "POST", "times": 1})
    entity = munich.entity("number", f"{MIN}_battery_charge_soc_limit")
    before = munich.state("number", f"{MIN}_battery_charge_soc_limit")
    with pytest.raises(Exception, match=r"API error|Error during|10003"):
        await munich.call("number", "set_value", entity_id=entity, value=77)
    assert munich.state("number", f"{MIN}_battery_charge_soc_limit") == before
