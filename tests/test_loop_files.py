"""No async operation reads or writes a file in the thread of its event loop.

A hook of Python itself tells of every file that is opened, renamed or removed and of every database
that is opened; what those calls lead to happens in the same thread.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from shinephone_operations import ALIASES
from shinephone_operations import CASES as APP_CASES
from v1_operations import CASES as V1_CASES
from v1_operations import START, bound

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, Etiquette, GrowattError
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import Journal, Schedule, Window, revert_due
from growattServer.simulator import Simulator

NIGHT = Window("battery_first", "02:00", "06:00")
EVENTS = ("open", "sqlite3.", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir")
WATCHED: dict[int, list[str]] = {}


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    found = WATCHED.get(threading.get_ident())
    if found is None or not event.startswith(EVENTS):
        return
    # what is opened by number is a file no more
    if event == "open" and isinstance(arguments[0], int):
        return
    place = place_of_ours()
    if place is not None:
        found.append(f"{event} {arguments[:1]} at {place}")


def place_of_ours() -> str | None:
    """The line of the library that leads here; None where none does, or an import does."""
    frame, place = sys._getframe(), None
    while frame.f_back is not None:
        frame = frame.f_back
        file = frame.f_code.co_filename
        # an import reads files too, once in the life of a program
        if "importlib" in file:
            return None
        if place is None and "growattServer" in file:
            place = f"{file}:{frame.f_lineno}"
    return place


@pytest.fixture(scope="module", autouse=True)
def _watch() -> None:
    sys.addaudithook(_hook)  # for ever, and silent outside of these tests


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What happens to files in this thread, which is that of the loop."""
    here, original, list_ = threading.get_ident(), os.fsync, []

    def fsync(number: int) -> None:
        if threading.get_ident() == here:
            list_.append(f"fsync at {place_of_ours()}")
        original(number)

    monkeypatch.setattr(os, "fsync", fsync)
    WATCHED[here] = list_
    yield list_
    del WATCHED[here]


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5, history_days=1) as simulator:
        yield simulator


def etiquette(folder: Path) -> Etiquette:
    # nothing is put off, so that each call goes its whole way
    return Etiquette(ledger=folder / "ledger", on_limit="last")


async def test_the_watcher_sees(found: list[str], tmp_path: Path) -> None:
    ledger = etiquette(tmp_path).ledger
    ledger.load("name", etiquette(tmp_path).now())
    Journal(tmp_path).count_write("SN")
    kinds = {what.partition(" ")[0] for what in found}
    assert {"open", "sqlite3.connect", "os.rename", "fsync"} <= kinds
    found.clear()
    await asyncio.to_thread(Journal(tmp_path).count_write, "SN")
    assert found == []


async def test_operations_of_the_token_api(
    cloud: Simulator, found: list[str], tmp_path: Path
) -> None:
    async with AsyncOpenApiV1(
        cloud.token, server_url=cloud.url, etiquette=etiquette(tmp_path)
    ) as api:
        # those that take something away come last
        for name, case in sorted(V1_CASES.items(), key=lambda item: item[1].alone):
            with suppress(GrowattError):
                await bound(api, name)(*case.arguments)
            assert found == [], name
        await api.budget()
    assert found == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_operations_of_the_app_api(
    cloud: Simulator, found: list[str], tmp_path: Path
) -> None:
    async with AsyncGrowattApi(server_url=cloud.url, etiquette=etiquette(tmp_path)) as api:
        await api.login("demo", "demo")
        for name in (*APP_CASES, *ALIASES):
            with suppress(GrowattError):
                await getattr(api, name)(*APP_CASES[ALIASES.get(name) or name].arguments)
            assert found == [], name
        await api.budget()
    async with AsyncGrowattApi(server_url=cloud.url, session_store=tmp_path / "sessions") as other:
        await other.resume_login("demo", "demo")
    assert found == []


@pytest.mark.parametrize(("kind", "serial"), [(Min, "SIMMIN0001"), (Sph, "SIMSPH0001")])
@pytest.mark.parametrize("is_polite", [False, True])
async def test_plans(
    cloud: Simulator, found: list[str], tmp_path: Path, kind: Any, serial: str, is_polite: bool
) -> None:
    cloud.reset()
    journal = Journal(tmp_path / "journal")
    wishes = {"charge_power": 80, "schedule": Schedule([NIGHT])}
    manners = etiquette(tmp_path) if is_polite else None
    async with AsyncOpenApiV1(cloud.token, server_url=cloud.url, etiquette=manners) as api:
        device = kind(api, serial)
        await device.read_settings(on_limit="wait")
        plan = await device.plan(wishes, for_=timedelta(hours=1), journal=journal)
        for step in (plan.apply, plan.verify, plan.apply, plan.revert):
            with suppress(GrowattError):
                await step()
            assert found == [], step
        with suppress(GrowattError):
            await (await device.plan(wishes, journal=journal)).apply()
        await revert_due(api, journal)
    assert found == []
    assert is_polite or list((tmp_path / "journal").iterdir())
