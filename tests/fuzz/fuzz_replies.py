"""Replies that no server should send: captures with damage, and JSON of every wrong shape."""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from growattServer.wire import Reply

CAPTURES = Path(__file__).parent.parent / "captures"
TEXTS = (
    *("", " ", "null", "None", "\0", "\0\0\0", "NaN", "Infinity", "-0", "1e400", "0x10", "--5"),
    *("- 5", "+5", "²", "٣", "1_000", "12,5", "230.1V", "5 kWh", "9" * 5000, "-" * 3000),
    *("1:2", "25:61", "٢٣:٥٩", ":", "1:", "²:³", "9" * 5000 + ":1", "00:00:00:00", "-1:30"),
    *("2026-02-30 10:00", "0000-00-00 00:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00"),
    *("2026-06-04", "2026-06-15 12:00:00", "2026-03-29 02:30:00", "2026-06-15T12:00:00+25:00"),
    *("\ud800", "a\udfff", "😀" * 9, "\u202e", "a" * 20_000, "<html>login</html>", "\r\n", "}{"),
    *("502", "507", "0", "10012", "error_permission_denied", "device offline", "not found"),
    *("you have not login", "errorNoLogin", "true", "FALSE", "../../etc/passwd", "%s%n{0}"),
)
NUMBERS: Sequence[Any] = (
    *(True, False, 0, -1, 1, 7, 60, 100, 1e3, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 2**64),
    *(10**30, 1e-320, 1.7976931348623157e308, -0.0, 0.1, 4294967295, float("nan")),
    *(float("inf"), float("-inf"), 1_749_988_800_000, -62_135_596_800, 10**400, 10**4000),
)
CODES: Sequence[Any] = (
    0,
    "0",
    0.0,
    False,
    None,
    "",
    "--5",
    "-1",
    -1,
    10011,
    10012,
    "10012 ",
    1,
    5,
    1e400,
    [0],
    {},
)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "latin-1", "cp037")
DEPTHS = (3, 40, 300, 900, 990, 1023, 1025, 3000, 20_000, 100_000)
STATUSES = (200, 201, 204, 301, 302, 303, 307, 308, 400, 403, 404, 429, 500, 502, 507, 588, 999)
LOCATIONS = (
    *("/login", "/error.do?errorMess=errorNoLogin", "http://[", "http://[::1", "//[x]/", "", "?"),
    *("http://a:99999/", "http://a:port/", "http://\ud800/", "\udcff\udcfe", "ftp://x/", "\0"),
    *("javascript:alert(1)", "http://", "https://user:pw@host/", "http://xn--\u0130/", "/" * 9000),
    *("http://a]/", "http://\u2100.com/", "HTTP://LOCALHOST/x y", "http://1.1.1.1.1/#frag"),
)
PAGE = "legacy/classic_inverter_info"
HTML = b"<html><script>var inv=JSON.parse('%s');</script></html>"


class Raw(NamedTuple):
    """Bytes of JSON that `json.dumps` would not write."""

    text: str


@cache
def captured() -> dict[str, Any]:
    """Every captured document by its name, V1 and ShinePhone."""
    files = sorted([*CAPTURES.glob("v1/*.json"), *CAPTURES.glob("legacy/*.json")])
    return {f"{path.parent.name}/{path.stem}": json.loads(path.read_bytes()) for path in files}


@cache
def _names(near: str) -> list[str]:
    return [name for name in captured() if name.startswith(near)]


@cache
def _dumped() -> dict[str, bytes]:
    return {name: marshal.dumps(document) for name, document in captured().items()}


@cache
def _pages() -> list[bytes]:
    return [path.read_bytes() for path in sorted(CAPTURES.glob("legacy/*.html"))]


