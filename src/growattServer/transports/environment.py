"""What the environment says of the way to a server, for aiohttp read as `requests` reads it.

Left to itself aiohttp knows other names for the same things, and starts a thread to look for them.
"""

from __future__ import annotations

import os
import ssl
from base64 import b64encode
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from requests.utils import (
    get_auth_from_url,
    get_environ_proxies,
    get_netrc_auth,
    prepend_scheme_if_needed,
    select_proxy,
)


class Way(NamedTuple):
    """The way to one server: its proxy, the header `Authorization`, and whom to trust."""

    proxy: str | None
    authorization: str | None
    trusts: ssl.SSLContext | bool


class Environment:
    """The environment of one session: for each server it is read once."""

    def __init__(self) -> None:
        self._ways: dict[tuple[str, str], Way] = {}

    def way_to(self, url: str) -> Way:
        """The way to the server of this address."""
        parts = urlsplit(url)
        way = self._ways.get(parts[:2])
        if way is None:
            trusts = self._trusts if parts.scheme == "https" else True
            way = self._ways[parts[:2]] = Way(_proxy(url), _authorization(url), trusts)
        return way

    @cached_property
    def _trusts(self) -> ssl.SSLContext | bool:
        place = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        if not place:
            return True
        if os.path.isdir(place):
            return ssl.create_default_context(capath=place)
        return ssl.create_default_context(cafile=place)


def _proxy(url: str) -> str | None:
    found: str | None = select_proxy(url, get_environ_proxies(url, None))
    if not found:
        return None
    proxy: str = prepend_scheme_if_needed(found, "http")  # type: ignore[no-untyped-call]  # unannotated in its stubs
    return proxy


def _authorization(url: str) -> str | None:
    # in this order, whatever else one would expect
    found = get_netrc_auth(url) or get_auth_from_url(url)
    if not any(found):
        return None
    return "Basic " + b64encode(":".join(found).encode("latin-1")).decode("ascii")
