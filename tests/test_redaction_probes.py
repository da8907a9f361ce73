"""Secrets in 500 shapes that the redaction does not list: none of them is seen."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

import growattServer
from growattServer.redaction.bodies import body, headers, learn_body
from support import RecordingServer, new_redactor

_RANDOM = random.Random(20260615)
WORDS = """
    gate pump attic flat suite crew tenant holder line box dish hub probe link slot entry peer
    origin target scope bag tail note2 extra blob misc field attr
"""

SECRETS: dict[str, list[Any]] = {
    "name": ["Hannelore Quast", "j.quastmeier", "Pjotr Özdemir", "quastmeier", "张伟明", "北京"],
    "e-mail": ["h.quast@mailbox.example", "Q+solar@sub.posteo.example"],
    "serial": ["QXT7B4D02M", "qxt7b4d02m", "0QVRB3C01K22M004", "Qxt7B4d02m", "qx-7b4-d02-mm"],
    "id": [18273645, "18273645", "U18273645", 918273],
    "phone": ["+49 4705 918273", "04705/918273", "0049-4705-918273", 494705918273],
    "place": [53.64817, "53.64817", -118.51934, "53.64817,8.51934", "53°38'53.4\"N", 536481700],
    "address": ["Am Deich 9, 27639 Wremen", "Deichweg 17a", "27639", "Wremen"],
    "network": [
        "84.133.7.9",
        "2003:e5:1f2a:9c00:1c2d:aaff:fe3b:77d1",
        "fd7a:115c:a1e0::53",
        "9c:9d:7e:41:02:aa",
        "FRITZ!Box 7590 QX",
    ],
    "password": ["s3same-0ffen!", "korrektpferdbatterie", "P@ss w0rt 99", "hunter2"],
    "token": [
        "kw3x9fz1m7q5t2v8b4n6c0d1s5g7h9j2",
        "aGFubmUucTpzM3NhbWU=",
        "cXVhc3Q6b2ZmZW4hIQ==",
        "eyJhbGciOiJ9.eyJzdWIiOiIx.dozjgNryP4J3jVm",
    ],
    "cookie": ["A1B2C3D4E5F60718293A4B5C6D7E8F90", "9f86d081-node7"],
}


def key() -> str:
    """A key that nobody has described."""
    words = _RANDOM.sample(WORDS.split(), 2)
    return _RANDOM.choice(
        [words[0] + words[1].capitalize(), "_".join(words), words[0], words[0].upper()]
    )


def as_json(document: Any, **options: Any) -> str:
    return json.dumps(document, **options)


# a shape makes a document that holds the secret
SHAPES: dict[str, Callable[[Any], Any]] = {
    "a key": lambda secret: {key(): secret},
    "a list": lambda secret: {key(): [1, secret, {"a": None}]},
    "deep": lambda secret: {key(): {key(): [[{key(): secret}]]}},
    "a bare value": lambda secret: [secret],
    "a key of itself": lambda secret: {"userName": str(secret), key(): {str(secret): 7}},
    "JSON in a text": lambda secret: {key(): as_json({key(): secret})},
    "JSON in JSON": lambda secret: {key(): as_json(as_json({"data": [{key(): secret}]}))},
    "JSON in a message": lambda secret: {"msg": "bad request: " + as_json({key(): secret})},
    "a form": lambda secret: {key(): urlencode({key(): secret, "op": "set"})},
    "cookies": lambda secret: {key(): f"{key()}={secret}; Path=/"},
    "an address": lambda secret: {key(): f"https://{key()}.example/x?{key()}={quote(str(secret))}"},
    "a path": lambda secret: {key(): f"http://h.example/{quote(str(secret))}/list.do?a=1"},
    "a session in a path": lambda secret: {"url": f"/index.do;jsessionid={secret}?x=1"},
    "a message": lambda secret: {"error_msg": f"device {secret} of the user does not exist"},
    "a message in brackets": lambda secret: {"msg": f"[{secret}]"},
    "a message alone": lambda secret: {"msg": secret},
    "a zone": lambda secret: {"timezone": secret},
    "a message in capitals": lambda secret: {"msg": f"NO {secret}!"},
    "other letters": lambda secret: [{"alias": str(secret)}, {"msg": str(secret).upper()}],
    "twins": lambda secret: [{"alias": str(secret)}, {"statusText": f"of {secret}".lower()}],
    "XML": lambda secret: {key(): f"<user><{key()}>{secret}</{key()}></user>"},
    "a wrong reading": lambda secret: {key(): {"pac": 5, "owner": secret}, "count": 1},
}


def forms(secret: Any) -> set[str]:
    """How it may look in a text."""
    text = str(secret)
    return {text.lower(), quote(text).lower(), as_json(text)[1:-1].lower()}


def probes() -> Iterator[tuple[str, str, Any, Any]]:
    for kind, secrets in SECRETS.items():
        for secret in secrets:
            for shape, made in SHAPES.items():
                yield kind, shape, secret, made(secret)


def test_none_of_500_is_seen() -> None:
    asked = list(probes())
    assert len(asked) >= 500
    survived = []
    for kind, shape, secret, document in asked:
        content = as_json(document).encode()
        redactor = new_redactor()
        learn_body(redactor, content)
        shown = as_json(body(redactor, content), ensure_ascii=False).lower()
        if any(form in shown for form in forms(secret)):
            survived.append((kind, shape, secret, document, shown))
    assert survived == []


NAMED = """
    wifiKey userPwd wlan_passphrase coords homeAddress geoPoint siteLat pvLongitude bornOn
    gatewayIp peerAddr MAILBOX contact_person doorCode plate iban
