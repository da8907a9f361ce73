"""The same replies through real sockets, blocking and async, some of them as large as can be."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from inspect import isawaitable
from typing import Any

import v1_operations as v1
from fuzz_parsers import OPERATIONS, SHINEPHONE, TOKEN, look_at_error, near
from fuzz_replies import Source
from fuzz_walk import look_at
from shinephone_loopback import Answer, Loopback, Received

from growattServer import AsyncGrowattApi, AsyncOpenApiV1, GrowattApi, GrowattError, OpenApiV1
from growattServer.shinephone.sessions import Sessions

KINDS: dict[str, tuple[Any, Any]] = {
    "blocking": (GrowattApi, partial(OpenApiV1, TOKEN)),
    "async": (AsyncGrowattApi, partial(AsyncOpenApiV1, TOKEN)),
}

# those that lead nowhere else than to the loopback
NEARBY = ("/login", "/error.do?errorMess=errorNoLogin", "http://[", "//[x]/", "", "?", "http://")
LARGEST = 50_000_000
ENCODERS: dict[str, Any] = {"gzip": gzip.compress, "deflate": zlib.compress}
SOCKET_OPERATIONS = [name for name in OPERATIONS if not name.endswith((".read_settings", ".plan"))]


class Cloud(Loopback):
    """Answers what its source says; `most_bytes` is how large a body may get."""

    def __init__(self, seed: int, most_bytes: int) -> None:
        super().__init__(self.decide)
        self.source, self.most_bytes = Source(seed), most_bytes
        self.near = ""

    def decide(self, request: Received) -> Answer:
        self.received.clear()
        chance = self.source.chance
        reply = self.source.reply(self.near, NEARBY)
        body, headers = reply.body, []
        if chance.random() < 0.002:
            size = int(chance.uniform(0, self.most_bytes))
            body = chance.choice((body + b" " * size, b"[" + b"1," * (size // 2) + b"1]"))
        if reply.location is not None:
            headers.append(("Location", reply.location))
        if chance.random() < 0.15:
            name = chance.choice([*ENCODERS])
            headers.append(("Content-Encoding", name))
            # of deflate that breaks off aiohttp makes nothing until the time-out, so not here
            if name == "deflate" or chance.random() < 0.8:
                body = ENCODERS[name](body)
        if chance.random() < 0.1:
            odd = (("Set-Cookie", "a=\xff; Path=["), ("X", "\x80"), ("Content-Type", "x;charset=?"))
            headers.append(chance.choice(odd))
        return Answer(body, reply.status, tuple(headers))


def run(mode: str, seed: int, count: int, most_bytes: int = LARGEST) -> Counter[bool]:
    """So many blocking or async calls against such a cloud; gives how many had a result."""
    names = [SOCKET_OPERATIONS[(seed + n) % len(SOCKET_OPERATIONS)] for n in range(count)]
    with Cloud(seed, most_bytes) as cloud:
        return asyncio.run(_talk(cloud, mode, names))


async def _talk(cloud: Cloud, mode: str, names: list[str]) -> Counter[bool]:
    outcomes = Counter[bool]()
    async with AsyncExitStack() as stack:
        apis: list[Any] = [kind(server_url=cloud.url, timeout=60) for kind in KINDS[mode]]
        for api in apis:
            stack.push_async_callback(_close, api)
        for number, name in enumerate(names):
            cloud.near = near(name)
            # a lock of the account that a reply has told of would end the talk
            apis[0]._sessions = Sessions()
            try:
                outcomes[await _outcome(apis, name)] += 1
            except Exception as error:
                error.add_note(f"{mode} {name}, call {number}")
                raise
    return outcomes


async def _outcome(apis: list[Any], name: str) -> bool:
    """Whether a call had a result, or else a GrowattError."""
    try:
        if name.startswith("shinephone."):
            method = name.partition(".")[2]
            result = getattr(apis[0], method)(*SHINEPHONE[method])
        else:
            result = v1.bound(apis[1], name)(*v1.CASES[name].arguments)
        look_at(await result if isawaitable(result) else result)
    except GrowattError as error:
        look_at_error(error)
        return False
    return True


async def _close(api: Any) -> None:
    closed = api.close()
    if isawaitable(closed):
        await closed
