"""The rules of a login with a password: what the answers mean, and when one may ask again.

Facts: a refused login is HTTP status 200 with a code, 502 for a wrong password and 507 for an
account that is locked; logins closer than 5 minutes lead to that lock. Newer servers tell for how
many hours, of older ones the end is not known (24 hours were reported). A session that
has ended shows as a redirect to `error.do?errorMess=errorNoLogin`, as a login page with status 200,
or as status 500 with the sentence "you have not login to the system".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .. import exceptions
from ..parsing import as_said, in_message
from ..secret import Secret
from ..wire import Cookie, Reply

LOGIN_COOLDOWN = timedelta(minutes=5)
FIRST_LOCK_PAUSE = timedelta(minutes=15)
LONGEST_LOCK_PAUSE = timedelta(hours=24)
LONGEST_LOCK = timedelta(days=7)
LOCKED_STATUS = 507

_NO_SESSION = (b"you have not login", b"errornologin")
_LOGIN_PAGES = {"login", "login.do", "error.do"}
_PAGE_BYTES = 50_000


class Credentials(NamedTuple):
    """What a login needs; kept in memory only."""

    username: str
    password_hash: Secret


class Account(NamedTuple):
    """Whose logins are counted together."""

    server: str
    username: str


class Login(NamedTuple):
    """What is known of the logins of one account.

    `untold_locks` counts the refusals in a row that did not tell how long the account is locked;
    then `locked_until` is when to try again.
    """

    asked_at: datetime | None = None
    user_id: Any = None
    user_level: Any = None
    cookies: tuple[Cookie, ...] = ()
    locked_until: datetime | None = None
    refusal: Mapping[str, Any] | None = None
    untold_locks: int = 0

    def locked_at(self, now: datetime) -> datetime | None:
        """The end of the lock that holds now; a lock too long to be true is none."""
        until = self.locked_until
        return until if until is not None and now < until <= now + LONGEST_LOCK else None

    def next_login(self, now: datetime, cooldown: timedelta) -> datetime | None:
        """The moment before which the library does not log in by itself, where it lies ahead."""
        if self.asked_at is None or not self.asked_at <= now < self.asked_at + cooldown:
            return None
        return self.asked_at + cooldown


# --- the session has ended -----------------------------------------------------------------------


def leads_to_login(address: str | None) -> bool:
    """Whether a redirect to this address means that there is no session."""
    try:
        parts = urlsplit(address or "")
    except ValueError:  # no address at all
        return False
    page = parts.path.rpartition("/")[2].lower()
    return page in _LOGIN_PAGES or "errornologin" in parts.query.lower()


def demands_login(reply: Reply) -> bool:
    """Whether this reply says that there is no session."""
    if 300 <= reply.status < 400 and leads_to_login(reply.location):
        return True
    start = reply.body[:_PAGE_BYTES].lstrip()
    is_page = start.startswith(b"<")
    # a plant may be called so, therefore only pages, failures and short answers count
    if not is_page and reply.status < 400 and len(reply.body) >= 1000:
        return False
    said = start.lower()
    if b"login" not in said:
        return False
    return (is_page and reply.status < 400) or any(sentence in said for sentence in _NO_SESSION)


def session_error(
    reply: Reply, operation: str, hint: str, retry_at: datetime | None = None
) -> "exceptions.GrowattSessionExpiredError":
    """The error for a reply that demands a login."""
    said = f"Error during {operation}: the session has expired, or there was no login"
    if reply.status >= 400:
        return exceptions.GrowattSessionExpiredStatusError(
            f"{said}; HTTP status {reply.status}",
            status_code=reply.status,
            operation=operation,
            hint=hint,
            retry_at=retry_at,
            response=reply.response,
        )
    return exceptions.GrowattSessionExpiredError(
        said, operation=operation, hint=hint, retry_at=retry_at, response=reply.response
    )


def refused_user_agent(reply: Reply, operation: str) -> "exceptions.GrowattUserAgentError | None":
    """The error for the page of a firewall that refuses the User-Agent, if that is what came."""
    if reply.status != 403 or b"ua acl" not in reply.body[:_PAGE_BYTES].lower():
        return None
    return exceptions.GrowattUserAgentError(
        f"Error during {operation}: HTTP status 403, the firewall refuses this User-Agent",
        status_code=403,
        operation=operation,
        hint="construct the client with another agent_identifier; trying again does not help",
        response=reply.response,
    )


# --- the login is refused ------------------------------------------------------------------------


def end_of_lock(refusal: Mapping[str, Any], now: datetime) -> datetime | None:
    """When a lock ends that is announced now, as `lockDuration` in hours tells; None if untold."""
    told = refusal.get("lockDuration")
    try:
        duration = timedelta(hours=0 if isinstance(told, bool) else float(told or 0))
    except (TypeError, ValueError):
        return None
    except OverflowError:
        duration = LONGEST_LOCK
    return now + min(duration, LONGEST_LOCK) if duration > timedelta(0) else None


def locked_again(login: Login, now: datetime) -> Login:
    """The account is locked, nobody told for how long: wait 15 minutes, and longer each time."""
    doubled = min(login.untold_locks, 10)
    pause = min(FIRST_LOCK_PAUSE * 2**doubled, LONGEST_LOCK_PAUSE)
    return login._replace(locked_until=now + pause, untold_locks=login.untold_locks + 1)


def login_error(
    refusal: Mapping[str, Any], operation: str, now: datetime
) -> "exceptions.GrowattLoginError":
    """The error for the `back` of a login that was refused now."""
    code = refusal.get("msg")
    code = None if code is None else as_said(code).strip()
    said = ": ".join(text for text in (code, as_said(refusal.get("error") or "")) if text)
    if code == "507":
        return locked_error(end_of_lock(refusal, now), operation)
    if code == "502":
        return exceptions.GrowattWrongPasswordError(
            f"Error during {operation}: user name or password wrong (502)",
            code=code,
            operation=operation,
            hint="or the account belongs to another regional server; too many tries lock it",
        )
    return exceptions.GrowattLoginError(
        f"Error during {operation}: login refused ({in_message(said or code)})",
        code=code,
        operation=operation,
        retry_at=now + LOGIN_COOLDOWN,
        hint="see whether the app can log in, and wait 5 minutes before trying again",
    )


def locked_error(
    until: datetime | None,
    operation: str,
    reply: Reply | None = None,
    *,
    retry_at: datetime | None = None,
    was_not_sent: bool = False,
) -> "exceptions.GrowattAccountLockedError":
    """The error for an account that is locked, from its answer or known from before.

    `until` is the end as the server told it; without one, `retry_at` may say when to try again.
    """
    said = f"Error during {operation}: the account is locked"
    if until is not None:
        said += f" until {until:%Y-%m-%d %H:%M} UTC (507)"
        hint = "asked too often; wait until then, the app may be locked out too"
    else:
        said += " (507), and the server does not say for how long"
        later = "later" if retry_at is None else f"from {retry_at:%Y-%m-%d %H:%M} UTC on"
        hint = f"asked too often; try again {later}, the app may be locked out too"
    told: dict[str, Any] = {
        "code": "507",
        "retry_at": until or retry_at,
        "locked_until": until,
        "operation": operation,
        "hint": hint,
    }
    if reply is None:
        error = exceptions.GrowattAccountLockedError(said, **told)
        error.was_not_sent = was_not_sent
        return error
    return exceptions.GrowattAccountLockedStatusError(
        said, status_code=reply.status, response=reply.response, **told
    )