"""


@pytest.mark.parametrize("name", NAMED.split())
def test_nothing_stays_under_a_name_that_says_it(name: str) -> None:
    for secrets in SECRETS.values():
        for secret in secrets:
            redactor = new_redactor()
            document = {name: secret, "more": {name: [secret, {"x": secret}]}}
            shown = as_json(redactor.document(document), ensure_ascii=False).lower()
            shown += str(redactor.parameters([(name, str(secret))])).lower()
            assert not any(form in shown for form in forms(secret)), (name, secret, shown)


def test_coordinates_are_taken_wherever_they_stand() -> None:
    places = {
        "coords": {"x": 53.6, "y": 8.5},
        "geo": [53.65, 8.52],
        "spot": {"lat": 53.65, "lng": 8.5},
        "geometry": {"type": "Point", "coordinates": [8.51934, 53.64817]},
        "at": "53.648, 8.519",
        "siteLat": "53.6",
        "dot": [53.648, 8.519],
    }
    shown = as_json(new_redactor().document(places))
    assert not any(place in shown for place in ("53", "8.5"))


@pytest.mark.parametrize(
    "received",
    [
        {"Set-Cookie": "JSESSIONID=Qx7secret9Cookie; Path=/; HttpOnly"},
        {"Server": "h.quast@mailbox.example"},
        {"Content-Type": "text/html; owner=quastmeier"},
        {"Date": "quastmeier"},
        {"Retry-After": "quastmeier"},
        {"Set-Cookie": "quastmeier=1"},
    ],
)
def test_headers_say_nothing(received: dict[str, str]) -> None:
    shown = str(headers(new_redactor(), received)).lower()
    assert not any(one in shown for one in ("quast", "qx7secret"))


def test_a_cookie_is_known_in_the_reply_that_sets_it(
    tmp_path: Path, server: RecordingServer
) -> None:
    secret = "Qx7secretCookieValue"
    server.answer({"error_code": 0, "error_msg": "", "data": {"count": 1, "unit": f"is {secret}"}})
    server.headers = {"Set-Cookie": f"SERVERID={secret}; Path=/"}
    with (
        growattServer.record_to(tmp_path / "a.jsonl") as recording,
        growattServer.OpenApiV1("any", server_url=server.url) as api,
    ):
        api.plant_list()
        api.plant_list()
    assert secret not in recording.path.read_text("utf-8")


def test_the_same_text_becomes_the_same_everywhere() -> None:
    redactor = new_redactor()
    first = redactor.document({"holder": "Hannelore Quast", "owner": "Hannelore Quast"})
    assert first["holder"] == first["owner"] != "Hannelore Quast"
    assert redactor.document({"alias": "hannelore quast"})["alias"] == first["owner"].lower()
    held = json.loads(redactor.document({"blob": as_json({"ppv": 12.5, "x": "Quast"})})["blob"])
    assert held["ppv"] == 12.5
