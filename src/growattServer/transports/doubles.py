"""What a program's own tests may put in the place of a response of `requests`.

Of what `get` and `post` gave back, release 2.2.0 used little more than `json()`.
"""

from __future__ import annotations

import json
from typing import Any

from ..wire import Reply


def reply_of(response: Any) -> Reply:
    """What something says that is no response of `requests`."""
    status, text = getattr(response, "status_code", None), getattr(response, "text", None)
    body = text if isinstance(text, str) else json.dumps(response.json())
    return Reply(status if isinstance(status, int) else 200, body.encode(), None, response, {})
