"""A child process does not send through the connections of its parent.

Two that share a connection get each other's answers, and locks that a thread of the parent held
when the child began would be held for ever.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

from requests.adapters import HTTPAdapter

from ..locks import after_fork_in_child
from .cookies import jars_in_use

_ABANDONED: list[Any] = []
"""Connections of a parent process, kept so that nobody closes them."""


def _begin_as_child() -> None:
    for session, jars in jars_in_use():
        # what stands in for a session in a test may be anything
        for adapter in getattr(session, "adapters", {}).values():
            if isinstance(adapter, HTTPAdapter):
                _ABANDONED.append((adapter.poolmanager, adapter.proxy_manager))
                # as a copy that comes out of a pickle begins
                adapter.__setstate__(adapter.__getstate__())  # type: ignore[attr-defined]  # not in its stubs
        for jar in jars:
            jar._cookies_lock = RLock()  # the standard library's own


after_fork_in_child(_begin_as_child)
