"""Replies in any encoding and of any compression: what is read of them, and what is said."""

from __future__ import annotations

import asyncio
import codecs
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st

import growattServer
from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.decoding import MOST_DEPTH, charset_of, document_of, text_of
from growattServer.etiquette.envelope import decode
from growattServer.testing import replay
from growattServer.wire import Reply
from support import RecordingServer

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
TOKEN = "very-secret-token-0123456789abcd"


def in_2_2_0(body: bytes, content_type: str | None) -> Any:
    """What release 2.2.0 made of it: `response.json()`."""
    response = requests.Response()
    response._content = body
    response.headers["Content-Type"] = content_type or ""
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    return response.json()


def call(mode: str, url: str) -> Any:
    if mode == "blocking":
        with OpenApiV1(TOKEN, server_url=url, timeout=60) as api:
            return api.plant_details(1)

    async def main() -> Any:
        async with AsyncOpenApiV1(TOKEN, server_url=url, timeout=60) as api:
            return await api.plant_details(1)

    return asyncio.run(main())


def said(content: bytes) -> bytes:
    return b'{"data": {"name": "' + content + b'", "city": "K\xc3\xb6ln"}, "error_code": 0}'


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize(
    ("content_type", "content", "name"),
    [
        (None, b"M\xfcller", "M\ufffdller"),
        ("application/json", b"M\xfcller", "M\ufffdller"),
        ("text/html;charset=UTF-8", b"M\xfcller", "M\ufffdller"),
        ("text/html;charset=UTF-8", b"M\xc3", "M\ufffd"),
        ("text/html;charset=nonsense", b"M\xff", "M\ufffd"),
        # as 2.2.0 read it, for whom all others were lost with it
        ("text/html", b"M\xfcller", "Müller"),
        ("text/plain", b"M\xc3", "MÃ"),
    ],
)
def test_one_bad_byte_costs_one_name(
    content_type: str | None, content: bytes, name: str, mode: str, server: RecordingServer
) -> None:
    server.body = said(content)
    server.headers = {"Content-Type": content_type} if content_type else {}
    assert call(mode, server.url) == {"name": name, "city": "Köln"}


PLANT = {"data": {"name": "Müller € 我的电站", "id": 7}, "error_code": 0}
CHARSETS = (
    "utf-8 gbk gb2312 gb18030 big5 latin-1 cp1252 utf-16 utf-16-le utf-32-be iso8859-15 koi8-r"
)


@pytest.mark.parametrize("name", CHARSETS.split())
@pytest.mark.parametrize("write", ["{}", '"{}"', "'{}'", " {} "])
def test_a_declared_encoding_counts(name: str, write: str) -> None:
    text = json.dumps(PLANT, ensure_ascii=False).encode(name, "ignore")
    wanted = json.loads(text.decode(name))
    for spelled in (name, name.upper(), codecs.lookup(name).name.replace("-", "_")):
        content_type = f"text/html; a=b;  Charset={write.format(spelled)};c=d"
        assert document_of(text, content_type) == wanted


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("charset", ["GBK", "ISO-8859-1"])
def test_a_declared_encoding_counts_over_the_wire(
    charset: str, mode: str, server: RecordingServer
) -> None:
    name = "我的电站" if charset == "GBK" else "Müller"
    server.body = json.dumps({"data": {"name": name}, "error_code": 0}, ensure_ascii=False).encode(
        charset
    )
    server.headers = {"Content-Type": f"text/html;charset={charset}"}
    assert call(mode, server.url) == {"name": name}


@pytest.mark.parametrize("content_type", [None, "text/html", "application/json;charset=utf-8"])
@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
)
def test_the_first_bytes_tell(encoding: str, content_type: str | None) -> None:
    body = json.dumps(PLANT, ensure_ascii=False).encode(encoding)
    assert document_of(body, content_type) == PLANT


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    charset=st.sampled_from(CHARSETS.split()),
)
@example(text="联通", charset="gbk")
def test_what_a_server_declares_and_keeps_is_read(text: str, charset: str) -> None:
    body = json.dumps({"name": text}, ensure_ascii=False).encode(charset, "ignore")
    content_type = f"application/json;charset={charset}"
    assert document_of(body, content_type) == in_2_2_0(body, content_type)


