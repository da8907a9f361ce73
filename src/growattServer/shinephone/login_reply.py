"""What a login answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from ..etiquette.envelope import shape_error
from ..exceptions import GrowattLoginError
from ..fields import Basis, Kind, Record, flag, integer, text
from .endpoints import LOGIN

_SEEN = Basis.CAPTURE


class LoginReply(Record, kind=Kind.IDENTITY):
    """The answer to a login, also to a refused one; see `is_success` and `error`.

    `error` is the exception that fits a refusal, ready to be raised, and None after success.
    """

    is_success = flag("success", "Whether the login was accepted", basis=_SEEN)
    code = text("msg", "Why it was refused: 502 wrong password, 507 locked account", basis=_SEEN)
    user_id = text("userId", "Id of the user, as plant_list wants it", basis=_SEEN)
    user_level = integer("userLevel", "Level of rights of the user", basis=_SEEN)
    error: GrowattLoginError | None = None

    @classmethod
    def accepted(cls, back: Mapping[str, Any]) -> Self:
        """The answer to an accepted login, with `userId` and `userLevel` added."""
        user = back.get("user")
        if not isinstance(user, dict) or user.get("id") is None:
            raise shape_error(LOGIN.operation, "the answer names no user")
        return cls({**back, "userId": user["id"], "userLevel": user.get("rightlevel")})

    @classmethod
    def refused(cls, back: Mapping[str, Any], error: GrowattLoginError) -> Self:
        """The answer to a refused login."""
        reply = cls(back)
        reply.error = error
        return reply

    @classmethod
    def resumed(cls, user_id: Any, user_level: Any) -> Self:
        """What the answer to a login said that still holds."""
        user = {"id": user_id, "rightlevel": user_level}
        return cls(success=True, user=user, userId=user_id, userLevel=user_level)
