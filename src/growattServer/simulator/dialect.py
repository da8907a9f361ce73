"""How an API with a token answers: its envelope, and its words for a refusal of any call."""

from __future__ import annotations

from typing import Any, Protocol

from .asking import SYSTEM_ERROR, Body, bad, good
from .errors import VendorError


class Dialect(Protocol):
    """One API's envelope and codes."""

    root: str
    """Where its calls lie."""

    def good(self, data: Any) -> Body:
        """A success."""
        ...

    def bad(self, error: VendorError) -> Body:
        """A refusal."""
        ...

    def usual_refusal(self) -> VendorError:
        """What it says when something is wrong with the server."""
        ...


class _V1:
    root = "/v1/"

    def good(self, data: Any) -> Body:
        return good(data)

    def bad(self, error: VendorError) -> Body:
        return bad(error)

    def usual_refusal(self) -> VendorError:
        return VendorError(SYSTEM_ERROR, "error_system_error")


V1 = _V1()
