"""Which server: the regions of Growatt, their hosts, and what people write for them.

Facts: the vendor's V1 pages (one openapi host a region; a token works only in its own), the choices
that Home Assistant offers, and the hosts that were retired in favour of the openapi ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
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
_USE_HTTPS = "use https, or say allow_cleartext=True"
_ALLOWED = (
    f"server_url is an http or https address such as {DEFAULT_SERVER} "
    f"or a region ({', '.join(REGIONS)})"
)


def server_of(region: str) -> str:
    """The address of a region's server; raises GrowattParameterError for a name nobody knows."""
    found = _region(region)
    if found is None:
        from .suggestion import do_you_mean

        raise GrowattParameterError(
            f"region {_shown(region)} is unknown{do_you_mean(region, REGIONS)}; "
            f"the regions are {', '.join(REGIONS)}"
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
    root, note = _meant(value)
    if note:
        warn_caller(note)
    return root


def check_server(value: str) -> None:
    """Raise GrowattParameterError for what means no server."""
    _meant(value)


def _meant(value: str | None) -> tuple[str, str]:
    """The root of a server, and what there is to say about how it came to be."""
    if isinstance(value, str) and value in _PLAIN:
        return _PLAIN[value], ""
    if value is None:
        return DEFAULT_SERVER, f"server_url is None; the default {DEFAULT_SERVER} is used"
    if (region := _region(value)) is not None:
        server = REGIONS[region]
        return server, f"server_url {value!r} is a region; its server {server} is used"
    if (region := _retired(value)) is not None:
        return REGIONS[region], f"the host of server_url is retired; {REGIONS[region]} is used"
    if not isinstance(value, str):
        raise GrowattParameterError(f"{_ALLOWED}, not a {type(value).__name__}")
    # this is asked at every call; what gave no warning need not be looked at again
    root = _PLAIN[value] = _address(value)
    return root, ""


def _retired(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    # as far as the path: what stands before an @ is no host
    host = re.split(r"[/?#]", text.split("//", 1)[-1], maxsplit=1)[0]
    host = host.rpartition("@")[2].split(":", 1)[0]
    short = {retired.split(".")[0]: region for retired, region in RETIRED_HOSTS.items()}
    return RETIRED_HOSTS.get(host) or (short.get(text) if "." not in text else None)


def _address(value: str) -> str:
    text = value.strip()
    if not _is_http(text):
        raise GrowattParameterError(f"{_ALLOWED}, not {_shown(text)}")
    return text.rstrip("/").removesuffix("/v1") + "/"


def _is_http(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or any(c.isspace() for c in text))
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


_HARMLESS = r"([A-Za-z]{2,9}://)?[A-Za-z0-9_. -]{0,60}(:\d{1,5})?(/v1)?/?"
_LONG_CODE = r"[A-Za-z0-9]{20}"


def _shown(value: object) -> str:
    """What was given for a server, as messages quote it: only where no secret can be in it."""
    if not isinstance(value, str):
        return f"a {type(value).__name__}"
    if re.fullmatch(_HARMLESS, value) and not re.search(_LONG_CODE, value):
        return repr(value)
    return "this text, which is not repeated here,"


# --- without encryption --------------------------------------------------------------------------


@lru_cache(maxsize=16)
def is_loopback(host: str | None) -> bool:
    """Whether it is this machine itself, by the name of a host in an address."""
    name = (host or "").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def is_cleartext(address: str) -> bool:
    """Whether what is sent there can be read on the way: http, and not to this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not is_loopback(parts.hostname)


def cleartext_said(address: str) -> str:
    """Why nothing secret should be sent there; regions without TLS are named."""
    named = {server: f", the region {region}," for region, server in REGIONS.items()}
    without = " and ".join(region for region, server in REGIONS.items() if is_cleartext(server))
    parts = urlsplit(address)
    region = named.get(address, "")
    return (
        f"the server http://{parts.hostname}{region} is not encrypted: anybody on the way can "
        f"read the token or the password, and change what is answered (of the regions, {without} "
        "have http only)"
    )


def refuse_cleartext(server_url: str | None, region: str | None = None) -> None:
    """Raise GrowattParameterError where that server would be sent a secret without encryption."""
    address = server_of(region) if region is not None else _meant(server_url)[0]
    if is_cleartext(address):
        raise GrowattParameterError(f"{cleartext_said(address)}; {_USE_HTTPS}")


class ServerNotes:
    """What is said about the server of a client: once, and again when another one is set."""

    allow_cleartext: bool = False
    """Whether its owner knows that what is sent over http can be read on the way."""

    _has_said_cleartext: bool = False

    def _note_server(self, address: str, note: str = "") -> None:
        notes = [note] if note else []
        if not self.allow_cleartext and is_cleartext(address):
            self._has_said_cleartext = True
            notes.append(f"{cleartext_said(address)}; {_USE_HTTPS}")
        if notes:
            warn_caller("; ".join(notes))

    def _note_address(self, address: str) -> None:
        """The same for what is sent: its server may be overwritten on the class, or by a method."""
        if not self._has_said_cleartext and address[:5].lower() == "http:":
            self._note_server(address)


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
        root, note = _meant(value)
        client.__dict__["server_url"] = root
        client._note_server(root, note)

    def __delete__(self, client: Any) -> None:
        # so that unittest.mock can take its patch of a client away again
        client.__dict__.pop("server_url", None)
