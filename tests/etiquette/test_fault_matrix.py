"""Every fault, every operation, blocking and async, every `on_limit`: an end, and no secret."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from shinephone_operations import ALIASES
from shinephone_operations import CASES as APP_CASES
from v1_operations import CASES as V1_CASES
from v1_operations import START, bound

import growattServer
from growattServer import (
    AsyncGrowattApi,
    AsyncOpenApiV1,
    Etiquette,
    GrowattApi,
    GrowattError,
    OpenApiV1,
)
from growattServer.simulator import Simulator
from growattServer.simulator.faults import FORMS, KINDS

USER, PASSWORD = "demo", "demo"
# the deadline of a call where the server does not answer, and of one where a busy machine may
SHORT_S, LONG_S = 0.4, 6.0
# what a machine that does eight things at once may add
SPARE_S = 20.0
SILENT = ("timeout", "slow")
ON_LIMIT = ("raise", "wait", "last")
FAULTS = [
    {"fault": kind, **({"form": form} if form else {})}
    for kind in KINDS
    for form in FORMS.get(kind, (None,))
]


class Outcome(NamedTuple):
    """What came of one cell."""

    name: str
    result: Any
    error: BaseException | None
    seconds: float


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, history_days=1) as simulator:
        OpenApiV1(simulator.token, server_url=simulator.url).plant_list()
        yield simulator


@pytest.fixture(autouse=True)
def _quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("growattServer.etiquette.limits._FIRST_PAUSE_S", 0.01)


def calls_of(api: Any) -> dict[str, Any]:
    """The operations of a client, without arguments."""
    if isinstance(api, OpenApiV1 | AsyncOpenApiV1):
        return {
            name: lambda name=name, case=case, **wishes: bound(api, name)(*case.arguments, **wishes)
            for name, case in V1_CASES.items()
        }
    # the old name of device_list takes no wishes of its own
    names = [name for name in (*APP_CASES, *ALIASES) if name != "inverter_list"]
    return {
        name: lambda name=name, **wishes: getattr(api, name)(
            *APP_CASES[ALIASES.get(name) or name].arguments, **wishes
        )
        for name in names
    }


def judge(name: str, began: float, act: Any) -> Outcome:
    try:
        result, error = act(), None
    except BaseException as caught:
        result, error = None, caught
    return Outcome(name, result, error, time.monotonic() - began)


def all_blocking(api: Any, **wishes: Any) -> list[Outcome]:
    """The outcome of each operation, eight at a time."""
    with ThreadPoolExecutor(8) as pool:

        def cell(item: tuple[str, Any]) -> Outcome:
            name, act = item
            return judge(name, time.monotonic(), lambda: act(**wishes))

        return list(pool.map(cell, calls_of(api).items()))


async def all_async(api: Any, **wishes: Any) -> list[Outcome]:
    turns = asyncio.Semaphore(8)

    async def cell(name: str, act: Any) -> Outcome:
        async with turns:
            began = time.monotonic()
            try:
                result, error = await act(**wishes), None
            except Exception as caught:
                result, error = None, caught
            return Outcome(name, result, error, time.monotonic() - began)

    return await asyncio.gather(*[cell(name, act) for name, act in calls_of(api).items()])


def outcomes(
    cloud: Simulator, which: str, mode: str, etiquette: Etiquette, fault: Any, *, is_known: bool
) -> list[Outcome]:
    """Every operation under the fault; where it is known, it was answered a moment ago."""
    wishes = {"timeout": SHORT_S if fault["fault"] in SILENT else LONG_S}
    order = {"match": "*", "times": 0, **fault}
    kinds: dict[tuple[str, str], Any] = {
        ("v1", "blocking"): lambda **more: OpenApiV1(cloud.token, **more),
        ("v1", "async"): lambda **more: AsyncOpenApiV1(cloud.token, **more),
        ("app", "blocking"): GrowattApi,
        ("app", "async"): AsyncGrowattApi,
    }
    cloud.clear_faults()
    client = kinds[which, mode](server_url=cloud.url, etiquette=etiquette)
    if mode == "blocking":
        with client as api:
            if which == "app":
                api.login(USER, PASSWORD)
            if is_known:
                all_blocking(api, timeout=LONG_S)
            cloud.add_fault(order)
            return all_blocking(api, **wishes)

    async def main() -> list[Outcome]:
        async with client as api:
            if which == "app":
                await api.login(USER, PASSWORD)
            if is_known:
                await all_async(api, timeout=LONG_S)
            cloud.add_fault(order)
            return await all_async(api, **wishes)

    return asyncio.run(main())


def matrix() -> list[Any]:
    """All cells; one of each fault is tried always, and the others are long tests."""
    wishes = list(product(("blocking", "async"), ON_LIMIT))
    return [
        pytest.param(
            which,
            fault,
            *wish,
            id="-".join([which, *fault.values(), *wish]),
            marks=()
            if (which, wish) == (("v1", "app")[n % 2], wishes[(n + n // 6) % 6])
            else pytest.mark.long,
        )
        for which in ("v1", "app")
        for n, fault in enumerate(FAULTS)
        for wish in wishes
    ]


def test_every_fault_is_always_tried() -> None:
    tried = [cell.values for cell in matrix() if not cell.marks]
    assert [cell[1] for cell in sorted(tried, key=lambda cell: FAULTS.index(cell[1]))] == FAULTS
    assert {cell[2:] for cell in tried} == set(product(("blocking", "async"), ON_LIMIT))


@pytest.mark.parametrize(("which", "fault", "mode", "on_limit"), matrix())
def test_each_cell_ends_in_an_answer_or_a_documented_error(
    cloud: Simulator,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    which: str,
    fault: dict[str, str],
    mode: str,
    on_limit: Any,
) -> None:
    cloud.change_account(locked=False)
    secrets = [cloud.token, growattServer.hash_password(PASSWORD), "JSESSIONID="]
    found: list[Outcome] = []
    # of what was asked a moment ago, only who takes earlier answers sees the fault
    for is_known in (False, True) if on_limit == "last" else (False,):
        path = tmp_path / f"ledger-{is_known}"
        etiquette = Etiquette(on_limit=on_limit, ledger=path, daily_budget=10_000)
        with caplog.at_level(logging.DEBUG), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found += outcomes(cloud, which, mode, etiquette, fault, is_known=is_known)
        for account in etiquette.session_store().load().get("accounts", []):
            secrets += [cookie["value"] for cookie in account["cookies"]]
    limit = SHORT_S if fault["fault"] in SILENT else LONG_S
    for outcome in found:
        assert outcome.error is None or isinstance(outcome.error, GrowattError), outcome
        assert outcome.seconds < limit + SPARE_S, outcome
        if outcome.error is not None:
            assert getattr(outcome.error, "operation", None), repr(outcome.error)
            shown = "".join(traceback.format_exception(outcome.error)) + repr(outcome.error)
            assert not [secret for secret in secrets if secret in shown], outcome.name
    assert not [secret for secret in secrets if secret in caplog.text]
    if on_limit == "last":
        aged = [each for each in found if getattr(each.result, "age", None) is not None]
        assert len(aged) > 10, "what was asked before is answered with its age"