class Source:
    """An endless source of bad replies; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.is_exact = False

    def reply(self, near: str = "", locations: Sequence[str] = LOCATIONS) -> Reply:
        """A reply; mostly made of the captures whose name starts with `near`, if there are any."""
        chance = self.chance.random()
        status, location = 200, None
        if chance < 0.12:
            status = self.chance.choice(STATUSES)
            if self.chance.random() < 0.7:
                location = self.chance.choice(locations)
        return Reply(status, self.body(near), location)

    def body(self, near: str = "") -> bytes:
        """The bytes of a reply."""
        chance = self.chance.random()
        if near == PAGE and chance < 0.6:
            return self._spoilt(HTML % self.encoded(self.document("legacy/")), 0.2)
        if chance < 0.70:
            return self._spoilt(self.encoded(self.document(near)), 0.12)
        if chance < 0.90:
            return self._spoilt(json.dumps(self._pristine(near)).encode(), 1.0)
        if chance < 0.95:
            return self.deep()
        if chance < 0.97:
            inner = self.encoded(self.document("legacy/"))
            return self._spoilt(HTML % inner, 0.3)
        if chance < 0.98:
            return self._spoilt(self.chance.choice(_pages()), 0.8)
        return self.chance.randbytes(self.chance.choice((0, 1, 2, 3, 50, 5000)))

    def document(self, near: str = "") -> Any:
        """A document of which a few values are something else."""
        if self.chance.random() < 0.12:
            document = self._wrapped(self.value(4))
        else:
            document = self._pristine(near)
        for _ in range(self.chance.choice((1, 1, 2, 4, 12, 40))):
            document = self._changed(document)
        return document

    def retyped(self, document: Any) -> Any:
        """The document with a few plain values that are others of their type: it goes deeper in."""
        for _ in range(self.chance.choice((1, 1, 2))):
            if isinstance(document, dict | list) and document:
                at, key = self._leaf(document)
                others = TEXTS if isinstance(at[key], str) else NUMBERS
                at[key] = self.chance.choice(others)
        return document

    def _leaf(self, document: Any) -> tuple[Any, Any]:
        at, key, inner = document, None, document
        while isinstance(inner, dict | list) and inner:
            at = inner
            keys = [*at] if isinstance(at, dict) else range(len(at))
            key = self.chance.choice(keys)
            inner = at[key]
        return at, key

    def spoilt(self, document: Any) -> bytes:
        """The bytes of a file with this document that was damaged, now and then not at all."""
        if self.chance.random() < 0.3:
            return self.encoded(self.retyped(document))
        for _ in range(self.chance.choice((0, 1, 1, 2, 6))):
            document = self._changed(document)
        return self._spoilt(self.encoded(document), 0.3)

    def spoilt_bytes(self, body: bytes) -> bytes:
        """Other bytes than these, in one place or a few."""
        return self._spoilt(body, 1.0)

    def settings(self) -> Any:
        """The reply with the settings of a device, with a few odd values in its data."""
        document: dict[str, Any] = {"error_code": 0, "data": {}, "error_msg": ""}
        for name in ("v1/min_settings", "v1/sph_details"):
            document["data"].update(json.loads(json.dumps(captured()[name]["data"])))
        if not self.is_exact:
            for key in self.chance.sample([*document["data"]], 8):
                document["data"][key] = self.value(1)
        return document

    def exact(self) -> Source:
        """This source, whose `settings` are well."""
        self.is_exact = True
        return self

    def _pristine(self, near: str) -> Any:
        names = _names(near) if near else ()
        name = self.chance.choice(names if names and self.chance.random() < 0.8 else _names(""))
        return marshal.loads(_dumped()[name])  # noqa: S302  # the quickest copy of what is our own

    def _wrapped(self, value: Any) -> Any:
        # a copy: what is changed later would be in the replies of all seeds after this one
        code = deepcopy(self.chance.choice(CODES))
        said = self.chance.choice((*TEXTS, self.value(2)))
        return self.chance.choice(
            (
                value,
                {"error_code": 0, "data": value, "error_msg": said},
                {"error_code": code, "data": value, "error_msg": said},
                {"obj": value, "result": 1},
                {"back": value},
                {"back": {"success": self.value(0), "msg": said, "user": value}},
                {"deviceList": value},
                {"msg": said, "success": False},
            )
        )

    # --- values ----------------------------------------------------------------------------------

    def value(self, depth: int) -> Any:
        """A value of any shape, at most this deep."""
        kind = self.chance.randrange(8 if depth else 5)
        if kind < 2:
            return self.chance.choice(TEXTS)
        if kind < 4:
            return self.chance.choice(NUMBERS)
        if kind == 4:
            return self.chance.choice((None, [], {}, [None], [[]], {"": None}, self._hole()))
        if kind == 5:
            return [self.value(depth - 1) for _ in range(self.chance.randrange(4))]
        if kind == 6:
            names = ("year", "month", "date", "hours", "minutes", "seconds", "time", "timezone")
            return {name: self.chance.choice((*NUMBERS[:16], "5", None)) for name in names}
        labels = (*TEXTS[:5], "data", "obj", "id", "list", "deviceList", "12:00")
        return {self.chance.choice(labels): self.value(depth - 1) for _ in range(3)}

    def _hole(self) -> Raw:
        """JSON that only a text can hold: far too deep, or with a number that is far too long."""
        depth = self.chance.choice(DEPTHS)
        deep = self.chance.choice(("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth))
        return Raw(self.chance.choice((deep, deep, "1" * 5000, "1" * 5000 + ".5e-9999", "1e99999")))

    def _changed(self, document: Any) -> Any:
        """The document with one value changed, somewhere in it."""
        if not isinstance(document, dict | list) or not document or self.chance.random() < 0.03:
            return self.value(3)
        at, inside = self._place(document)
        key: Any = self.chance.choice([*at]) if isinstance(at, dict) else inside
        change = self.chance.randrange(9)
        if change < 4:
            at[key] = self.value(2)
        elif change == 4:
            del at[key]
        elif change == 5:
            at[key] = self.chance.choice(([at[key]], {"data": at[key]}, str(at[key])[:99], None))
        elif change == 6 and isinstance(at, dict):
            at[self.chance.choice((key.lower(), key + "1", "", "\0"))] = at.pop(key)
        elif change == 7 and isinstance(at, list):
            at *= self.chance.choice((0, 2, 5))
        else:
            at[key] = self._pristine("")
        return document

    def _place(self, document: Any) -> tuple[Any, int]:
        """A list or dict that is not empty, somewhere in the document, and an index for a list."""
        at = document
        while True:
            inner = at.values() if isinstance(at, dict) else at
            deeper = [one for one in inner if isinstance(one, dict | list) and one]
            if not deeper or self.chance.random() < 0.3:
                return at, self.chance.randrange(len(at))
            at = self.chance.choice(deeper)

    # --- bytes -----------------------------------------------------------------------------------

    def encoded(self, document: Any) -> bytes:
        """The document as bytes, at times in an encoding that is none of JSON's."""
        holes: list[str] = []

        def fill(value: Any) -> str:
            holes.append(value.text if isinstance(value, Raw) else "")
            return f"\x07{len(holes) - 1}\x07"

        text = json.dumps(_without_holes(document, fill), ensure_ascii=self.chance.random() < 0.5)
        for number, hole in enumerate(holes):
            text = text.replace(f'"\\u0007{number}\\u0007"', hole)
        if self.chance.random() < 0.08:
            return text.encode(self.chance.choice(ENCODINGS), "replace")
        return text.encode("utf-8", "surrogatepass")

    def deep(self) -> bytes:
        """Something nested deeper than anyone reads."""
        depth = self.chance.choice(DEPTHS)
        opened, closed = self.chance.choice((("[", "]"), ('{"data":', "}"), ('[{"a":[', "]}]")))
        text = opened * depth + self.chance.choice(("", "1", '""'))
        text += closed * self.chance.choice((depth, depth, depth - 1, 0))
        around = ("%s", '{"error_code":0,"data":%s}', '{"error_code":5,"error_msg":%s}')
        return (self.chance.choice((*around, '{"obj":%s}', '{"back":%s}')) % text).encode()

    def _spoilt(self, body: bytes, how_often: float) -> bytes:
        while self.chance.random() < how_often:
            body = self.chance.choice(_SPOILERS)(body, self.chance)
            how_often *= 0.5
        return body


