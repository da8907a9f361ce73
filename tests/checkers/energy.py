"""Energy is conserved in each answer of the simulator that shows all flows of a device.

What is read is the answer itself, as it went over the socket: what came in (sun, grid, battery)
went out (house, grid, battery) or was lost in the inverter, which loses what its efficiency says:
at least of what passes it from direct to alternating current, at most of all that came in. It is so
of powers, of counters of the day and of the life, and of what a life has counted between two
records. A level lies between 0 and 100 %, and no lifetime counter of a later record is lower. What
a scenario makes of a record is no truth: records of a moment that it spoils are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import orjson
from aiohttp import web

from growattServer.simulator.cloud import Cloud
from growattServer.simulator.device import Device
from growattServer.simulator.java import zone
from growattServer.simulator.serve import Server
from growattServer.simulator.shinephone.asking import SERVER_ZONE
from growattServer.simulator.view import View

from .findings import look_on, note

NAME = "energy"


class Balance(NamedTuple):
    """Keys whose values are what came in and what went out, all in steps of `step`.

    Import and discharge are the last of what came in, the charge is the last of what went out.
    """

    what: str
    step: float
    gained: tuple[str, ...]
    used: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((*self.gained, *self.used))


def _of(what: str, step: float, gained: str, used: str) -> Balance:
    return Balance(what, step, tuple(gained.split()), tuple(used.split()))


# the keys as the vendor's documents name them
BALANCES = (
    _of(
        "powers",
        0.1,
        "ppv pacToUserTotal bdc1DischargePower",
        "pacToLocalLoad pacToGridTotal bdc1ChargePower",
    ),
    _of("powers", 0.1, "ppv pacToUserTotal pdischarge1", "plocalLoadTotal pacToGridTotal pcharge1"),
    _of(
        "powers",
        0.1,
        "ppvInverter pacToUserTotal pdischarge1",
        "plocalLoadTotal pacToGridTotal pcharge1",
    ),
    _of("powers", 0.01, "ppv pactouser pdisCharge1", "pLocalLoad pactogrid chargePower"),
    _of("powers", 1, "ppv pAcInPut pDischarge", "sysOut pCharge"),
    *(
        _of(f"{span} counters", 0.1, gained.replace("*", span), used.replace("*", span))
        for span in ("Today", "Total")
        for gained, used in (
            ("epv1* epv2* etoUser* edischarge*", "elocalLoad* etoGrid* echarge*"),
            ("epv1* epv2* etoUser* edischarge1*", "elocalLoad* etoGrid* echarge1*"),
            ("epv1* epv2* etoUser* edischarge1*", "elocalLoad* etogrid* echarge1*"),
            ("epv1* epv2* etoUser* edischarge*", "elocalLoad* etoGrid* echarge1*"),
            ("epv1* epv2* etoUser* edischarge*", "elocalLoad* etogrid* echarge1*"),
            ("epvInverter* etoUser* edischarge*", "elocalLoad* etoGrid* echarge1*"),
            ("epvInverter* etoUser* edischarge*", "elocalLoad* etogrid* echarge1*"),
            ("epv* eToUser* eDischarge*", "useEnergy* eCharge*"),
        )
    ),
    _of("sum of the strings", 0.1, "ppv1 ppv2", "ppv"),
)
LEVELS = ("soc", "SOC", "bmsSOC", "bmsSoc", "bdc1Soc", "soc1", "capacity")
_BEGINS = frozenset(
    ("pacToUserTotal", "pactouser", "pAcInPut", "etoUserToday", "eToUserToday", *LEVELS)
)
# what the days of a life before the simulation have lost
_EARLIER_SHARE = 0.03

_asked: ContextVar[tuple[Cloud, Mapping[str, str]] | None] = ContextVar("asked", default=None)


def watch() -> None:
    """Look at every answer that a simulator gives."""
    look_on(Cloud, "_answer", _answered)
    look_on(Cloud, "answer_app", _answered_app)
    look_on(Server, "_vendor", _sent)


def _answered(answer: Any, cloud: Cloud, call: Any, params: Mapping[str, str]) -> Any:
    _asked.set((cloud, params))
    return answer(cloud, call, params)


def _answered_app(answer: Any, cloud: Cloud, path: str, params: Any, *more: Any) -> Any:
    _asked.set((cloud, params))
    return answer(cloud, path, params, *more)


async def _sent(vendor: Any, server: Any, request: web.Request) -> web.StreamResponse:
    _asked.set(None)
    response: web.StreamResponse = await vendor(server, request)
    asked, body = _asked.get(), getattr(response, "body", None)
    if asked is not None and isinstance(body, bytes) and body[:1] in (b"{", b"["):
        check(*asked, body, request.path)
    return response


def check(cloud: Cloud, params: Mapping[str, str], body: bytes, path: str) -> None:
    """Look at one answer, to whoever asked with these parameters."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return  # a fault that was ordered
    read: dict[str, list[tuple[float, dict[str, Any]]]] = {}
    for row in _rows(document):
        device = _device_of(cloud, params, row)
        if device is None:
            continue
        with cloud.lock:
            moments = _moments(cloud, device, row, params)
            if _is_spoilt(device, moments):
                continue
        for text in wrong_in(row, device.hardware.inverter_efficiency):
            note(NAME, f"{path}, {device.serial_number} at {row.get('time')}: {text}")
        read.setdefault(device.serial_number, []).append((moments[0], row))
    for serial_number, rows in read.items():
        device = cloud.world.devices[serial_number]
        for text in _wrong_between(device, path, sorted(rows, key=lambda each: each[0])):
            note(NAME, f"{path}, {serial_number}: {text}")


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    """All objects that show flows or a level."""
    if isinstance(value, dict):
        if not _BEGINS.isdisjoint(value):
            yield value
            return
        value = value.values()
    for inner in value:
        if type(inner) in (dict, list):
            yield from _rows(inner)


