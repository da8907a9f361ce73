"""What goes over the wire, as values: a flow yields a `Request` and gets a `Reply`.

Its other steps are `Wait`, `WhileLocked`, `ToThread`, `UserCode` and `GetOptions`. Nothing here
knows a socket, a clock, or whether the client is blocking or async; a `Request` can be printed,
compared and counted.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
)
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit, urlunsplit

from .secret import blackened, without_password

R = TypeVar("R")
OnLimit: TypeAlias = Literal["raise", "wait", "last"]
ON_LIMIT: tuple[OnLimit, ...] = get_args(OnLimit)
UNCHANGED = frozenset({307, 308})
MOVED = UNCHANGED | {301, 302, 303}


class Request(NamedTuple):
    """One HTTP request; the client that sends it adds token, User-Agent and time-out.

    It has a `form`, or `parts` of a multipart form, or no body. No transport follows redirects by
    itself; `follows_redirects` says whether the flow goes on with `redirected(request, reply)`.
    `attempt` counts from 1.
    """

    operation: str
    method: str
    url: str
    query: Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None
    parts: Mapping[str, str] | None = None
    follows_redirects: bool = False
    attempt: int = 1

    def __repr__(self) -> str:
        shown = self._replace(url=without_password(self.url))
        pairs = zip(self._fields, tuple(shown), strict=True)
        # where a server leads to may hold what it was sent
        return blackened(f"Request({', '.join(f'{name}={value!r}' for name, value in pairs)})")

    def target(self) -> str:
        """The address with its query; parameters that are None are left out."""
        query = _encoded(self.query)
        return f"{self.url}?{query}" if query else self.url

    def body(self) -> bytes | None:
        """The form as it is sent, or None where there is no form."""
        if self.parts is not None:
            return _multipart(self.parts, _boundary(self.parts))
        return None if self.form is None else _encoded(self.form).encode("ascii")

    def content_type(self) -> str | None:
        """What the body is, or None where there is no form."""
        if self.parts is not None:
            return f"multipart/form-data; boundary={_boundary(self.parts)}"
        return None if self.form is None else "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    """What came back: status, body, and the HTTP library's own response for who wants it."""

    status: int
    body: bytes
    location: str | None = None
    response: Any = None
    headers: Mapping[str, str] | None = None

    def header(self, name: str) -> str | None:
        """One header of it, by its name as HTTP writes it."""
        return None if self.headers is None else self.headers.get(name)

    def __repr__(self) -> str:
        # body and headers hold serial numbers, names and cookies
        return f"Reply({self.status}, {len(self.body)} bytes)"


class Cookie(NamedTuple):
    """A cookie of the server, as it is kept beyond a session of the HTTP library."""

    name: str
    value: str
    path: str = "/"
    secure: bool = False

    def __repr__(self) -> str:
        return f"Cookie({self.name!r})"


class Wait(NamedTuple):
    """A flow's wish that the driver sleeps before it goes on.

    Waiting at a limit does not use up the time of a call whose caller has not set one.
    """

    seconds: float
    is_at_limit: bool = False


if TYPE_CHECKING:

    class Lock(Protocol):
        """A lock for blocking and async calls; `patience` is how many seconds it is waited for."""

        patience: float

        def __enter__(self) -> object: ...
        def __exit__(self, *exception: object) -> None: ...
        async def __aenter__(self) -> object: ...
        async def __aexit__(self, *exception: object) -> None: ...


class WhileLocked:
    """A flow's wish that the driver runs another flow while it holds a lock."""

    __slots__ = ("flow", "lock")

    def __init__(self, lock: "Lock", flow: "Flow[Any]") -> None:
        self.lock = lock
        self.flow = flow


class ToThread:
    """A flow's wish to run a function that reads or writes a file: in a thread, if it is async."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


class UserCode:
    """A flow's wish to call what the user's program has put in the place of a method of ours.

    In an async program it may be awaited, or not. The calls that it makes are parts of this one.
    """

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


class CallOptions(NamedTuple):
    """The options of a call as they are now: the seconds left, and what to do at a limit.

    `patience` is how many seconds it may be kept waiting there.
    """

    left: float
    on_limit: OnLimit | None
    patience: float


class GetOptions:
    """A flow's wish to know the options of its call as they are now."""


Step: TypeAlias = Request | Wait | WhileLocked | ToThread | UserCode | GetOptions
Flow = Generator[Step, Reply, R]


def while_locked(lock: "Lock", flow: Flow[R]) -> Flow[R]:
    """The result of a flow that is run while the lock is held."""
    result: object = yield WhileLocked(lock, flow)
    return cast(R, result)


def to_thread(function: Callable[[], R]) -> Flow[R]:
    """The result of a function that reads or writes a file."""
    result: object = yield ToThread(function)
    return cast(R, result)


def user_code(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Flow[Any]:
    """The result of a function of the program's own, awaited where that is wanted."""
    result: object = yield UserCode(lambda: function(*args, **kwargs))
    return result


def call_options() -> Flow[CallOptions]:
    """The options of the call that this flow is part of."""
    result: object = yield GetOptions()
    return cast(CallOptions, result)


def redirected(request: Request, reply: Reply) -> Request | None:
    """The request that a redirect asks for, as `requests` and browsers make it; None for no such.

    After 301, 302 and 303 it is a GET without a form, after 307 and 308 the same once more. On the
    same server it has the user and password that stood in the address.
    """
    if not request.follows_redirects or reply.status not in MOVED or not reply.location:
        return None
    try:
        # what is encoded already stays as it is
        location = quote(reply.location, safe="!#$%&'()*+,/:;=?@[]~", errors="surrogateescape")
        url = urljoin(request.target(), location).partition("#")[0]
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # no address at all
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    userinfo = urlsplit(request.url).netloc.rpartition("@")[0]
    if userinfo and "@" not in parts.netloc and not is_elsewhere(request.url, url):
        url = urlunsplit(parts._replace(netloc=f"{userinfo}@{parts.netloc}"))
    if reply.status in UNCHANGED:
        return request._replace(url=url, query=None)
    return request._replace(method="GET", url=url, query=None, form=None, parts=None)


def is_elsewhere(here: str, there: str) -> bool:
    """Whether an address lies on another server; the same host with https is the same server."""
    one, other = urlsplit(here), urlsplit(there)
    if one.hostname != other.hostname:
        return True
    if (one.scheme, other.scheme) == ("http", "https"):
        return False
    return (one.scheme, _port(one)) != (other.scheme, _port(other))


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _encoded(parameters: Mapping[str, Any] | None) -> str:
    """The parameters as text: None is left out, and a list repeats its name."""
    if not parameters:
        return ""
    pairs: list[tuple[str, Any]] = []
    for key, value in parameters.items():
        single = isinstance(value, str | bytes) or not isinstance(value, Iterable)
        pairs += [(key, one) for one in ([value] if single else value) if one is not None]
    return urlencode(pairs)


_IN_A_NAME = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def _boundary(parts: Mapping[str, str]) -> str:
    import hashlib  # few forms are sent in parts

    # made of the parts themselves, so that equal requests are equal to the byte
    text = "\n".join(f"{name}={value}" for name, value in parts.items())
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _multipart(parts: Mapping[str, str], boundary: str) -> bytes:
    lines = []
    for name, value in parts.items():
        quoted = name.translate(_IN_A_NAME)
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{quoted}"', "", value]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode("utf-8")
