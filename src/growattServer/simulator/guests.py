"""Who may log in: the owners of accounts, and the end users that installers have registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .account import LOGIN_PATH, Account
from .installer import EndUser
from .scene import Scene
from .world import World


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a password; an end user sees the own plants of a world, its owner all."""

    account: Account
    world: World
    user: EndUser | None = None

    def scene(self, now: float) -> Scene:
        """What this one sees at a moment."""
        world = self.world if self.user is None else self.world.of_user(self.user)
        return Scene(now, world, self.account)


def guests_of(world: World, account: Account) -> Iterator[Guest]:
    """The owner of a world first, then the end users."""
    yield Guest(account, world)
    for user in world.installer.users.values():
        yield Guest(user.account, world, user)


def who_asks(guests: Sequence[Guest], path: str, params: Mapping[str, str], session: str) -> Guest:
    """Whose name logs in, whose session it is; nobody known is told so by the first.

    A login ends the session that its client still has, whoever's it was.
    """
    is_login = path == LOGIN_PATH
    for one in guests:
        if is_login and params.get("userName") == one.account.rules.user:
            for other in guests:
                if other is not one:
                    other.account.end(session)
            return one
        if not is_login and one.account.knows(session):
            return one
    return guests[0]
