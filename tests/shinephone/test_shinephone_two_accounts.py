"""Two accounts on one server, whose clients share a session of the HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import aiohttp
import pytest
import requests

from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    GrowattApi,
    GrowattError,
    GrowattSessionExpiredError,
    OpenApiV1,
)
from growattServer.simulator import Simulator

AGENT = "two accounts"


class Owner(NamedTuple):
    user: str
    password: str
    token: str
    plant_id: int
    device_sn: str
    user_id: int


@pytest.fixture
def cloud() -> Iterator[Simulator]:
    with Simulator(start="2026-06-15T12:00:00+02:00", history_days=1) as sim:
        yield sim


@pytest.fixture
def owners(cloud: Simulator) -> tuple[Owner, Owner]:
    other = cloud.add_account(user="anna", password="annas secret")
    return (
        Owner(cloud.user, cloud.password, cloud.token, 1_000_001, "SIMMIN0001", 7_000_001),
        Owner("anna", "annas secret", other["token"], 2_000_001, "SIMMIN0002", 7_000_002),
    )


def plants_in(answer: Any) -> list[int]:
    return sorted(int(row["plantId"]) for row in answer["data"])


def mine(owner: Owner) -> list[int]:
    return [1_000_001, 1_000_002] if owner.user_id == 7_000_001 else [owner.plant_id]


# --- async ---------------------------------------------------------------------------------------


async def logged_in(cloud: Simulator, owner: Owner, session: Any) -> AsyncGrowattApi:
    api = AsyncGrowattApi(False, AGENT, server_url=cloud.url, session=session)
    answer = await api.login(owner.user, owner.password)
    assert (answer["success"], answer["userId"]) == (True, owner.user_id)
    return api


async def test_each_reads_and_writes_its_own(cloud: Simulator, owners: tuple[Owner, Owner]) -> None:
    async with aiohttp.ClientSession() as session:
        clients = [await logged_in(cloud, owner, session) for owner in owners]
        for owner, api in [*zip(owners, clients, strict=True)] * 2:
            assert plants_in(await api.plant_list(owner.user_id)) == mine(owner)
            done = await api.update_tlx_inverter_setting(
                owner.device_sn, "charge_power", [40 + owner.user_id % 10]
            )
            assert done["success"]
        assert list(session.cookie_jar) == []
    for owner in owners:
        power = 40 + owner.user_id % 10
        assert cloud.device(owner.device_sn)["settings"]["charge_power"] == [str(power)]


async def test_many_calls_at_the_same_time(cloud: Simulator, owners: tuple[Owner, Owner]) -> None:
    async with aiohttp.ClientSession() as session:
        clients = await asyncio.gather(*(logged_in(cloud, one, session) for one in owners))
        asked = [
            (owner, api.plant_list(owner.user_id))
            for _ in range(10)
            for owner, api in zip(owners, clients, strict=True)
        ]
        answers = await asyncio.gather(*(call for _, call in asked))
    for (owner, _), answer in zip(asked, answers, strict=True):
        assert plants_in(answer) == mine(owner)


async def test_who_has_not_logged_in_is_nobody(
    cloud: Simulator, owners: tuple[Owner, Owner]
) -> None:
    async with aiohttp.ClientSession() as session:
        first = await logged_in(cloud, owners[0], session)
        stranger = AsyncGrowattApi(False, AGENT, server_url=cloud.url, session=session)
        with pytest.raises(GrowattSessionExpiredError):
            await stranger.plant_list(owners[0].user_id)
        second = await logged_in(cloud, owners[1], session)
        # the login of the second did not end the session of the first
        assert plants_in(await first.plant_list(owners[0].user_id)) == mine(owners[0])
        assert plants_in(await second.plant_list(owners[1].user_id)) == mine(owners[1])
        assert cloud.account()["logins"] == 1


async def test_a_session_that_is_renewed_stays_its_own(
    cloud: Simulator, owners: tuple[Owner, Owner]
) -> None:
    async with aiohttp.ClientSession() as session:
        clients = [await logged_in(cloud, owner, session) for owner in owners]
        cloud.drop_sessions()
        for owner, api in zip(owners, clients, strict=True):
            api.login_cooldown = 0
            assert plants_in(await api.plant_list(owner.user_id)) == mine(owner)
        for owner, api in zip(owners, clients, strict=True):
            assert plants_in(await api.plant_list(owner.user_id)) == mine(owner)


async def test_token_clients_with_logins_of_their_own(
    cloud: Simulator, owners: tuple[Owner, Owner]
) -> None:
    async with aiohttp.ClientSession() as session:
        clients = [
            AsyncOpenApiV1(owner.token, server_url=cloud.url, session=session) for owner in owners
        ]
        for owner, api in zip(owners, clients, strict=True):
            api.agent_identifier = AGENT
            await api.login(owner.user, owner.password)
        for owner, api in zip(owners, clients, strict=True):
            found = await api.plant_list()
            assert [row["plant_id"] for row in found["plants"]] == mine(owner)


# --- blocking ------------------------------------------------------------------------------------


def blocking_clients(
    cloud: Simulator, owners: tuple[Owner, Owner], shared: requests.Session | None
) -> list[GrowattApi]:
    clients = [GrowattApi(False, AGENT, server_url=cloud.url) for _ in owners]
    if shared is None:
        clients[1].session = clients[0].session
    else:
        for api in clients:
            api.session = shared
    for api in clients:
        api.session.headers["User-Agent"] = AGENT
    return clients


@pytest.mark.parametrize("given", [True, False], ids=["given", "one of theirs"])
def test_blocking_clients_share_a_session_too(
    cloud: Simulator, owners: tuple[Owner, Owner], given: bool
) -> None:
    with requests.Session() as session:
        clients = blocking_clients(cloud, owners, session if given else None)
        for owner, api in zip(owners, clients, strict=True):
            assert api.login(owner.user, owner.password)["success"]
        for owner, api in [*zip(owners, clients, strict=True)] * 2:
            assert plants_in(api.plant_list(owner.user_id)) == mine(owner)
        assert cloud.account()["sessions"] == 1


def test_threads_of_both(cloud: Simulator, owners: tuple[Owner, Owner]) -> None:
    with requests.Session() as session, ThreadPoolExecutor(8) as threads:
        clients = blocking_clients(cloud, owners, session)
        for owner, api in zip(owners, clients, strict=True):
            api.login(owner.user, owner.password)
        pairs = [*zip(owners, clients, strict=True)] * 10
        answers = threads.map(lambda pair: pair[1].plant_list(pair[0].user_id), pairs)
        for (owner, _), answer in zip(pairs, answers, strict=True):
            assert plants_in(answer) == mine(owner)


def test_a_client_alone_keeps_its_cookies_where_programs_look(
    cloud: Simulator, owners: tuple[Owner, Owner]
) -> None:
    api = GrowattApi(False, AGENT, server_url=cloud.url)
    api.login(owners[0].user, owners[0].password)
    session = api.session.cookies["JSESSIONID"]
    other = GrowattApi(False, AGENT, server_url=cloud.url)
    other.session.cookies["JSESSIONID"] = session
    assert plants_in(other.plant_list(owners[0].user_id)) == mine(owners[0])


# --- the simulated cloud itself ------------------------------------------------------------------


def test_a_token_shows_its_own_plants_only(cloud: Simulator, owners: tuple[Owner, Owner]) -> None:
    for owner, other in (owners, owners[::-1]):
        api = OpenApiV1(owner.token, server_url=cloud.url)
        assert [row["plant_id"] for row in api.plant_list()["plants"]] == mine(owner)
        assert api.min_energy(owner.device_sn)["pac"] is not None
        with pytest.raises(GrowattError):
            api.min_energy(other.device_sn)
        with pytest.raises(GrowattError):
            api.min_write_parameter(other.device_sn, "charge_power", parameter_values=["30"])


def test_accounts_are_told_apart_and_gone_after_a_reset(cloud: Simulator) -> None:
    other = cloud.add_account(user="anna", password="annas secret")
    with pytest.raises(ValueError, match="an account 'anna' already"):
        cloud.add_account(user="anna", password="x")
    with pytest.raises(ValueError, match="no other account has"):
        cloud.add_account(user="otto", password="x", token=other["token"])
    with pytest.raises(ValueError, match="has user, password"):
        cloud.add_account(user="otto")
    cloud.reset()
    api = OpenApiV1(other["token"], server_url=cloud.url)
    with pytest.raises(GrowattError):
        api.plant_list()
