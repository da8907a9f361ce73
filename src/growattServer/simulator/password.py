"""How the app hides a password."""

from __future__ import annotations

from hashlib import md5


def plain_md5(password: str) -> str:
    """What one would expect, and what the server refuses."""
    return md5(password.encode(), usedforsecurity=False).hexdigest()


def hashed(password: str) -> str:
    """The MD5, where a byte below sixteen begins with a c instead of a 0."""
    digest = plain_md5(password)
    pairs = [digest[start : start + 2] for start in range(0, len(digest), 2)]
    return "".join("c" + pair[1] if pair[0] == "0" else pair for pair in pairs)
