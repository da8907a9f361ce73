"""Sending a body to the address that a user has configured; what it holds is in no message."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from ..exceptions import GrowattParameterError
from ..secret import Secret, blackened
from .errors import GrowattExportError

TIMEOUT_S = 30.0


class Target:
    """An http address that bodies are posted to.

    `headers` go along each time. Neither they nor the address are shown anywhere, as both may
    hold a key: only the host is named.
    """

    def __init__(self, url: str, headers: Mapping[str, str], name: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise GrowattParameterError(f"the url of {name} must begin with http:// or https://")
        self._url = Secret(url)
        self._headers = {key: Secret(value) for key, value in headers.items()}
        self._host = parts.hostname
        self._name = name
        self._session = requests.Session()
        # else a password of ~/.netrc would take the place of a header
        self._session.auth = _Unchanged()

    def __repr__(self) -> str:
        return f"<Target {self._name} at {self._host}>"

    def post(
        self, body: bytes, headers: Mapping[str, str], params: Mapping[str, str] | None = None
    ) -> None:
        """Send a body; raises GrowattExportError unless the answer is 2xx."""
        try:
            with self._session.post(
                self._url,
                data=body,
                params=params,
                headers={**self._headers, **headers},
                timeout=TIMEOUT_S,
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.ok and not answer.is_redirect:
                    return
                said = answer.raw.read(300, decode_content=True).decode("utf-8", "replace")
                status = answer.status_code
        except requests.RequestException as error:
            # the text of the error repeats the address
            raise GrowattExportError(
                f"{self._name} at {self._host} cannot be reached ({type(error).__name__})"
            ) from None
        told = f": {blackened(' '.join(said.split()))}" if said.strip() else ""
        raise GrowattExportError(f"{self._name} at {self._host} answers {status}{told}")

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


class _Unchanged(AuthBase):
    """Leaves a request as it is."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
