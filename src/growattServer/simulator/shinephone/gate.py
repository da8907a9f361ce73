"""The way in: who may ask, what is asked, and how the answer leaves."""

from __future__ import annotations

from collections.abc import Mapping

from ..account import LOGIN_PATH
from ..scene import Scene
from ..violations import Asked
from .answers import (
    DENIED,
    Answer,
    RefusalError,
    Shape,
    conditions_not_met,
    encode,
    locked_out,
    not_logged_in,
)
from .login import login
from .routes import ERROR_PATH, Page, page_of, selectors

_SUBJECTS = (
    "id",
    "mixId",
    "inverterId",
    "storageId",
    "storageSn",
    "serialNum",
    "deviceSn",
    "invSn",
    "plantId",
    "plantID",
)


def admit(
    scene: Scene, path: str, params: Mapping[str, str], user_agent: str, session: str
) -> Page | Answer:
    """The page that a request of the app may see, or the answer to one that may see none."""
    if scene.account.rules.denies(user_agent):
        return Answer(DENIED.encode(), 403)
    if path == ERROR_PATH:
        return not_logged_in("page")
    if path == LOGIN_PATH:
        return login(scene, params, session)
    page, now, account = page_of(path, params), scene.now, scene.account
    asked = _asked(path, page, params)
    if not account.admits(session, asked, now):
        if account.locks_out(session, now):
            return locked_out(account.hours_left(now), account.rules.lockout_shape)
        return not_logged_in()
    if page is None:
        return Answer(conditions_not_met(selectors(path)).encode(), 400)
    if page.writes:
        account.forget_polls()
    else:
        account.note_poll(asked, params, now)
    return page


def _asked(path: str, page: Page | None, params: Mapping[str, str]) -> Asked:
    subject = next((params[name] for name in _SUBJECTS if name in params), "")
    return Asked(f"{path}?{page.select}" if page and page.select else path, subject)


def show(scene: Scene, page: Page, params: Mapping[str, str]) -> Answer:
    """What is on a page."""
    try:
        document = page.handler(scene, params)
    except RefusalError as refusal:
        if page.shape is Shape.PAGE:
            return not_logged_in("page")
        return Answer(encode(page.shape.refusal(refusal.message)))
    if page.shape is Shape.PAGE:
        return Answer(document.encode())
    return Answer(encode(document))
