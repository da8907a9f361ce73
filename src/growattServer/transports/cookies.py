"""Whose cookies: both HTTP libraries keep those of several servers in one jar."""

from __future__ import annotations

from urllib.parse import urlsplit


def belongs_to(domain: str, address: str) -> bool:
    """Whether a cookie of this domain is sent to the server at this address."""
    host = (urlsplit(address).hostname or "").removesuffix(".local")
    domain = domain.lstrip(".").removesuffix(".local").lower()
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
