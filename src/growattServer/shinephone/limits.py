"""The calls of the password API as the limits see them."""

from __future__ import annotations

from ..etiquette.ledger_protocol import LimitedCall, account_key, variant_of
from ..etiquette.login import LOGIN_COOLDOWN, Account
from ..etiquette.policy import Etiquette
from ..servers import server_root
from ..wire import Request
from .endpoints import LOGIN, Endpoint
from .exchange import ShinePhoneCalls

PASSWORD_BUDGET = 180
"""Calls in 24 hours for an account with a password: support is said to lock it at 200."""

LOGINS_A_DAY = 20
"""Logins in 24 hours; accounts were locked at 31."""


def password_account(account: Account) -> str:
    """The name under which the calls of an account are counted."""
    return account_key("password", account.server, account.username)


def current_account(api: ShinePhoneCalls) -> str:
    """The same for the account that a client is logged in to, or for nobody's."""
    account = api._sessions.account or Account(server_root(api.server_url), "")
    return password_account(account)


def limited_call(
    api: ShinePhoneCalls, etiquette: Etiquette, endpoint: Endpoint, request: Request
) -> LimitedCall:
    """A call of the session; the server is asked the same no sooner than the floor allows."""
    variant = variant_of(request.query, request.form, request.parts)
    is_polled = endpoint.polled and not endpoint.writes
    selector = next(iter(endpoint.query.values()), "")
    return LimitedCall(
        endpoint.operation,
        current_account(api),
        f"{endpoint.path} {selector}".strip(),
        variant,
        variant,
        period_s=etiquette.poll_floor.total_seconds() if is_polled else None,
        budget=etiquette.budget_of(PASSWORD_BUDGET),
        repeatable=not endpoint.writes,
    )


def limited_login(etiquette: Etiquette, account: Account) -> LimitedCall:
    """A login, which is never repeated: logins close together get an account locked."""
    return LimitedCall(
        LOGIN.operation,
        password_account(account),
        LOGIN.path,
        period_s=LOGIN_COOLDOWN.total_seconds(),
        calls_per_day=LOGINS_A_DAY,
        budget=etiquette.budget_of(PASSWORD_BUDGET),
        repeatable=False,
    )
