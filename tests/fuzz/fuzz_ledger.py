"""Ledgers that somebody else has written to: every call is answered all the same."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

from fuzz_cells import spoil_file
from fuzz_parsers import NOWHERE, PASSWORD, TOKEN, WHEN
from fuzz_replies import Source, captured

from growattServer import Etiquette, GrowattApi, GrowattRateLimitError, OpenApiV1
from growattServer.etiquette.fallback import fallback_of
from growattServer.etiquette.ledger import Ledger
from growattServer.etiquette.ledger_protocol import LimitedCall
from growattServer.wire import Reply, Request
from support import run_flow

ASK = LimitedCall(
    "asking", "account", "call", "DEVICE", "variant", period_s=300, calls_per_day=10, budget=100
)
LATER = WHEN + timedelta(days=2)


def good_ledger(path: Path) -> bytes:
    """The file of a ledger in which there is something in every table."""
    etiquette = Etiquette(ledger=path, clock=lambda: WHEN)
    _call(etiquette)
    ledger = etiquette.ledger
    assert isinstance(ledger, Ledger)
    ledger.begin(ASK, WHEN, 40)
    ledger.rate_limited(ASK, WHEN, "wait 5 minutes")
    ledger.close()
    return path.read_bytes()


def run(seed: int, count: int, folder: Path) -> Counter[str]:
    """Clients with so many damaged ledgers, each of which is asked for an answer.

    Gives how often it came at once (`answered`) or had to wait as the file says (`limited`), how
    many files were moved aside, and how many answers were still known.
    """
    source, outcomes = Source(seed), Counter[str]()
    good = good_ledger(folder / f"good{seed}.sqlite3")
    place = folder / f"ledger{seed}"
    place.mkdir()
    path = place / "ledger.sqlite3"
    for number in range(count):
        path.write_bytes(good)
        done = spoil_file(path, source)
        try:
            _use(path, outcomes)
        except Exception as error:
            error.add_note(f"ledger, seed {seed}, number {number}: {done}")
            raise
        fallback = fallback_of(path)
        if fallback is not None:
            # what was kept while a file was of no use is not the next one's
            fallback.unlink(missing_ok=True)
        for left in place.iterdir():
            outcomes["moved"] += left.name.startswith("ledger.sqlite3.damaged-")
            left.unlink()
    return outcomes


def _use(path: Path, outcomes: Counter[str]) -> None:
    moment = WHEN
    etiquette = Etiquette(ledger=path, clock=lambda: moment)
    ledger = etiquette.ledger
    assert isinstance(ledger, Ledger)
    # soon after, when the file may say that it is too early, and when nothing of it holds any more
    for now in (WHEN + timedelta(seconds=30), LATER):
        moment = now
        try:
            _call(etiquette)
            outcomes["answered"] += 1
        except GrowattRateLimitError:
            if now == LATER:
                raise
            outcomes["limited"] += 1
        outcomes["known"] += ledger.last(ASK, now) is not None
        ledger.use_of("account", now)
        ledger.rate_limited(ASK, now, "wait 5 minutes")
        ledger.begin(ASK, now, 40)
        ledger.cancel(ASK, now)
        ledger.finish(ASK, now, {"power": 7})
    ledger.forget("account", LATER)
    ledger.close()


def _call(etiquette: Etiquette) -> None:
    """A call of each kind of client with these limits."""
    v1 = OpenApiV1(TOKEN, server_url=NOWHERE, etiquette=etiquette)
    app = GrowattApi(server_url=NOWHERE, etiquette=etiquette)
    run_flow(GrowattApi.resume_login.flow(app, "user", PASSWORD), _answer)
    run_flow(OpenApiV1.plant_list.flow(v1), _answer)


def _answer(request: Request) -> Reply:
    name = "v1/plant_list" if "/v1/" in request.url else "legacy/login"
    return Reply(200, json.dumps(captured()[name]).encode())