@given(
    content=st.binary(max_size=12),
    content_type=st.sampled_from(
        [None, "text/html", "text/plain;charset=gbk", "application/json", "x;charset=utf-8", "x"]
    ),
)
def test_no_byte_costs_a_reply(content: bytes, content_type: str | None) -> None:
    content = bytes(byte for byte in content if byte >= 0x20 and byte not in b'"\\')
    # a pair of GBK may take the quotation mark with it
    body = b'{"name": "' + content + b' ", "power": 12.5}'
    assert document_of(body, content_type)["power"] == 12.5


def test_a_bad_byte_where_gbk_was_declared() -> None:
    body = '{"a": "我的'.encode("gbk") + b'\xff", "b": 1}'
    assert document_of(body, "text/html;charset=GBK") == {"a": "我的\ufffd", "b": 1}


def test_utf_8_where_something_else_was_declared() -> None:
    assert document_of('{"a": "äöü"}'.encode(), "x;charset=us-ascii") == {"a": "äöü"}


@pytest.mark.parametrize(
    "name",
    ["hex", "zlib", "rot13", "punycode", "idna", "unicode_escape", "undefined", "x" * 500, "\0"],
)
def test_what_is_no_encoding_of_text(name: str) -> None:
    content_type = f"text/html;charset={name}"
    assert charset_of(content_type) is None
    assert document_of('{"a": "äöü"}'.encode(), content_type) == {"a": "äöü"}
    assert text_of(b"\xffa", content_type).endswith("a")


# --- what Python's own reader knows --------------------------------------------------------------

NUMBERS = [
    *(sign * 10**digits + 7 * sign for digits in range(17, 45, 3) for sign in (1, -1)),
    *(2**bits + more for bits in (31, 53, 63, 64, 127) for more in (-1, 0, 1)),
    *(-(2**bits) + more for bits in (63, 64) for more in (-1, 0, 1)),
]


@BLOCKING_AND_ASYNC
def test_whole_numbers_are_exact(mode: str, server: RecordingServer) -> None:
    server.answer({"data": {str(n): n for n in NUMBERS}, "error_code": 0})
    data = call(mode, server.url)
    assert data == {str(n): n for n in NUMBERS}
    assert {type(value) for value in data.values()} == {int}


@given(
    st.recursive(
        st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.booleans(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=20,
    ),
    st.sampled_from([None, 1]),
)
@example([10**18, 10**19, 10**20, -(10**19)], None)
@example({"a": 10**19, "b": [1.5, 10**30]}, 1)
def test_a_document_is_read_as_python_reads_it(document: Any, indent: int | None) -> None:
    for body in (json.dumps(document, indent=indent), json.dumps(document, ensure_ascii=False)):
        content = body.encode("utf-8", "surrogatepass")
        assert repr(document_of(content, "text/html;charset=UTF-8")) == repr(json.loads(body))


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity, -Infinity]", '{"a": 1, "a": 2}', "1e400", "-0", " 1 "]
)
def test_what_only_python_reads(text: str) -> None:
    assert repr(document_of(text.encode(), None)) == repr(in_2_2_0(text.encode(), None))


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (r'"\ud800"', "\ufffd"),
        (r'{"\udfff": ["a\ud800b\udc00", 1]}', {"\ufffd": ["a\ufffdb\ufffd", 1]}),
        (r'"\ud83d\ude00 \uD83D"', "\U0001f600 \ufffd"),
        (r'"\\ud800"', "\\ud800"),
    ],
)
def test_half_a_character_is_replaced(body: str, document: Any) -> None:
    """Nothing can show, send or store it."""
    assert document_of(body.encode(), None) == document


