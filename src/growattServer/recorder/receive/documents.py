"""Replies of the server as bytes, to be kept, and back."""

from __future__ import annotations

import json
from typing import Any

import orjson


def dumped(document: Any) -> bytes:
    """JSON, in which everything that a reply can hold has its place."""
    try:
        return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # whole numbers over 64 bits, half characters, deeper than it goes
        return json.dumps(document).encode()


def loaded(body: bytes | str) -> Any:
    """The document in JSON that was kept; raises ValueError where there is none."""
    try:
        return orjson.loads(body)
    except ValueError:
        return json.loads(body)
