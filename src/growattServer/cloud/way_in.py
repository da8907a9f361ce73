"""`connect` and `connect_async`: from a token, or a user and a password, to an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..etiquette.policy import Etiquette
from ..exceptions import GrowattParameterError
from .account import AsyncCloud, Cloud
from .listing import Source

if TYPE_CHECKING:
    from collections.abc import Generator

    import aiohttp

_Timeout = float | tuple[float, float] | None


def connect(
    *,
    token: str | None = None,
    user: str | None = None,
    password: str | None = None,
    region: str | None = None,
    server_url: str | None = None,
    timeout: _Timeout = None,
    etiquette: Etiquette | bool = True,
    allow_cleartext: bool = False,
) -> Cloud:
    """An account, as `with growattServer.connect(token="...") as cloud:`; nothing is asked yet.

    Give a `token` of the ShinePhone app (Me, account name, API Token), or `user` and `password` of
    the app. A token shows more. It works on the server of its region only: say which with
    `region=` or `server_url=`. `timeout` is in seconds, a number or a pair (connect, read).

    The limits of the server are kept, together with all programs of this user: what is asked too
    soon gets the last answer, with its `age`. Another `etiquette` does it in another way, False
    keeps none. `allow_cleartext` says that an http address is meant.
    """
    _check_way(token, user, password)
    common = _common(region, server_url, timeout, etiquette, allow_cleartext)
    if token is not None:
        from ..open_api_v1 import OpenApiV1
        from ..open_api_v4 import OpenApiV4

        return Cloud(_of_token(OpenApiV1(token, **common), OpenApiV4(token, **common)))
    from ..shinephone import GrowattApi

    return Cloud(_of_password(GrowattApi(**common), user, password))


class _Connecting:
    """What `connect_async` gives: awaited, or entered with `async with`, it is an `AsyncCloud`."""

    def __init__(self, cloud: AsyncCloud) -> None:
        self._cloud = cloud

    def __await__(self) -> Generator[Any, None, AsyncCloud]:
        yield from ()
        return self._cloud

    async def __aenter__(self) -> AsyncCloud:
        return await self._cloud.__aenter__()

    async def __aexit__(self, *exception: object) -> None:
        await self._cloud.__aexit__(*exception)


def connect_async(
    *,
    token: str | None = None,
    user: str | None = None,
    password: str | None = None,
    region: str | None = None,
    server_url: str | None = None,
    timeout: _Timeout = None,
    etiquette: Etiquette | bool = True,
    allow_cleartext: bool = False,
    session: aiohttp.ClientSession | None = None,
) -> _Connecting:
    """The same for asyncio: `async with growattServer.connect_async(token="...") as cloud:`.

    It may be awaited, too: `cloud = await growattServer.connect_async(...)`, and then closed with
    `await cloud.close()`. `session` is an aiohttp `ClientSession` to send through.
    """
    _check_way(token, user, password)
    common = _common(region, server_url, timeout, etiquette, allow_cleartext)
    common["session"] = session
    if token is not None:
        from ..open_api_v1 import AsyncOpenApiV1
        from ..open_api_v4 import AsyncOpenApiV4

        clients = AsyncOpenApiV1(token, **common), AsyncOpenApiV4(token, **common)
        return _Connecting(AsyncCloud(_of_token(*clients)))
    from ..shinephone import AsyncGrowattApi

    return _Connecting(AsyncCloud(_of_password(AsyncGrowattApi(**common), user, password)))


def _check_way(token: Any, user: Any, password: Any) -> None:
    """Raise GrowattParameterError for anything but one way in."""
    has_token, named = token is not None, (user is not None, password is not None)
    if has_token and any(named):
        raise GrowattParameterError("give either token, or user and password, not both")
    if not has_token and not any(named):
        raise GrowattParameterError("give a token, or user and password")
    if any(named) and not all(named):
        missing = "password" if named[0] else "user"
        raise GrowattParameterError(f"{missing} is missing: give user and password")
    for name, value in {"user": user, "password": password}.items():
        if not has_token and (not isinstance(value, str) or not value.strip()):
            raise GrowattParameterError(f"{name} must be a text that is not empty")


def _common(
    region: Any, server_url: Any, timeout: Any, etiquette: Any, allow_cleartext: Any
) -> dict[str, Any]:
    """The arguments that all clients take."""
    if isinstance(etiquette, bool):
        etiquette = Etiquette(on_limit="last") if etiquette else None
    elif not isinstance(etiquette, Etiquette):
        raise GrowattParameterError(
            f"etiquette must be an Etiquette, True or False, not a {type(etiquette).__name__}"
        )
    return {
        "region": region,
        "server_url": server_url,
        "timeout": timeout,
        "etiquette": etiquette,
        "allow_cleartext": allow_cleartext,
    }


def _of_token(v1: Any, v4: Any) -> Source:
    from .token import TokenSource

    return TokenSource(v1, v4)


def _of_password(api: Any, user: Any, password: Any) -> Source:
    from .password import PasswordSource

    return PasswordSource(api, user, password)
