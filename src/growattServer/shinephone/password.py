"""The password as the server wants it."""

from __future__ import annotations

from ..exceptions import GrowattParameterError


def hash_password(password: str) -> str:
    """The hash that `login` sends in place of a password: an MD5 with a rule of Growatt's own.

    Of the 32 hexadecimal digits, a 0 that begins a pair is written as c.
    """
    if not isinstance(password, str):
        raise GrowattParameterError(f"password must be a string, not a {type(password).__name__}")
    import hashlib  # who has a token needs no password

    digits = hashlib.md5(password.encode("utf-8"), usedforsecurity=False).hexdigest()
    pairs = (digits[start : start + 2] for start in range(0, len(digits), 2))
    return "".join(f"c{pair[1]}" if pair[0] == "0" else pair for pair in pairs)
