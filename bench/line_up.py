"""Who takes part."""

from __future__ import annotations

from pathlib import Path

from measure import Contestant

_ALL = (
    ("ours_blocking", "ours, blocking", "ours", "ours_blocking", "growattServer"),
    ("ours_async", "ours, async", "ours", "ours_async", "growattServer"),
    ("release", "growattServer 2.2.0", "release", "release_2_2_0", "growattServer"),
    ("public_api", "growatt-public-api", "public_api", "public_api", "growatt_public_api"),
    ("http_client", "http.client + json", "floor", "floor_http_client", "http.client,json"),
    ("socket", "socket + orjson", "floor", "floor_socket", "socket,orjson"),
)


def line_up(environments: dict[str, Path]) -> dict[str, Contestant]:
    """The contestants whose environments are there, by name."""
    return {
        name: Contestant(name, title, environments[place], module, packages)
        for name, title, place, module, packages in _ALL
        if place in environments
    }


def records(environments: dict[str, Path]) -> Contestant:
    """The program that reads attributes of records, ours and pydantic's."""
    return Contestant("records", "records", environments["ours"], "records", "growattServer")
