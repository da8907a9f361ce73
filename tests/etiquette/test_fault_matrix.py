"""Every fault, every operation, both colours, every `on_limit`: an end in time, and no secret."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
SHORT_S, LONG_S = 0.4, 20.0
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
    monkeypatch.setattr("growattServer.etiquette.retry._FIRST_PAUSE_S", 0.01)


def calls_of(api: Any) -> dict[str, Any]:
    """The operations of a client, without arguments."""
    if isinstance(api, OpenApiV1 | AsyncOpenApiV1):
        return {
            name: lambda name=name, case=case, **wishes: bound(api, name)(*case.arguments, **wishes)
            for name, case in V1_CASES.items()
        }
    names = [*APP_CASES, *(name for name in ALIASES if name != "inverter_list")]
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


def outcomes(cloud: Simulator, which: str, colour: str, etiquette: Etiquette, fault: Any) -> Any:
    """Two rounds under the fault: never asked before, and asked a moment ago without it."""
    wishes = {"timeout": SHORT_S if fault["fault"] in SILENT else LONG_S}
    order = {"match": "*", "times": 0, **fault}

    def log_in(api: Any) -> Any:
        return api.login(USER, PASSWORD) if which == "app" else None

    if colour == "blocking":
        one = OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) if (
            which == "v1"
        ) else GrowattApi(server_url=cloud.url, etiquette=etiquette)  # fmt: skip
        with one as api:
            log_in(api)
            cloud.add_fault(order)
            first = all_blocking(api, **wishes)
            cloud.clear_faults()
            all_blocking(api, timeout=LONG_S)
            cloud.add_fault(order)
            return [*first, *all_blocking(api, **wishes)]

    async def main() -> list[Outcome]:
        other = AsyncOpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) if (
            which == "v1"
        ) else AsyncGrowattApi(server_url=cloud.url, etiquette=etiquette)  # fmt: skip
        async with other as api:
            if which == "app":
                await log_in(api)
            cloud.add_fault(order)
            first = await all_async(api, **wishes)
            cloud.clear_faults()
            await all_async(api, timeout=LONG_S)
            cloud.add_fault(order)
            return [*first, *await all_async(api, **wishes)]

    return asyncio.run(main())


@pytest.mark.parametrize("on_limit", ON_LIMIT)
@pytest.mark.parametrize("colour", ["blocking", "async"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(fault.values()))
@pytest.mark.parametrize("which", ["v1", "app"])
def test_each_cell_ends_in_an_answer_or_a_documented_error(
    cloud: Simulator,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    which: str,
    fault: dict[str, str],
    colour: str,
    on_limit: Any,
) -> None:
    cloud.clear_faults()
    cloud.change_account(locked=False)
    etiquette = Etiquette(
        on_limit=on_limit, ledger=tmp_path / "ledger.sqlite3", daily_budget=10_000
    )
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = outcomes(cloud, which, colour, etiquette, fault)
    cloud.clear_faults()
    secrets = [cloud.token, growattServer.hash_password(PASSWORD), "JSESSIONID="]
    secrets += [
        cookie["value"]
        for account in etiquette.session_store().load().get("accounts", [])
        for cookie in account["cookies"]
    ]
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
