"""Limits kept on a strict cloud, blocking and async: raise, wait, last, budgets, retries."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from manners_world import BLOCKING_AND_ASYNC, MIN_SN, PLANT, SPH_SN, StrictWorld, strict_world

import growattServer
from growattServer import Etiquette, GrowattError, GrowattParameterError, GrowattRateLimitError

LAST = "tlx_last_data"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictWorld]:
    with strict_world(tmp_path, monkeypatch) as made:
        yield made


def energy(api: Any) -> Any:
    return api.min_energy(MIN_SN)


@BLOCKING_AND_ASYNC
def test_too_soon_is_told_before_it_is_sent(world: StrictWorld, mode: str) -> None:
    world.run(mode, energy)
    world.turn(seconds=299)
    with pytest.raises(GrowattRateLimitError, match="not sent: allowed once in 5 minutes") as told:
        world.run(mode, energy)
    assert not told.value.was_sent
    assert told.value.retry_at == world.now() + timedelta(seconds=1)
    assert (told.value.error_code, told.value.retryable) == (10012, True)
    assert world.sent(LAST) == 1
    world.turn(seconds=1)
    assert world.run(mode, energy).age is None
    assert world.sent(LAST) == 2


@BLOCKING_AND_ASYNC
def test_waiting(world: StrictWorld, mode: str) -> None:
    world.run(mode, energy)
    world.turn(seconds=100)
    world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait"))
    assert world.slept == [200]
    assert world.sent(LAST) == 2
    # another device has a pace of its own
    world.run(mode, lambda api: api.sph_energy(SPH_SN, on_limit="wait"))
    assert world.slept == [200]


@BLOCKING_AND_ASYNC
def test_nobody_waits_longer_than_he_wants_to(world: StrictWorld, mode: str) -> None:
    world.run(mode, energy)
    impatient = world.etiquette(on_limit="wait", longest_wait=timedelta(minutes=4))
    for wishes in ({"etiquette": impatient}, {"timeout": 20}):
        with pytest.raises(GrowattRateLimitError):
            world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait"), **wishes)
    with pytest.raises(GrowattRateLimitError):
        world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait", timeout=299))
    assert not world.slept
    world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait", timeout=301))
    assert world.slept == [300]


@BLOCKING_AND_ASYNC
def test_the_last_good_answer_with_its_age(world: StrictWorld, mode: str) -> None:
    with pytest.raises(GrowattRateLimitError, match="no earlier answer"):
        world.run(mode, lambda api: spend(api, mode, on_limit="last"))
    new = world.run(mode, lambda api: api.sph_energy(SPH_SN))
    world.turn(seconds=9)
    old = world.run(mode, lambda api: api.sph_energy(SPH_SN, on_limit="last"))
    assert (old, type(old)) == (new, type(new))
    assert (new.age, old.age) == (None, timedelta(seconds=9))
    assert old.pv_power == new.pv_power


def spend(api: Any, mode: str, **wishes: Any) -> Any:
    """Ask about two days of the same plant, of which only the first was asked before."""
    if mode == "blocking":
        api.plant_power_overview(PLANT, "2026-06-14")
        return api.plant_power_overview(PLANT, "2026-06-13", **wishes)

    async def both() -> Any:
        await api.plant_power_overview(PLANT, "2026-06-14")
        return await api.plant_power_overview(PLANT, "2026-06-13", **wishes)

    return both()


@BLOCKING_AND_ASYNC
def test_what_cannot_show_its_age_is_never_old(world: StrictWorld, mode: str) -> None:
    world.run(mode, lambda api: api.min_read_parameter(MIN_SN, "charge_power"))
    world.cloud.add_fault({"fault": "error_code", "error_code": 10012, "match": "*"})
    with pytest.raises(GrowattRateLimitError):
        world.run(mode, lambda api: api.min_read_parameter(MIN_SN, "charge_power", on_limit="last"))


@BLOCKING_AND_ASYNC
def test_ten_plant_lists_a_day(world: StrictWorld, mode: str) -> None:
    for _ in range(10):
        world.run(mode, lambda api: api.plant_list())
        world.turn(minutes=30)
    with pytest.raises(GrowattRateLimitError, match="all 10 calls of this kind"):
        world.run(mode, lambda api: api.plant_list())
    assert world.run(mode, lambda api: api.plant_list(on_limit="last")).age == timedelta(minutes=30)


@BLOCKING_AND_ASYNC
def test_a_budget(world: StrictWorld, mode: str) -> None:
    etiquette = world.etiquette(daily_budget=3)
    world.run(mode, lambda api: api.device_list(PLANT), etiquette=etiquette)
    world.run(mode, lambda api: api.sph_detail(SPH_SN), etiquette=etiquette)
    budget = world.run(mode, lambda api: api.budget(), etiquette=etiquette)
    assert (budget.limit, budget.used, budget.left) == (3, 2, 1)
    assert [(wait.call, wait.subject) for wait in budget.waits] == [("device/list", str(PLANT))]
    assert budget.waits[0].at == world.now() + timedelta(minutes=5)
    assert str(budget) == "2 of 3 calls in 24 hours, 1 left"
    world.run(mode, lambda api: api.sph_detail(SPH_SN), etiquette=etiquette)
    with pytest.raises(GrowattRateLimitError, match="all 3 calls of this account") as told:
        world.run(mode, lambda api: api.sph_detail(SPH_SN), etiquette=etiquette)
    budget = world.run(mode, lambda api: api.budget(), etiquette=etiquette)
    assert (budget.left, budget.resets_at) == (0, told.value.retry_at)


@BLOCKING_AND_ASYNC
def test_a_budget_without_an_etiquette(world: StrictWorld, mode: str) -> None:
    budget = world.run(mode, lambda api: api.budget(), etiquette=None)
    assert (budget.limit, budget.used, budget.locked_until, budget.waits) == (None, 0, None, ())


@BLOCKING_AND_ASYNC
def test_the_server_complains(world: StrictWorld, mode: str) -> None:
    complaint = {"fault": "error_code", "error_code": 10012, "error_msg": "error_frequently_access"}
    world.cloud.add_fault({**complaint, "match": "*"})
    with pytest.raises(GrowattRateLimitError) as told:
        world.run(mode, energy)
    assert told.value.was_sent
    assert told.value.retry_at == world.now() + timedelta(minutes=5)
    with pytest.raises(GrowattRateLimitError, match="not sent"):
        world.run(mode, energy)
    world.turn(minutes=5)
    world.cloud.add_fault({**complaint, "match": "*"})
    assert world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait")).age is None
    assert world.slept == [450], "half as slow again after the second complaint in a day"


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("fault", ["http_502", "reset", "error_code"])
def test_a_read_is_tried_again(world: StrictWorld, mode: str, fault: str) -> None:
    world.cloud.add_fault({"fault": fault, "match": "*", "times": 2})
    settings = world.run(mode, lambda api: api.min_settings(MIN_SN))
    assert settings.age is None
    assert len(world.slept) == 2
    assert 0.5 <= world.slept[0] <= 1 <= world.slept[1] <= 2
    assert world.sent("tlx_set_info") == 3
    assert world.run(mode, lambda api: api.budget()).used == 3


@BLOCKING_AND_ASYNC
def test_tries_are_bounded(world: StrictWorld, mode: str) -> None:
    world.cloud.add_fault({"fault": "http_502", "match": "*", "times": 0})
    for retries in (0, 1, 3):
        before = world.sent("tlx_set_info")
        with pytest.raises(growattServer.GrowattHTTPError):
            world.run(
                mode,
                lambda api: api.min_settings(MIN_SN),
                etiquette=world.etiquette(retries=retries),
            )
        assert world.sent("tlx_set_info") - before == retries + 1
    before = world.sent("tlx_set_info")
    hasty = world.etiquette(retries=9, retry_within=timedelta(seconds=6))
    with pytest.raises(growattServer.GrowattHTTPError):
        world.run(mode, lambda api: api.min_settings(MIN_SN), etiquette=hasty)
    assert 3 <= world.sent("tlx_set_info") - before <= 5


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("fault", ["http_502", "reset", "error_code", "timeout"])
def test_a_write_is_sent_once(world: StrictWorld, mode: str, fault: str) -> None:
    world.cloud.add_fault({"fault": fault, "match": "*", "times": 0})
    with pytest.raises(GrowattError):
        world.run(mode, lambda api: api.min_write_parameter(MIN_SN, "charge_power", 80, timeout=3))
    assert world.sent("tlxSet") == 1
    assert not world.slept


@BLOCKING_AND_ASYNC
def test_a_read_that_may_have_been_counted_keeps_its_pace(world: StrictWorld, mode: str) -> None:
    # the answer is lost, but the server has counted the question
    world.cloud.add_fault({"fault": "reset", "match": "*", "after": True})
    with pytest.raises(growattServer.GrowattConnectionError):
        world.run(mode, energy)
    assert world.sent(LAST) == 1
    world.cloud.add_fault({"fault": "reset", "match": "*", "after": True})
    assert world.run(mode, lambda api: api.sph_energy(SPH_SN, on_limit="wait")).age is None
    assert sum(world.slept[-2:]) == pytest.approx(10), "once in 10 seconds"


@BLOCKING_AND_ASYNC
def test_a_timed_out_read_on_a_client_that_waits(world: StrictWorld, mode: str) -> None:
    world.cloud.add_fault({"fault": "http_502", "match": "*", "after": False})
    assert world.run(mode, lambda api: api.min_energy(MIN_SN, on_limit="wait")).age is None
    assert len(world.slept) == 1


# --- with user name and password -----------------------------------------------------------------


def status(api: Any, **wishes: Any) -> Any:
    return api.tlx_system_status(str(PLANT), MIN_SN, **wishes)


def program(world: StrictWorld, mode: str, **wishes: Any) -> Any:
    """What a program does that starts, logs in, asks and ends."""

    def act(api: Any) -> Any:
        if mode == "blocking":
            answer = api.login("demo", "demo")
            if answer.error is not None:
                raise answer.error
            return status(api, **wishes)

        async def both() -> Any:
            answer = await api.login("demo", "demo")
            if answer.error is not None:
                raise answer.error
            return await status(api, **wishes)

        return both()

    return world.run_app(mode, act)


@BLOCKING_AND_ASYNC
def test_one_login_serves_all_programs(world: StrictWorld, mode: str) -> None:
    ages = []
    for _ in range(5):
        ages.append(program(world, mode, on_limit="last").age)
        world.turn(minutes=2)
    assert world.cloud.account()["logins"] == 1
    assert ages == [None, timedelta(minutes=2), timedelta(minutes=4), None, timedelta(minutes=2)]
    # the session has ended when the next program comes
    world.turn(hours=13)
    assert program(world, mode).age is None
    assert world.cloud.account()["logins"] == 2
    # nobody has told this client who it is, and the server has one account in the ledger
    world.turn(minutes=6)
    assert world.run_app(mode, status).age is None
    assert world.cloud.account()["logins"] == 2


@BLOCKING_AND_ASYNC
def test_the_budget_of_a_password(world: StrictWorld, mode: str) -> None:
    world.run_app(mode, lambda api: api.login("demo", "demo"))
    refused = 0
    for _ in range(24 * 12):
        try:
            program(world, mode)
        except GrowattRateLimitError as limit:
            assert "all 180 calls" in str(limit)  # noqa: PT017  # the others are no limits
            refused += 1
        world.turn(minutes=5)
    assert refused >= 100
    assert world.cloud.account()["locked_until"] is None
    assert world.run_app(mode, lambda api: api.budget()).limit == 180


@BLOCKING_AND_ASYNC
def test_a_wrong_password_is_not_tried_again_and_again(world: StrictWorld, mode: str) -> None:
    answer = world.run_app(mode, lambda api: api.login("demo", "wrong"))
    assert isinstance(answer.error, growattServer.GrowattWrongPasswordError)
    for _ in range(10):
        with pytest.raises(GrowattRateLimitError, match="login"):
            world.run_app(mode, lambda api: api.login("demo", "wrong"))
    assert world.sent("newTwoLoginAPI") == 1


@BLOCKING_AND_ASYNC
def test_a_lock_out_is_known_to_all_programs(world: StrictWorld, mode: str) -> None:
    program(world, mode)
    world.turn(minutes=6)
    world.cloud.change_account(locked=True)
    with pytest.raises(growattServer.GrowattAccountLockedError):
        program(world, mode)
    # a client learns of a lock by a question, and by the login that follows
    assert world.cloud.violations()["by_kind"] == {"while_locked": 2}
    world.cloud.clear_violations()
    world.turn(minutes=6)
    before = len(world.cloud.requests())
    with pytest.raises(growattServer.GrowattAccountLockedError) as told:
        program(world, mode)
    budget = world.run_app(mode, lambda api: api.budget())
    assert budget.locked_until == told.value.locked_until
    assert "locked until" in str(budget)
    old = world.run_app(mode, lambda api: status(api, on_limit="last"))
    assert old.age == timedelta(minutes=12)
    assert len(world.cloud.requests()) == before
    world.turn(hours=24)
    assert program(world, mode).age is None


# --- the rest ------------------------------------------------------------------------------------


def test_an_etiquette_is_an_etiquette() -> None:
    with pytest.raises(GrowattParameterError, match="etiquette"):
        growattServer.OpenApiV1("token", etiquette=True)  # type: ignore[arg-type]


def test_without_an_etiquette_everything_is_sent_and_no_file_is_written(
    world: StrictWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with growattServer.OpenApiV1(world.cloud.token, server_url=world.cloud.url) as api:
        for _ in range(3):
            api.sph_detail(SPH_SN)
    assert not (tmp_path / "state").exists()


def test_retries_and_waits_are_logged(world: StrictWorld, caplog: pytest.LogCaptureFixture) -> None:
    world.cloud.add_fault({"fault": "http_502", "match": "*"})
    with caplog.at_level(logging.INFO, logger="growattServer.etiquette"):
        world.run("blocking", lambda api: api.min_settings(MIN_SN))
        world.run("blocking", energy)
        world.run("blocking", lambda api: api.min_energy(MIN_SN, on_limit="wait"))
    said = [record.getMessage() for record in caplog.records]
    assert any("attempt 2" in text and "502" in text for text in said), said
    assert any("waiting 300 s" in text for text in said), said


def test_several_clients_share_an_etiquette(world: StrictWorld) -> None:
    shared: Etiquette = world.etiquette(ledger=False)
    world.run("blocking", energy, etiquette=shared)
    with pytest.raises(GrowattRateLimitError):
        world.run("async", energy, etiquette=shared)
