"""A server of prebuilt replies: python bench/stub_server.py [--latency-ms 50]; prints its port.

It knows three addresses, by how they end, and answers all else with an empty success. The replies
are bytes made beforehand, so that it costs the same whoever asks.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

import bodies

EMPTY = b'{"data":{},"error_code":0,"error_msg":""}'


# what is sent for the path and the body of a request
Answer = Callable[[bytes, bytes], bytes]


def reply(body: bytes) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nServer: stub\r\nContent-Type: text/html;charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n"
    )
    return head.encode("ascii") + body


class Stub(asyncio.Protocol):
    """One connection."""

    def __init__(self, answer: Answer, latency: float = 0.0) -> None:
        self._answer_to = answer
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # for the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].lower()
            mark = head.find(b"content-length:")
            length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
            if len(self._received) < end + 4 + length:
                return
            body = self._received[end + 4 : end + 4 + length]
            self._received = self._received[end + 4 + length :]
            self._answer(self._answer_to(head.split(b" ", 2)[1].split(b"?", 1)[0], body))

    def _answer(self, sent: bytes) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._send, sent)
        else:
            self._send(sent)

    def _send(self, sent: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(sent)


def prebuilt(path: bytes, body: bytes) -> bytes:
    """The reply for how an address ends."""
    return REPLIES.get(path.rsplit(b"/", 1)[-1]) or REPLIES[b""]


async def serve(answer: Answer, latency: float = 0.0) -> None:
    """Listen, print the port, and answer for ever."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stub(answer, latency), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


REPLIES: dict[bytes, bytes] = {}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency-ms", type=float, default=0.0, help="before each answer")
    REPLIES |= {
        b"list": reply(bodies.encoded(bodies.plant_list())),
        b"tlx_last_data": reply(bodies.encoded(bodies.latest())),
        b"tlx_data": reply(bodies.encoded(bodies.history_page())),
        b"": reply(EMPTY),
    }
    asyncio.run(serve(prebuilt, parser.parse_args().latency_ms / 1000))