@pytest.mark.parametrize("opened", ["[", '{"a":', '[{"a":', '{"a":1,"b":['])
def test_how_deep_a_document_may_be(opened: str) -> None:
    closed = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(opened) if sign in "[{")
    levels = len(closed)
    deepest = MOST_DEPTH // levels
    assert document_of((opened * deepest + "1" + closed * deepest).encode(), None)
    more = deepest + 1
    # as many rows as one likes, but no deeper
    with pytest.raises(RecursionError):
        document_of((opened * more + "1" + closed * more).encode(), None)
    wide = json.dumps([[{"a": [number]}] for number in range(500)])
    assert len(document_of(wide.encode(), None)) == 500


def test_not_a_number_stays_one() -> None:
    assert math.isnan(document_of(b'{"a": NaN}', None)["a"])


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"1" * 10_000,
        b'{"a": 1',
        b'{"a": "\x01"}',
        b"\xff\xfe",
        b"\xff\xfe{\0",
        b"\xef\xbb\xbf",
        b"",
        b"\0\0\0",
        b"{" * 4_000_000,
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/html", "x;charset=gbk", "x;charset=utf-16"])
def test_what_nobody_reads_is_one_error(body: bytes, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else None
    with pytest.raises(growattServer.GrowattReplyError):
        decode(Reply(200, body, headers=headers), "testing")


def test_a_page_is_told_in_any_encoding() -> None:
    for encoding in ("utf-8-sig", "gbk"):
        headers = {"Content-Type": f"text/html;charset={encoding}"}
        body = "<html>错误</html>".encode(encoding)
        with pytest.raises(growattServer.GrowattLoginPageError):
            decode(Reply(200, body, headers=headers), "testing")


@BLOCKING_AND_ASYNC
def test_a_recording_has_what_was_read(mode: str, server: RecordingServer, tmp_path: Path) -> None:
    document = {"data": {"city": "北京", "eTotal": 10**22}, "error_code": 0}
    server.body = json.dumps(document, ensure_ascii=False).encode("gbk")
    server.headers = {"Content-Type": "text/html;charset=GBK"}
    path = tmp_path / "recording"
    with growattServer.record_to(path):
        call(mode, server.url)
    line = json.loads(path.read_text("utf-8").splitlines()[1])
    assert line["reply"]["body"]["kind"] == "json"
    assert line["reply"]["body"]["json"]["data"]["eTotal"] == 10**22
    with replay(path) as cloud:
        assert call(mode, cloud.url)["city"] == line["reply"]["body"]["json"]["data"]["city"]


# --- compression ---------------------------------------------------------------------------------

WITHOUT = """
import asyncio, sys
for name in ("brotli", "brotlicffi", "zstandard", "backports.zstd", "compression.zstd"):
    sys.modules[name] = None
import growattServer
def blocking():
    growattServer.OpenApiV1("token", server_url=sys.argv[1]).plant_details(1)
async def awaited():
    async with growattServer.AsyncOpenApiV1("token", server_url=sys.argv[1]) as api:
        await api.plant_details(1)
for ask in (blocking, lambda: asyncio.run(awaited())):
    try:
        ask()
    except growattServer.GrowattReplyError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("name", ["br", "zstd", "compress", "x-unknown"])
def test_a_compression_that_nobody_asked_for_is_named(name: str, server: RecordingServer) -> None:
    server.body, server.headers = b"\x8b\x08\x80{}\x03", {"Content-Encoding": name}
    command = [sys.executable, "-c", WITHOUT, server.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    one, other = done.stdout.splitlines()
    assert one == other
    assert f"a reply in the encoding {name}, which was not asked for" in one
    for received in server.received:
        assert name not in received.headers["Accept-Encoding"]


def test_a_compression_cannot_say_anything_it_likes() -> None:
    reply = Reply(200, b"\xff", headers={"Content-Encoding": "\x1b[31m" + 100 * "<b> token"})
    with pytest.raises(growattServer.GrowattReplyError) as caught:
        decode(reply, "testing")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_what_is_asked_for_is_what_release_2_2_0_asked_for(server: RecordingServer) -> None:
    call("blocking", server.url)
    assert (
        server.received[0].headers["Accept-Encoding"]
        == requests.utils.default_headers()["Accept-Encoding"]
    )
