"""The owner's account: logins, sessions, and the lock that falls when there are too many."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from secrets import token_hex
from typing import Any

from .errors import DoorError
from .limits import DAY_S, Pace, too_early_s, until_midnight_s
from .numbers import is_number
from .password import hashed, plain_md5
from .violations import Asked, Violations

LOGIN_PATH = "/newTwoLoginAPI.do"
# Closer logins and faster polling are what people did before they were locked out.
LOGIN_EVERY_S = 300.0
POLL_EVERY_S = 300.0
_POLLS = 10_000
_MOST_SESSIONS = 1_000
_LOCKOUTS = ("off", "documented")
SHAPES = ("new", "old", "status")
_NUMBERS = {
    "session_minutes": (0.01, 1e6),
    "lockout_logins": (1, 1e6),
    "lockout_wrong": (1, 1e6),
    "lockout_requests": (1, 1e9),
    "lockout_hours": (0.001, 1e6),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """How the account is guarded; the counts are those of a day and of wrong tries in a row.

    What is None follows from the limits of the simulator.
    """

    user: str = "demo"
    password: str = field(default="demo", repr=False)
    session_minutes: float = 720.0
    lockout: str | None = None
    lockout_logins: int = 31
    lockout_wrong: int = 5
    lockout_requests: int | None = None
    lockout_hours: float = 24.0
    lockout_shape: str = "new"
    denied_user_agents: tuple[str, ...] = ("", "python-requests/*", "Python-urllib/*")

    def under(self, limits: str) -> Rules:
        """The same where nothing is left open, checked; strict limits guard the account."""
        usual = ("documented", 200) if limits == "strict" else ("off", 500)
        lockout = usual[0] if self.lockout is None else self.lockout
        requests = usual[1] if self.lockout_requests is None else self.lockout_requests
        return replace(self, lockout=lockout, lockout_requests=requests).checked()

    def checked(self) -> Rules:
        """The same, or a sentence about what does not fit."""
        if not self.user or not isinstance(self.user, str) or not isinstance(self.password, str):
            raise DoorError("An account needs a user and a password, both text.")
        if self.lockout not in _LOCKOUTS or self.lockout_shape not in SHAPES:
            raise DoorError("lockout must be off or documented, lockout_shape new, old or status.")
        for name, (low, high) in _NUMBERS.items():
            value = getattr(self, name)
            if not is_number(value):
                raise DoorError(f"{name} must be a number.")
            if not low <= value <= high:
                raise DoorError(f"{name} must lie between {low:g} and {high:g}.")
        agents: Any = self.denied_user_agents
        if not isinstance(agents, list | tuple) or not all(isinstance(one, str) for one in agents):
            raise DoorError("denied_user_agents must be a list of patterns.")
        return replace(self, denied_user_agents=tuple(agents))

    def changed(self, wish: Mapping[str, Any]) -> Rules:
        """The same with other values, except for who the owner is."""
        known = {item.name for item in fields(self)} - {"user", "password"}
        for name in wish:
            if name not in known:
                raise DoorError(f"{name!r} is not known here; known: {', '.join(sorted(known))}.")
        return replace(self, **wish).checked()

    def denies(self, user_agent: str) -> bool:
        """Is this program on the blacklist?"""
        return any(fnmatchcase(user_agent, pattern) for pattern in self.denied_user_agents)


class LoginRefusedError(Exception):
    """A login that is not granted; `hours` tells how long a lock still lasts."""

    def __init__(self, code: str, hours: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.hours = hours


class Account:
    """Sessions and counters, all in simulated time."""

    def __init__(self, rules: Rules, violations: Violations) -> None:
        self.rules = rules
        self._violations = violations
        self._polls = Pace(lambda: _POLLS)
        self._sessions: dict[str, float] = {}
        self._locked_out: set[str] = set()
        self.logins = 0
        self.refused_logins = 0
        self.last_login: float | None = None
        self._day = -1
        self._logins_today = 0
        self._requests_today = 0
        self._wrong_in_a_row = 0
        self._locked_until = -math.inf

    def beside(self, user: str, password: str) -> Account:
        """An account of somebody else in the same cloud, guarded by the same rules."""
        return Account(replace(self.rules, user=user, password=password), self._violations)

    # ---- coming and going ----------------------------------------------------------------

    def login(self, user: str, password_hash: str, old_session: str, now: float) -> str:
        """A new session in place of the one that the client still has, or a refusal."""
        if user != self.rules.user:
            self.refused_logins += 1
            raise LoginRefusedError("502")
        asked = Asked(LOGIN_PATH, user)
        if self.locked(now):
            self._note_locked(asked, now)
            raise self._refusal(now)
        self._turn_page(now)
        early_s = too_early_s(self.last_login, LOGIN_EVERY_S, now)
        if early_s:
            self._violations.add("login_too_soon", asked, now, LOGIN_EVERY_S, early_s)
        self._check_password(asked, password_hash, now)
        self._count_login(asked, now)
        self.logins += 1
        self._wrong_in_a_row = 0
        self.last_login = now
        self.end(old_session)
        session = token_hex(16).upper()
        self._sessions[session] = now
        if len(self._sessions) > _MOST_SESSIONS:
            self.end(next(iter(self._sessions)))
        return session

    def _check_password(self, asked: Asked, password_hash: str, now: float) -> None:
        if password_hash != hashed(self.rules.password):
            self.refused_logins += 1
            self._wrong_in_a_row += 1
            limit = self.rules.lockout_wrong
            if self._wrong_in_a_row >= limit:
                self._violations.add("too_many_wrong_passwords", asked, now, limit)
                self._fall(now)
            raise LoginRefusedError("502")

    def _count_login(self, asked: Asked, now: float) -> None:
        self._logins_today += 1
        limit = self.rules.lockout_logins
        if self._logins_today > limit:
            self._violations.add("too_many_logins", asked, now, limit, until_midnight_s(now))
            if self._fall(now):
                raise self._refusal(now)

    def admits(self, session: str, asked: Asked, now: float) -> bool:
        """Is this session alive? A request that it makes is counted."""
        if self.locks_out(session, now):
            self._note_locked(asked, now)
        if session not in self._sessions:
            return False
        if not self._alive(session, now):
            self.end(session)
            return False
        self._turn_page(now)
        self._requests_today += 1
        limit = self.rules.lockout_requests
        if limit is None or self._requests_today <= limit:
            return True
        self._violations.add("too_many_requests", asked, now, limit, until_midnight_s(now))
        return not self._fall(now)

    def note_poll(self, asked: Asked, params: Mapping[str, str], now: float) -> None:
        """Note what is read; the same again within five minutes is polling too fast."""
        key = (asked, sorted(params.items()))
        early_s = self._polls.early_s(key, POLL_EVERY_S, now)
        if early_s:
            self._violations.add("polling_too_fast", asked, now, POLL_EVERY_S, early_s)
        self._polls.note(key, now)

    def forget_polls(self) -> None:
        """After a write everything may be read anew."""
        self._polls = Pace(lambda: _POLLS)

    def knows(self, session: str) -> bool:
        """Is this a session of the account, alive or ended by its lock?"""
        return session in self._sessions or session in self._locked_out

    def _alive(self, session: str, now: float) -> bool:
        return now < self._sessions[session] + self.rules.session_minutes * 60

    def end(self, session: str) -> None:
        """Close one session."""
        self._sessions.pop(session, None)

    def end_all(self) -> int:
        """Close all sessions; returns how many there were."""
        count = len(self._sessions)
        self._sessions.clear()
        return count

    # ---- the lock ------------------------------------------------------------------------

    def _turn_page(self, now: float) -> None:
        day = int(now // DAY_S)
        if day != self._day:
            self._day, self._logins_today, self._requests_today = day, 0, 0

    def _fall(self, now: float) -> bool:
        if self.rules.lockout == "off":
            return False
        self.lock(now)
        return True

    def lock(self, now: float) -> None:
        """Lock the account from now on; nobody stays inside."""
        self._locked_until = now + self.rules.lockout_hours * 3600
        self._wrong_in_a_row = self._logins_today = self._requests_today = 0
        # of the lock before, nobody comes back
        self._locked_out = set(self._sessions)
        self.end_all()

    def unlock(self) -> None:
        """Take the lock off."""
        self._locked_until = -math.inf
        self._locked_out.clear()

    def hours_left(self, now: float) -> int:
        """Hours that the lock still lasts, rounded up; 0 without a lock."""
        return max(0, math.ceil((self._locked_until - now) / 3600)) if self.locked(now) else 0

    def locked(self, now: float) -> bool:
        """Is the account locked at this moment?"""
        return now < self._locked_until

    def locks_out(self, session: str, now: float) -> bool:
        """Did the lock that holds now end this session?"""
        return self.locked(now) and session in self._locked_out

    def _note_locked(self, asked: Asked, now: float) -> None:
        limit_s, rest_s = self.rules.lockout_hours * 3600, self._locked_until - now
        self._violations.add("while_locked", asked, now, limit_s, rest_s)

    def _refusal(self, now: float) -> LoginRefusedError:
        self.refused_logins += 1
        return LoginRefusedError("507", self.hours_left(now))

    # ---- the door ------------------------------------------------------------------------

    def secrets(self) -> list[str]:
        """What must not be shown to anybody; sessions are known by their look."""
        password = self.rules.password
        words = {hashed(password), plain_md5(password)}
        # A short password is an everyday word, and hiding it would tell where it is.
        if len(password) >= 8:
            words.add(password)
        return sorted(words, key=len, reverse=True)

    def described(self, now: float) -> dict[str, Any]:
        """The account as the door shows it."""
        rules = asdict(self.rules)
        del rules["password"]
        until = datetime.fromtimestamp(self._locked_until, UTC) if self.locked(now) else None
        return {
            **rules,
            "denied_user_agents": list(self.rules.denied_user_agents),
            "logins": self.logins,
            "refused_logins": self.refused_logins,
            "requests_today": self._requests_today if self._day == int(now // DAY_S) else 0,
            "locked_until": until.isoformat() if until else None,
            "sessions": sum(self._alive(session, now) for session in self._sessions),
        }