@lru_cache(maxsize=1024)
def _fitting(keys: tuple[str, ...]) -> tuple[list[Balance], list[str], list[str]]:
    """The balances, levels and totals of records with these keys."""
    balances = [balance for balance in BALANCES if balance.keys <= set(keys)]
    totals = [key for key in keys if key.endswith("Total") and key[0] == "e"]
    return balances, [key for key in LEVELS if key in keys], totals


def wrong_in(row: Mapping[str, Any], efficiency: float) -> Iterator[str]:
    """What does not add up in a record."""
    balances, levels, _ = _fitting(tuple(row))
    for balance in balances:
        # a record may lack what its family shows
        if any(row[key] is None for key in balance.keys):
            continue
        yield from _unbalanced(balance, row, efficiency, 1)
    for key in levels:
        if not 0 <= float(str(row[key]).rstrip("% ")) <= 100:
            yield f"{key} is {row[key]}"


def _unbalanced(
    balance: Balance, row: Mapping[str, Any], efficiency: float, ends: int
) -> Iterator[str]:
    """What one balance lacks; each value is rounded at so many ends."""
    gained, used = ([float(row[key]) for key in keys] for keys in (balance.gained, balance.used))
    came, lost = sum(gained), sum(gained) - sum(used)
    spare = ends * balance.step * len(balance.keys) / 2 + abs(came) * 1e-6
    least = most = 0.0
    if len(used) > 1:
        shares = sorted((_EARLIER_SHARE, 1 - efficiency))
        # what a battery takes from the sun does not pass the inverter, and import need not
        least, most = shares[0] * max(0.0, came - gained[-2] - used[-1]), shares[1] * came
    if not least - spare <= lost <= most + spare:
        shown = ", ".join(f"{key} {row[key]}" for key in (*balance.gained, *balance.used))
        yield f"{balance.what} lose {lost:.2f} of {came:.2f}: {shown}"


def _device_of(cloud: Cloud, params: Mapping[str, str], row: Mapping[str, Any]) -> Device | None:
    devices = cloud.world.devices
    names = (row.get("serialNum"), *params.values())
    return next(
        (devices[name] for name in names if isinstance(name, str) and name in devices), None
    )


def _moments(
    cloud: Cloud, device: Device, row: Mapping[str, Any], params: Mapping[str, str]
) -> list[float]:
    """When a record was measured: two moments where a clock is put back."""
    if isinstance(row.get("time"), str) and "start_date" in params:
        wall = datetime.fromisoformat(row["time"])
        shown_in = zone(params.get("timezone_id") or "UTC")
        return [wall.replace(tzinfo=shown_in, fold=fold).timestamp() for fold in (0, 1)]
    if {"deviceType", "date"} <= params.keys() and "time" in row:
        # a history of V4, whose texts are on the clock of the server
        sent = row["time"]
        if isinstance(sent, str):
            return [datetime.fromisoformat(sent).replace(tzinfo=SERVER_ZONE).timestamp()]
        return [sent / 1000]
    return [float(device.latest(cloud.clock.timestamp()).timestamp)]


def _is_spoilt(device: Device, moments: list[float]) -> bool:
    """Does a scenario change what is told of this moment?"""
    spans = [span_at for _, span_at in device.view._values] if isinstance(device.view, View) else []
    return any(span_at(moment) is not None for span_at in spans for moment in moments)


def _wrong_between(
    device: Device, path: str, rows: list[tuple[float, dict[str, Any]]]
) -> Iterator[str]:
    """What is wrong with the totals of later records, of this answer or after the last one."""
    shown: dict[str, tuple[float, dict[str, float]]]
    shown = vars(device).setdefault("_shown_to_checkers", {})
    totals = [(moment, _totals(row)) for moment, row in rows]
    pairs = list(pairwise(totals))
    if path in shown and shown[path][0] <= totals[-1][0]:
        pairs.append((shown[path], totals[-1]))
    # of neighbours the rounding is larger than what is counted
    far = pairs[len(totals) - 1 :]
    if len(totals) > 1:
        far.append((totals[0], totals[-1]))
    for (_, before), (moment, after) in pairs:
        for key, value in after.items():
            if value < before.get(key, value) - 0.001:
                yield f"{key} falls from {before[key]} to {value} at {moment:.0f}"
    for (_, before), (_, after) in far:
        risen = {key: round(after[key] - before[key], 3) for key in after if key in before}
        for balance in _fitting(tuple(risen))[0]:
            yield from _unbalanced(balance, risen, device.hardware.inverter_efficiency, 2)
    if path not in shown or shown[path][0] <= totals[-1][0]:
        shown[path] = totals[-1]


def _totals(row: Mapping[str, Any]) -> dict[str, float]:
    found = {key: row[key] for key in _fitting(tuple(row))[2] if row[key] is not None}
    return {key: value for key, value in found.items() if isinstance(value, int | float)}
