"""The simulators that listen in this process, by the port at which clients find them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from growattServer.simulator.cloud import Cloud
from growattServer.simulator.device import Device
from growattServer.simulator.serve import Server

from .findings import look_on

_by_port: dict[int, Cloud] = {}


def watch() -> None:
    """Know which simulators are there."""
    look_on(Server, "start", _started)


async def _started(start: Any, server: Any) -> Any:
    url, port = await start(server)
    # whoever listened there before has stopped, or the port would not have been free
    _by_port[port] = server._cloud
    return url, port


def cloud_at(url: str) -> Cloud | None:
    """The simulator behind a URL, or behind host and port; None where it is something else."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    return None if parts.port is None else _by_port.get(parts.port)


def device_at(url: str, serial_number: str) -> tuple[Cloud, Device] | None:
    """A simulated device behind a URL, with its cloud."""
    cloud = cloud_at(url)
    if cloud is None:
        return None
    for one in (cloud, *cloud.others):
        if serial_number in one.world.devices:
            return cloud, one.world.devices[serial_number]
    return None
