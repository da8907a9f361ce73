"""A webhook: each reading as JSON to an address of yours, signed if you like."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from ..secret import Secret
from .exporter import Exporter
from .posting import Target

if TYPE_CHECKING:
    from .reading import Reading


class WebhookExporter(Exporter):
    """Posts each reading to `url`.

    With a `secret`, the header `X-Growatt-Signature` is `sha256=` and the HMAC-SHA256 of the body
    in hexadecimal. `X-Growatt-Delivery` is the same for the same reading: should the power go in
    the moment between delivering and noting that, it comes once more with the same one.
    Whatever answer is not 2xx makes it try again later; the order is kept.
    """

    delivers_each = True

    def __init__(self, url: str, secret: str | None = None) -> None:
        self._target = Target(url, {}, "the webhook")
        self._secret = Secret(secret) if secret else None

    def on_reading(self, reading: Reading) -> None:
        """Deliver it."""
        body = json.dumps(message_of(reading), separators=(",", ":"), allow_nan=False).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Growatt-Delivery": f"{reading.device_sn}-{int(reading.time.timestamp())}",
        }
        if self._secret is not None:
            signature = hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()
            headers["X-Growatt-Signature"] = f"sha256={signature}"
        self._target.post(body, headers)

    def close(self) -> None:
        """Let go of the connection."""
        self._target.close()


def message_of(reading: Reading) -> dict[str, Any]:
    """A reading as an object of JSON; `is_newest` says that it shows the present."""
    return {
        "type": "reading",
        "serial": reading.device_sn,
        "family": reading.family,
        "plant_id": reading.plant_id,
        "plant": reading.plant,
        "time": reading.time.isoformat().replace("+00:00", "Z"),
        "is_newest": reading.is_newest,
        "values": dict(reading.values),
    }
