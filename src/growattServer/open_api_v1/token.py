"""The token of an account: looking at it before it is sent, and what it is counted by."""

from __future__ import annotations

from ..exceptions import GrowattParameterError
from ..secret import Secret
from ..servers import server_root


def checked_token(token: str) -> Secret:
    """The token without white space around it; raises GrowattParameterError for what is none."""
    if not isinstance(token, str):
        raise GrowattParameterError(f"token must be a string, not a {type(token).__name__}")
    token = Secret(token.strip())
    if not token:
        raise GrowattParameterError(
            "token is empty; copy it from the ShinePhone app (Me, account name, API Token)"
        )
    if not (token.isascii() and token.isprintable()):
        raise GrowattParameterError("token has characters that no API token has; copy it again")
    return Secret(token)


def token_account(server_url: str, token: str) -> str:
    """What the calls of a token are counted by, in all APIs that it is sent to."""
    from ..etiquette.ledger_protocol import account_key  # for those who have limits

    return account_key("token", server_root(server_url), token)
