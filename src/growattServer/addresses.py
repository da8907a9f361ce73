"""Which part of an address is a secret: of a server or a database, with or without its scheme."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus

# libraries differ in where a password with an @ or a / in it ends
_SCHEME = r"\A[A-Za-z][A-Za-z0-9+.-]{0,30}://[^:/@]{0,200}"
_BEFORE_HOST = (
    re.compile(_SCHEME + r":([^@]+)@"),
    re.compile(_SCHEME + r":([^/?#]+)@"),
    re.compile(r"\A[^:/\\@\s]{0,200}:([^/\\?#\s]+)@"),
)
_NAMED = re.compile(
    r"(?:^|[?&;#\s])([^=&?;#\s]{1,80})\s{0,5}=\s{0,5}('[^']{0,500}'|[^&;#\s]{0,500})"
)
_SECRET = re.compile(r"pass(?!file)|pwd|secret|token|api_?key|^auth|session")


def passwords_in(address: str) -> list[str]:
    """The passwords and tokens in an address: before its host, and among its options.

    Also in one that lacks its `scheme://`, and in libpq's `host=... password=...`.
    """
    found = [match[1] for form in _BEFORE_HOST if (match := form.match(address.strip()))]
    named = [match.groups() for match in _NAMED.finditer(address)]
    found += [said.strip("'") for name, said in named if _is_secret(name)]
    return [text for one in dict.fromkeys(found) if one for text in {one, unquote(one)}]


def _is_secret(name: str) -> bool:
    return _SECRET.search(unquote_plus(name).lower()) is not None
