"""Which server: the regions of Growatt, their hosts, and what people write for them.

Facts: the vendor's V1 pages (one openapi host a region; a token works only in its own), the choices
that Home Assistant offers, and the hosts that were retired in favour of the openapi ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .exceptions import GrowattParameterError
from .warn import warn_caller

DEFAULT_SERVER = "https://openapi.growatt.com/"

REGIONS: Mapping[str, str] = {
    "other_regions": DEFAULT_SERVER,
    "north_america": "https://openapi-us.growatt.com/",
    "china": "https://openapi-cn.growatt.com/",
    "australia_new_zealand": "https://openapi-au.growatt.com/",
    "smten_server": "http://server.smten.com/",
    "era_server": "http://ess-server.atesspower.com/",
}
"""Each region's name (as Home Assistant writes it) and server."""

RETIRED_HOSTS: Mapping[str, str] = {
    "server.growatt.com": "other_regions",
    "server-api.growatt.com": "other_regions",
    "server-us.growatt.com": "north_america",
}
"""Hosts that no longer serve these APIs, and the region whose server took over."""

_ALSO_CALLED = {
    "default": "other_regions",
    "europe": "other_regions",
    "eu": "other_regions",
    "us": "north_america",
    "usa": "north_america",
    "cn": "china",
    "au": "australia_new_zealand",
    "australia": "australia_new_zealand",
    "new_zealand": "australia_new_zealand",
}
_PLAIN: dict[str, str] = {}
_ALLOWED = (
    f"server_url is an http or https address such as {DEFAULT_SERVER} "
    f"or a region ({', '.join(REGIONS)})"
)


def server_of(region: str) -> str:
    """The address of a region's server; raises GrowattParameterError for a name nobody knows."""
    found = _region(region)
    if found is None:
        raise GrowattParameterError(
            f"region {region!r} is unknown; the regions are {', '.join(REGIONS)}"
        )
    return REGIONS[found]


def _region(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    name = text.strip().lower().replace(" ", "_").replace("-", "_")
    name = _ALSO_CALLED.get(name, name)
    return name if name in REGIONS else None


def server_root(value: str | None) -> str:
    """The root of the server that `value` means, ending in a slash, without `v1/`.

    Retired hosts, names of regions and None are led to a server, with one warning; anything else
    that is no http or https address raises GrowattParameterError.
    """
    if isinstance(value, str) and value in _PLAIN:
        return _PLAIN[value]
    if value is None:
        warn_caller(f"server_url is None; the default {DEFAULT_SERVER} is used")
        return DEFAULT_SERVER
    if (region := _region(value)) is not None:
        warn_caller(f"server_url {value!r} is a region; its server {REGIONS[region]} is used")
        return REGIONS[region]
    if (region := _retired(value)) is not None:
        warn_caller(f"the host of server_url {value!r} is retired; {REGIONS[region]} is used")
        return REGIONS[region]
    if not isinstance(value, str):
        raise GrowattParameterError(f"{_ALLOWED}, not a {type(value).__name__}")
    # this is asked at every call; what gave no warning need not be looked at again
    root = _PLAIN[value] = _address(value)
    return root


def _retired(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    host = text.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    short = {retired.split(".")[0]: region for retired, region in RETIRED_HOSTS.items()}
    return RETIRED_HOSTS.get(host) or (short.get(text) if "." not in text else None)


def _address(value: str) -> str:
    text = value.strip()
    if not _is_http(text):
        raise GrowattParameterError(f"{_ALLOWED}, not {_without_password(text)!r}")
    return text.rstrip("/").removesuffix("/v1") + "/"


def _is_http(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or any(c.isspace() for c in text))
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _without_password(address: str) -> str:
    before, at, after = address.rpartition("@")
    return f"{before.split('//')[0]}//...@{after}" if at else address


class ServerUrl:
    """The attribute `server_url`: its class has the default, each client its own, checked when set.

    Programs also overwrite it on the class; whoever reads it therefore goes through `server_root`.
    """

    def __get__(self, client: Any, owner: type) -> str:
        if client is None:
            return DEFAULT_SERVER
        root: str = client.__dict__.get("server_url", DEFAULT_SERVER)
        return root

    def __set__(self, client: Any, value: str | None) -> None:
        client.__dict__["server_url"] = server_root(value)
