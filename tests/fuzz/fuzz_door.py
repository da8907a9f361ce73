"""Wishes at the control door of the simulator: each is answered, and the simulator goes on."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import datetime
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from fuzz_replies import TEXTS, Source

from growattServer.simulator import Simulator
from growattServer.simulator.scenario_files import bundled

JSON = "application/json"
SERIAL, PLANT = "SIMMIN0001", 1000001
START = "2026-06-15T12:00:00+02:00"
_LATEST = datetime.fromisoformat(START).timestamp() + 7 * 86_400
WISHES: tuple[tuple[str, str, Any], ...] = (
    ("POST", "clock", {"now": "2026-06-15T13:00:00+02:00", "speed": 0}),
    ("POST", "faults", {"fault": "slow", "match": "*", "times": 1, "seconds": 0, "after": True}),
    ("POST", "faults", {"fault": "error_code", "error_code": 5, "error_msg": "x", "method": "GET"}),
    *(("POST", "scenario", {"name": "midnight_bounce"}),) * 3,
    ("POST", "account", {"locked": False, "session_minutes": 5, "lockout": "off"}),
    ("POST", "accounts", {"user": "other", "password": "secret", "token": "5ec7e7"}),
    (
        *("POST", "plants"),
        {
            "name": "a place",
            "latitude": 48.1,
            "longitude": 11.6,
            "timezone": "Asia/Tokyo",
            "city": "x",
            "country": "y",
            "currency": "z",
            "plant_id": 77,
            "has_meter": True,
            "grid_voltage_v": 230.0,
            "grid_frequency_hz": 50.0,
        },
    ),
    (
        *("POST", "devices"),
        {"family": "sph", "serial_number": "NEW0000001", "plant_id": PLANT, "online": True},
    ),
    ("POST", f"devices/{SERIAL}", {"online": False, "datalogger_online": True, "grid": True}),
    ("PATCH", f"devices/{SERIAL}", {"online": True}),
)
ASKED: tuple[tuple[str, str], ...] = (
    *(("GET", name) for name in ("clock", "faults", "requests", "scenario", "account", "limits")),
    *(("GET", "violations"), ("DELETE", "faults"), ("DELETE", "scenario"), ("DELETE", "sessions")),
    *(("GET", f"devices/{SERIAL}"), ("POST", "reset"), ("GET", "recording"), ("PUT", "clock")),
    ("GET", f"devices/{SERIAL}/truth?start=2026-06-15T08:00&end=2026-06-15T08:10"),
)
HEADERS: tuple[dict[str, str], ...] = (
    *({"Content-Type": "text/plain"}, {"Content-Type": f"{JSON}; charset=nonsense"}, {}),
    *({"Content-Type": "\xff"}, {"Content-Type": ";;;="}, {"Origin": "null"}, {"Host": "[::1"}),
    *({"Content-Encoding": "gzip"}, {"Content-Encoding": "deflate"}, {"Host": "127.0.0.1:99999"}),
    {"Sec-Fetch-Site": "cross-site"},
)
# what a client may ask of a simulator, whatever was wished at its door
CALLS = (
    ("GET", f"v1/device/list?plant_id={PLANT}"),
    ("GET", f"v1/plant/data?plant_id={PLANT}"),
    ("GET", f"v1/plant/details?plant_id={PLANT}"),
    ("POST", f"v1/device/tlx/tlx_last_data?tlx_sn={SERIAL}"),
    ("POST", "v1/device/mix/mix_last_data?mix_sn=NEW0000001"),
    ("POST", "newTwoLoginAPI.do?userName=demo&password=x"),
)


@cache
def _scenarios() -> list[dict[str, Any]]:
    """The scenarios that are bundled, as JSON, with a house of their own in each."""
    house = {"family": "min", "serial_number": "HOUSE00001", "timezone": "Asia/Tokyo", "name": "x"}
    place = {"latitude": 35.6, "longitude": 139.7}
    tables = [tomllib.loads(text) for text in bundled().values()]
    return [
        json.loads(json.dumps({"houses": [house | place], **one}, default=str)) for one in tables
    ]


class Knocker:
    """One connection to a simulator, opened again where the server has closed it."""

    def __init__(self, cloud: Simulator) -> None:
        self.cloud, self.parts = cloud, urlsplit(cloud.url)
        self.connection = self._opened()

    def _opened(self) -> HTTPConnection:
        return HTTPConnection(self.parts.hostname or "", self.parts.port, timeout=60)

    def close(self) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        """Status and body of the answer; a server that does not answer raises."""
        for attempt in "12":
            try:
                self.connection.request(method, f"/{path}", body, headers)
                reply = self.connection.getresponse()
                return reply.status, reply.read()
            except (OSError, HTTPException):
                # it was closed after an answer to something that was no HTTP
                self.connection.close()
                self.connection = self._opened()
                if attempt == "2":
                    raise
        raise AssertionError


def run(seed: int, count: int) -> Counter[str]:
    """So many odd wishes; gives how many were granted and refused, and how many calls answered."""
    source, outcomes = Source(seed), Counter[str]()
    with Simulator(start=START, speed=0, history_days=0, seed=seed) as cloud:
        knocker = Knocker(cloud)
        for number in range(count):
            method, path, body, headers = _wish(source)
            try:
                status, said = knocker.ask(method, f"_sim/{path}", body, headers)
                assert status < 500, (status, said[:300])
                outcomes["granted" if status < 300 else "refused"] += 1
                if status < 300 or number % 50 == 0:
                    _goes_on(knocker, source, outcomes)
            except Exception as error:
                error.add_note(
                    f"door, seed {seed}, number {number}: {method} {path[:300]} {headers} "
                    f"{(body or b'')[:1000]!r}"
                )
                raise
            if number % 40 == 39:
                cloud.reset()
        knocker.close()
    return outcomes


def _wish(source: Source) -> tuple[str, str, bytes | None, dict[str, str]]:
    chance = source.chance
    headers = {"Content-Type": JSON}
    if chance.random() < 0.15:
        method, path = chance.choice(ASKED)
        if chance.random() < 0.7:
            path = _other_path(source, path)
        return method, path, None, headers
    method, path, wish = chance.choice(WISHES)
    if path == "scenario" and chance.random() < 0.8:
        wish = chance.choice(_scenarios())
    if chance.random() < 0.05:
        path = _other_path(source, path)
    if chance.random() < 0.05:
        headers = chance.choice(HEADERS)
    return method, path, source.spoilt(json.loads(json.dumps(wish))), headers


def _other_path(source: Source, path: str) -> str:
    """A path with another text in the place of one of its parts."""
    text = source.chance.choice(TEXTS)[:2000]
    quoted = quote(text.encode("utf-8", "surrogatepass"), safe="")
    before, mark, after = path.partition(
        source.chance.choice((SERIAL, "2026-06-15T08:10", "clock"))
    )
    return f"{before}{quoted}{after}" if mark else f"{path}{source.chance.choice('/?%')}{quoted}"


def _goes_on(knocker: Knocker, source: Source, outcomes: Counter[str]) -> None:
    """Whatever was wished, the door shows its state, and clients are answered."""
    cloud = knocker.cloud
    # years are worked through day by day, which is not the subject here
    if cloud._cloud.clock.timestamp() > _LATEST:
        cloud.reset()
    for path in ("clock", "account", "scenario", f"devices/{SERIAL}"):
        status, said = knocker.ask("GET", f"_sim/{path}", None, {})
        assert status == 200, (path, status, said[:300])
        json.loads(said)
    cloud.clear_faults()
    for method, path in source.chance.sample(CALLS, 2):
        status, said = knocker.ask(method, path, None, {"token": cloud.token})
        assert status < 500, (path, status, said[:300])
        outcomes["answered"] += 1
