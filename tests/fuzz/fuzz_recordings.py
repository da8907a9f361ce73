"""Recordings that somebody else has written to, as the world of a simulator."""

from __future__ import annotations

import json
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from typing import Any

from fuzz_door import Knocker
from fuzz_replies import Source
from fuzz_walk import look_at_message

from growattServer.simulator import Simulator
from growattServer.simulator.errors import DoorError
from growattServer.simulator.recording import Played, Recording

HEADER = {"format": "growattServer recording", "version": 1}
PLANTS = {"method": "GET", "url": "https://openapi.growatt.com/v1/plant/list"}
LOGIN = {"method": "POST", "url": "https://server.growatt.com/newTwoLoginAPI.do"}


def _body(**described: Any) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json;charset=UTF-8",
        "Retry-After": "30",
        "Set-Cookie": ["JSESSIONID", "SERVERID"],
    }
    return {"status": 200, "headers": headers, "location": "/login", "body": described}


def lines() -> list[dict[str, Any]]:
    """The exchanges of a recording, one of each kind that there is."""
    replies = (
        _body(kind="json", json={"data": {"count": 1}, "error_code": 0, "error_msg": ""}),
        _body(kind="page", bytes=300, marks=["login", "a"], variable="inv", embedded={"a": "'"}),
        _body(kind="page", bytes=300, marks=["login"]),
        _body(kind="half JSON", bytes=90, opens='{"data"'),
        _body(kind="empty", bytes=4),
        _body(kind="text", bytes=40, marks=["not found"]),
    )
    asked = {"query": [["page", "1"], ["token", "xxxx"]], "form": [["userName", "xxxx"]]}
    good: list[dict[str, Any]] = [
        {"duration_ms": 12.5, "request": {**call, **asked}, "reply": reply}
        for reply, call in zip(replies, (PLANTS, LOGIN) * 3, strict=True)
    ]
    error = {"class": "GrowattIncompleteReplyError", "message": "half of it"}
    return [*good, {"duration_ms": 9000, "request": {**PLANTS, **asked}, "error": error}]


def run(seed: int, count: int, folder: Path) -> Counter[str]:
    """So many damaged recordings, opened and asked for all that they hold; some over the wire.

    Gives how many could be `played`, how many were `refused` with a sentence, and how many replies
    were `sent`.
    """
    source, path = Source(seed), folder / f"recording{seed}.jsonl"
    outcomes = Counter[str]()
    with Simulator(history_days=0) as cloud:
        knocker = Knocker(cloud)
        for number in range(count):
            path.write_bytes(_spoilt(source))
            try:
                played = _play(path)
                outcomes["played" if played else "refused"] += 1
                if played and source.chance.random() < 0.2:
                    _send(knocker, source.chance.choice(played))
                    outcomes["sent"] += 1
            except Exception as error:
                body = path.read_bytes()[:2000]
                error.add_note(f"recording, seed {seed}, number {number}: {body!r}")
                raise
        knocker.close()
    return outcomes


def _spoilt(source: Source) -> bytes:
    """A file of which one line is damaged, now and then its first one."""
    documents = [{**HEADER}, *lines()]
    at = source.chance.choice((0, *range(1, len(documents)), *range(1, len(documents))))
    good = [json.dumps(one).encode() for one in documents]
    good[at] = source.spoilt(documents[at])
    return b"\n".join(good) + source.chance.choice((b"\n", b"\n", b"", b"\n\n"))


def _play(path: Path) -> list[Played]:
    """All answers of a recording; none where it was refused."""
    try:
        recording = Recording(path)
    except DoorError as error:
        look_at_message(error)
        return []
    found = []
    for asked, answers in recording._answers.items():
        for _ in range(len(answers) + 1):
            played = recording.take(*asked)
            assert played is not None
            found.append(played)
    recording.take("GET", "/elsewhere", ())
    json.dumps([recording.requests(), recording.unanswered()])
    recording.rewind()
    return found


class One:
    """A recording with one answer to everything."""

    def __init__(self, played: Played) -> None:
        self.played = played

    def take(self, *asked: object) -> Played:
        return self.played


def _send(knocker: Knocker, played: Played) -> None:
    """An answer as a client gets it: what was recorded, or no answer where an error was."""
    if "Timeout" in played.error:
        return
    knocker.cloud._cloud.recording = One(played)  # type: ignore[assignment]  # all that is asked
    try:
        status, body = knocker.ask("GET", "x", None, {})
    except (OSError, HTTPException):
        assert played.error
        return
    assert not played.error
    assert status == played.status
    assert body == (b"" if status in (204, 304) else played.content)