def _without_holes(value: Any, fill: Callable[[Any], str]) -> Any:
    if isinstance(value, Raw) or (isinstance(value, int) and abs(value) > 10**300):
        return fill(value if isinstance(value, Raw) else Raw(str(value)))
    if isinstance(value, dict):
        return {key: _without_holes(one, fill) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_holes(one, fill) for one in value]
    return value


def _flip(body: bytes, chance: Random) -> bytes:
    spoilt = bytearray(body or b" ")
    for _ in range(chance.choice((1, 2, 8))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _insert(body: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    what = (b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"NaN", b"{", b']}"', b"\x80" * 40)
    return body[:at] + chance.choice((*what, chance.randbytes(5))) + body[at:]


_SPOILERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _flip,
    _insert,
    _insert,
    lambda body, chance: body[: chance.randrange(len(body) + 1)],
    lambda body, chance: body[chance.randrange(len(body) + 1) :],
    lambda body, chance: body.replace(b'":', b'":{"', chance.choice((1, 3))),
    lambda body, chance: body.replace(b'"', b"'", chance.choice((1, 2, -1))),
    lambda body, chance: body * chance.choice((2, 3)),
    lambda body, chance: chance.choice((b"\xef\xbb\xbf", b"\0", b"  \n", b"<", b"0")) + body,
    lambda body, chance: body + chance.choice((b"\0" * 9, b" ", b"x", b" " * 100_000)),
    # the same keys twice
    lambda body, chance: body.replace(b"{", b'{"data":1,"error_code":5,"msg":[],', 1),
    lambda body, chance: body.replace(b": ", b": 1" + b"0" * chance.choice((30, 400, 5000)), 2),
)
