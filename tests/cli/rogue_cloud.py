"""A cloud that lies: it stands before the simulated one, and says what a test wants it to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import requests

from growattServer.simulator import Simulator
from support import Received, RecordingServer

Alter = Callable[[dict[str, Any]], None]


def objects_in(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, the outer ones first."""
    if isinstance(document, dict):
        yield document
    inner = document.values() if isinstance(document, dict) else document
    if isinstance(document, dict | list):
        for each in list(inner):
            yield from objects_in(each)


class RogueCloud(RecordingServer):
    """Each object of what `cloud` answers goes through `alter`; `heard` undoes it in requests."""

    def __init__(self, cloud: Simulator) -> None:
        super().__init__()
        self.cloud = cloud
        self.alter: Alter = lambda found: None
        self.heard: Callable[[str], str] = str

    def reply_to(self, received: Received) -> tuple[int, dict[str, str]]:
        kept = {"token", "cookie", "content-type", "user-agent"}
        query = {name: self.heard(value) for name, value in received.query.items()}
        form = {name: self.heard(value) for name, value in received.form.items()}
        reply = requests.request(
            received.method,
            self.cloud.url.rstrip("/") + received.path,
            headers={name: each for name, each in received.headers.items() if name.lower() in kept},
            params=query,
            data=form,
            allow_redirects=False,
            timeout=60,
        )
        self.body = self._altered(reply.content)
        passed = {"Set-Cookie", "Content-Type", "Location"}
        return reply.status_code, {
            name: each for name, each in reply.headers.items() if name in passed
        }

    def _altered(self, content: bytes) -> bytes:
        try:
            document = json.loads(content)
        except ValueError:
            return content
        for found in objects_in(document):
            self.alter(found)
        return json.dumps(document).encode()
