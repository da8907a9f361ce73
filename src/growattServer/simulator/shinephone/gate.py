"""The way in: who may ask, what is asked, and how the answer leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .answers import DENIED, Answer, RefusalError, Shape, conditions_not_met, encode, not_logged_in
from .login import login
from .routes import ERROR_PATH, LOGIN_PATH, page_of, selectors

if TYPE_CHECKING:
    from ..cloud import Cloud


def answer(
    cloud: Cloud, path: str, params: Mapping[str, str], user_agent: str, session: str
) -> Answer:
    """The answer to a request of the app."""
    if cloud.account.rules.denies(user_agent):
        return Answer(DENIED.encode(), 403)
    if path == ERROR_PATH:
        return not_logged_in("page")
    if path == LOGIN_PATH:
        return login(cloud, params, session)
    if not cloud.account.admits(session, cloud.clock.timestamp()):
        return not_logged_in()
    page = page_of(path, params)
    if page is None:
        return Answer(conditions_not_met(selectors(path)).encode(), 400)
    try:
        document = page.handler(cloud, params)
    except RefusalError as refusal:
        if page.shape is Shape.PAGE:
            return not_logged_in("page")
        return Answer(encode(page.shape.refusal(refusal.message)))
    if page.shape is Shape.PAGE:
        return Answer(document.encode())
    return Answer(encode(document))
