"""The pace of the token API: as documented, to the microsecond, and counted where it is broken."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
import requests

from growattServer.simulator import Simulator
from growattServer.simulator.families import TOKEN_FAMILIES
from growattServer.simulator.limits import Pace
from growattServer.simulator.routes import CALLS
from growattServer.simulator.violations import Asked
from support import facts

from .conftest import SETTABLE, START, WITH_BATCH

NOON = datetime.fromisoformat(START)
LAST, MIN = "device/tlx/tlx_last_data", {"tlx_sn": "SIMMIN0001"}
TOO_OFTEN = 10012
FACTS = {(row["method"], row["path"]): row for row in facts("v1_limits")["calls"]}


class Client:
    """A program with a token, and the clock of its cloud."""

    def __init__(self, sim: Simulator, http: requests.Session) -> None:
        self.sim, self.http = sim, http

    def code(self, method: str, path: str, *, token: str = "", **params: str) -> int:
        url = f"{self.sim.url}v1/{path}"
        headers = {"token": token or self.sim.token}
        reply = self.http.request(method, url, params=params, headers=headers, timeout=60)
        # A success of device/check/sn has no envelope.
        return int(reply.json().get("error_code", 0))

    def last(self) -> int:
        return self.code("POST", LAST, **MIN)

    def at(self, seconds: float, begin: datetime = NOON) -> None:
        self.sim.set_clock(begin + timedelta(seconds=seconds))


def client(limits: str, http: requests.Session) -> Iterator[Client]:
    with Simulator(start=START, speed=0, history_days=0, limits=limits) as sim:
        yield Client(sim, http)


@pytest.fixture(params=["documented", "strict"])
def refused(request: pytest.FixtureRequest, http: requests.Session) -> Iterator[Client]:
    yield from client(request.param, http)


@pytest.fixture
def strict(http: requests.Session) -> Iterator[Client]:
    yield from client("strict", http)


@pytest.fixture
def free(http: requests.Session) -> Iterator[Client]:
    yield from client("off", http)


# ---- what is documented ----------------------------------------------------------------------


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.path)
def test_each_limit_is_the_documented_one(call: Any) -> None:
    documented = FACTS[call.method, call.path]
    assert (call.every_s, call.per_day) == (documented["seconds"], documented["per_day"])


def test_every_documented_call_of_a_family_is_there() -> None:
    documented = {
        key
        for key, row in FACTS.items()
        if row["id"].partition("_")[0] in TOKEN_FAMILIES and row["id"] != "storage_add"
    }
    assert documented <= {(call.method, call.path) for call in CALLS}
    # a MIN has its settings apart; not all have a call for many devices, or settings
    assert len(documented) == 4 * len(TOKEN_FAMILIES) + len(WITH_BATCH) + 2 * len(SETTABLE) + 1


def test_each_call_keeps_its_limit_on_the_wire(strict: Client) -> None:
    # Without parameters the answer is an error of the call, for which the pace counts as well.
    for index, call in enumerate(CALLS):
        row = FACTS[call.method, call.path]
        begin = NOON + timedelta(hours=index)
        strict.at(0, begin)
        assert strict.code(call.method, call.path) != TOO_OFTEN, call.path
        if row["seconds"]:
            strict.at(row["seconds"] - 0.00001, begin)
            assert strict.code(call.method, call.path) == TOO_OFTEN, call.path
        strict.at(row["seconds"], begin)
        assert strict.code(call.method, call.path) != TOO_OFTEN, call.path
    by_kind = strict.sim.violations()["by_kind"]
    limited = [call for call in CALLS if FACTS[call.method, call.path]["seconds"]]
    assert by_kind == {"too_soon": len(limited)}


@pytest.mark.parametrize("path", ["plant/list", "plant/energy"])
def test_so_many_a_day_and_then_the_next_utc_day(refused: Client, path: str) -> None:
    row = FACTS["GET", path]
    for number in range(row["per_day"]):
        refused.at(number * row["seconds"])
        assert refused.code("GET", path) != TOO_OFTEN, number
    refused.sim.set_clock("2026-06-15T23:59:59Z")
    assert refused.code("GET", path) == TOO_OFTEN
    (found,) = refused.sim.violations()["violations"]
    assert (found["kind"], found["early_s"], found["limit"]) == ("too_many_a_day", 1.0, 10)
    refused.sim.set_clock("2026-06-16T00:00:00Z")
    assert refused.code("GET", path) != TOO_OFTEN


@pytest.mark.parametrize("fraction", [0, 1, 123457, 300001, 999999])
def test_exactly_on_time_is_on_time(strict: Client, fraction: int) -> None:
    begin = NOON.replace(microsecond=fraction) + timedelta(seconds=1)
    for round_ in range(20):
        strict.at(300 * round_, begin)
        assert strict.last() == 0
    assert strict.sim.violations()["count"] == 0
    strict.at(300 * 20 - 0.00001, begin)
    assert strict.last() == TOO_OFTEN


def test_rounding_does_not_make_a_call_too_soon(http: requests.Session) -> None:
    # Where floats get coarser, in 2038, the sum of these two is a tick above the later moment.
    begin = datetime.fromtimestamp(2**31, UTC) - timedelta(microseconds=6)
    assert begin.timestamp() + 300 > (begin + timedelta(seconds=300)).timestamp()
    with Simulator(start=begin, speed=0, history_days=0, limits="strict") as sim:
        program = Client(sim, http)
        assert program.last() == 0
        program.at(300, begin)
        assert program.last() == 0


def test_a_refused_call_does_not_count_for_the_pace(refused: Client) -> None:
    answers = {0: 0, 100: TOO_OFTEN, 299: TOO_OFTEN, 300: 0, 301: TOO_OFTEN, 600: 0}
    for seconds, code in answers.items():
        refused.at(seconds)
        assert refused.last() == code, seconds
    found = refused.sim.violations()["violations"]
    assert [row["early_s"] for row in found] == [200, 1, 299]


# ---- what is written down ----------------------------------------------------------------------


def test_a_violation_tells_when_what_whom_and_by_how_much(strict: Client) -> None:
    assert strict.last() == 0
    strict.at(120.5)
    assert strict.last() == TOO_OFTEN
    row = {
        "time": "2026-06-15T10:04:30.500000+00:00",
        "kind": "too_soon",
        "path": f"/v1/{LAST}",
        "subject": "SIMMIN0001",
        "early_s": 179.5,
        "limit": 300.0,
    }
    shown = {"count": 1, "by_kind": {"too_soon": 1}, "violations": [row]}
    assert strict.sim.violations() == shown
    door = f"{strict.sim.url}_sim/violations"
    assert strict.http.get(door, timeout=60).json() == shown
    assert strict.http.delete(door, timeout=60).json() == {"ok": True}
    empty = {"count": 0, "by_kind": {}, "violations": []}
    assert strict.http.get(door, timeout=60).json() == empty
    assert strict.last() == TOO_OFTEN, "the pace is not forgotten with the log"
    strict.sim.clear_violations()
    assert strict.sim.violations() == empty
    assert strict.last() == TOO_OFTEN
    strict.sim.reset()
    assert strict.sim.violations() == empty
    assert strict.last() == 0


def test_one_call_may_exceed_two_limits(strict: Client) -> None:
    for number in range(10):
        strict.at(300 * number)
        strict.code("GET", "plant/list")
    strict.at(300 * 9 + 1)
    strict.code("GET", "plant/list")
    assert strict.sim.violations()["by_kind"] == {"too_soon": 1, "too_many_a_day": 1}


def test_without_limits_violations_are_counted_and_answered(free: Client) -> None:
    # Each of these answers counts for the pace, as none was refused.
    for seconds in (0, 100, 300, 600):
        free.at(seconds)
        assert free.last() == 0
    assert [row["early_s"] for row in free.sim.violations()["violations"]] == [200, 100]
    for _ in range(12):
        assert free.code("GET", "plant/list") == 0
    by_kind = free.sim.violations()["by_kind"]
    assert by_kind == {"too_soon": 2 + 11, "too_many_a_day": 2}


def test_what_is_no_violation(strict: Client) -> None:
    for _ in range(3):
        assert strict.code("POST", LAST, token="another", **MIN) == 10011
        url = f"{strict.sim.url}v1/no/such/call"
        assert strict.http.get(url, timeout=60).status_code == 404
        strict.sim.add_fault({"fault": "http_502", "match": f"*/{LAST}"})
        reply = strict.http.post(f"{strict.sim.url}v1/{LAST}", data=MIN, timeout=60)
        assert reply.status_code == 502
    assert strict.last() == 0
    assert strict.sim.violations()["count"] == 0


def test_an_answer_that_nobody_hears_counts_for_the_pace(strict: Client) -> None:
    strict.sim.add_fault({"fault": "http_502", "match": f"*/{LAST}", "after": True})
    url, headers = f"{strict.sim.url}v1/{LAST}", {"token": strict.sim.token}
    assert strict.http.post(url, data=MIN, headers=headers, timeout=60).status_code == 502
    assert strict.last() == TOO_OFTEN
    assert strict.sim.violations()["by_kind"] == {"too_soon": 1}


def test_both_prefixes_share_a_pace_and_devices_do_not(strict: Client) -> None:
    assert strict.last() == 0
    url, headers = f"{strict.sim.url}v4/{LAST}", {"token": strict.sim.token}
    reply = strict.http.post(url, data=MIN, headers=headers, timeout=60)
    assert reply.json()["error_code"] == TOO_OFTEN
    assert strict.code("POST", LAST, tlx_sn="OTHER00001") != TOO_OFTEN
    assert strict.sim.violations()["count"] == 1


def test_the_log_is_short_and_without_secrets_the_count_exact(strict: Client) -> None:
    secret = strict.sim.token
    for _ in range(2):
        strict.code("POST", LAST, tlx_sn=secret)
        strict.code("POST", LAST, tlx_sn="9" * 5000)
    hidden, long = strict.sim.violations()["violations"]
    assert (hidden["subject"], len(long["subject"])) == ("***", 100)
    for _ in range(1_010):
        strict.last()
    shown = strict.sim.violations()
    assert (shown["count"], shown["by_kind"]) == (1_011, {"too_soon": 1_011})
    assert len(shown["violations"]) == 1_000
    assert {row["subject"] for row in shown["violations"]} == {"SIMMIN0001"}


def test_of_calls_at_the_same_moment_one_is_answered(strict: Client) -> None:
    url, headers = f"{strict.sim.url}v1/{LAST}", {"token": strict.sim.token}

    def ask(_: int) -> list[int]:
        with requests.Session() as session:
            session.trust_env = False
            replies = [session.post(url, data=MIN, headers=headers, timeout=30) for _ in range(20)]
        return [reply.json()["error_code"] for reply in replies]

    with ThreadPoolExecutor(8) as threads:
        codes = list(chain.from_iterable(threads.map(ask, range(8))))
    assert sorted(codes) == [0] + [TOO_OFTEN] * 159
    assert strict.sim.violations()["count"] == 159


def test_a_pace_forgets_the_oldest_of_too_many() -> None:
    pace = Pace(lambda: 2)
    for now, key in enumerate("abac"):
        pace.note(key, now)
    assert [pace.today(key, 4) for key in "abc"] == [2, 0, 1]
    assert [pace.early_s(key, 10, 4) for key in "abc"] == [8, 0, 9]


def test_who_waits_out_the_limit_on_a_running_clock_is_on_time() -> None:
    with (
        Simulator(start=START, speed=1000, history_days=0, limits="strict") as sim,
        requests.Session() as http,
    ):
        http.trust_env = False
        program = Client(sim, http)
        assert program.last() == 0
        asked = datetime.fromisoformat(sim.clock()["now"])
        while datetime.fromisoformat(sim.clock()["now"]) < asked + timedelta(seconds=300):
            time.sleep(0.01)
        assert program.last() == 0
        assert sim.violations()["count"] == 0


def test_a_pace_is_as_small_whatever_clients_ask_about() -> None:
    pace = Pace(lambda: 1000)
    tracemalloc.start()
    try:
        for number in range(3000):
            pace.note(Asked("/v1/x", f"unknown {number}" * 100), 0.0)
        assert tracemalloc.get_traced_memory()[0] < 500_000
    finally:
        tracemalloc.stop()
    assert pace.today(Asked("/v1/x", "unknown 2999" * 100), 0.0) == 1
