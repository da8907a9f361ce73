"""Methods of ours that a program replaces count wherever the library calls them itself.

Which methods call which is not listed by hand: tests/facts/self_calls.json is read from the source
of release 2.2.0, and what was added since is read from ours.
"""

from __future__ import annotations

import ast
import asyncio
import functools
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import shinephone_operations
import v1_operations
from v1_operations import MIN_SN, MUNICH, START

import growattServer
from growattServer import (
    AsyncEnvironmentSensor,
    AsyncGrowattApi,
    AsyncMeter,
    AsyncOpenApiV1,
    EnvironmentSensor,
    Etiquette,
    GrowattApi,
    Meter,
    OpenApiV1,
)
from growattServer.open_api_v1.devices import FAMILIES, SETTABLE, ReadableDevice
from growattServer.signatures import is_operation
from growattServer.simulator import Simulator
from support import RecordingServer, facts

BLOCKING_AND_ASYNC = pytest.mark.parametrize("mode", ["blocking", "async"])
KINDS: dict[str, dict[str, Any]] = {
    "blocking": {
        "GrowattApi": GrowattApi,
        "OpenApiV1": OpenApiV1,
        **{family.__name__: family for family in FAMILIES.values()},
    },
    "async": {
        "GrowattApi": AsyncGrowattApi,
        "OpenApiV1": AsyncOpenApiV1,
        **{family.__name__: family._awaited for family in FAMILIES.values()},
    },
}
# what has an address on a bus is replaced in the same way
ON_BUS = {"blocking": (Meter, EnvironmentSensor), "async": (AsyncMeter, AsyncEnvironmentSensor)}
SOURCE = Path(growattServer.__file__).parent
FAMILY_NAMES = [family.__name__ for family in FAMILIES.values()]
PLAIN = ("get_url", "process_response", "validate_read_parameter_input")
FOLDERS = {"shinephone": "GrowattApi", "open_api_v1": "OpenApiV1"}


def our_self_calls() -> Iterator[tuple[str, str, str]]:
    """Class, method and called method for each `self_call` in the body of a method of ours."""
    for folder, kind in FOLDERS.items():
        for path in (SOURCE / folder).rglob("*.py"):
            for owner in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(owner, ast.ClassDef):
                    continue
                methods = [one for one in owner.body if isinstance(one, ast.FunctionDef)]
                for method in methods:
                    for call in ast.walk(method):
                        if getattr(getattr(call, "func", None), "id", "") != "self_call":
                            continue
                        assert isinstance(call, ast.Call)
                        if not isinstance(call.args[1], ast.Constant):
                            continue  # which of them it calls, each family declares
                        called_on, name = call.args[0], str(ast.literal_eval(call.args[1]))
                        family = getattr(getattr(called_on, "func", None), "id", "")
                        if owner.name in FAMILY_NAMES:
                            yield owner.name, method.name, f"{owner.name}.{name}"
                        elif owner.name == ReadableDevice.__name__:
                            yield from ((one, method.name, f"{one}.{name}") for one in FAMILY_NAMES)
                        else:
                            yield kind, method.name, f"{family}.{name}".removeprefix(".")


def declared_calls() -> Iterator[tuple[str, str, str]]:
    """The methods of the clients that call what a family has declared."""
    for family in FAMILIES.values():
        kind = family.__name__
        for name in dir(family):
            called = v1_operations.by_serial_name(kind, name)
            by_serial = getattr(OpenApiV1, called, None)
            if hasattr(getattr(by_serial, "flow", None), "declared"):
                yield "OpenApiV1", called, f"{kind}.{name}"


@functools.cache
def self_calls() -> dict[str, dict[str, set[str]]]:
    """By class and method, what it calls."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind, methods in facts("self_calls")["calls"].items():
        for method, called in methods.items():
            for name in called:
                of_device = kind in FAMILY_NAMES and not name.startswith("api.")
                found[kind][method].add(
                    f"{kind}.{name}" if of_device else name.removeprefix("api.")
                )
    for kind, method, called in chain(our_self_calls(), declared_calls()):
        if not method.startswith("_"):
            found[kind][method].add(called)
    return found


def recorded(seen: list[str], label: str, original: Any, *, is_async: bool) -> Any:
    """A method that notes that it is called, and does what the original does."""
    if is_async:

        async def later(self: Any, *arguments: Any, **more: Any) -> Any:
            seen.append(label)
            return await original(self, *arguments, **more)

        return later

    def now(self: Any, *arguments: Any, **more: Any) -> Any:
        seen.append(label)
        return original(self, *arguments, **more)

    return now


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    with Simulator(start=START, seed=5) as simulator:
        v1_operations.mount(simulator)
        simulator.set_clock(speed=1e-6)
        yield simulator


def run(mode: str, api: Any, work: Callable[[Any], Any]) -> Any:
    """The result of a function that is given a way to wait for a result in its mode."""
    if mode == "blocking":
        with api:
            return work(lambda result: result)

    async def awaited(result: Any) -> Any:
        return await result

    with asyncio.Runner() as runner:
        try:
            return work(lambda result: runner.run(awaited(result)))
        finally:
            runner.run(api.close())


def test_calls_are_known() -> None:
    assert self_calls()["GrowattApi"]["device_list"] >= {"plant_info"}
    assert self_calls()["OpenApiV1"]["plant_list_v1"] == {"plant_list"}
    assert self_calls()["Min"]["read_time_segments"] == {"Min.settings"}
    paths = [path for path in SOURCE.rglob("*.py") if path.name != "operation.py"]
    past = [path.name for path in paths if ".flow(" in path.read_text("utf-8")]
    assert past == [], "an operation is called past what a program may have put in its place"


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("kind", ["GrowattApi", "OpenApiV1", *FAMILY_NAMES])
def test_what_overrides_a_method_is_called(
    cloud: Simulator, monkeypatch: pytest.MonkeyPatch, kind: str, mode: str
) -> None:
    seen: list[str] = []
    kinds, is_async = KINDS[mode], mode == "async"
    for family in FAMILY_NAMES:
        for name in dir(kinds[family]):
            original = getattr(kinds[family], name)
            if is_operation(original):
                mine = recorded(seen, f"{family}.{name}", original, is_async=is_async)
                monkeypatch.setattr(kinds[family], name, mine)
        validate = "validate_read_parameter_input"
        if family.upper() in SETTABLE:
            original = getattr(kinds[family], validate)
            mine = recorded(seen, f"{family}.{validate}", original, is_async=False)
            monkeypatch.setattr(kinds[family], validate, mine)
    for thing in ON_BUS[mode]:
        for name in dir(thing):
            original = getattr(thing, name)
            if is_operation(original):
                label = f"{thing.__name__.removeprefix('Async')}.{name}"
                mine = recorded(seen, label, original, is_async=is_async)
                monkeypatch.setattr(thing, name, mine)
    base = kinds["GrowattApi" if kind == "GrowattApi" else "OpenApiV1"]
    namespace = {
        name: recorded(seen, name, getattr(base, name), is_async=is_async and name not in PLAIN)
        for name in dir(base)
        if is_operation(getattr(base, name)) or (name in PLAIN and hasattr(base, name))
    }
    mine = type("Mine", (base,), namespace)
    if kind == "GrowattApi":
        cases: Any = shinephone_operations.CASES
        aliases = shinephone_operations.ALIASES
        cases = {**cases, **{name: cases[alias] for name, alias in aliases.items()}}
        api: Any = mine(server_url=cloud.url, timeout=60)
    else:
        cases, prefix = v1_operations.CASES, "api" if kind == "OpenApiV1" else kind
        cases = {
            name.partition(".")[2]: case
            for name, case in cases.items()
            if name.startswith(f"{prefix}.")
        }
        api = mine(cloud.token, server_url=cloud.url, timeout=60)

    def work(wait: Callable[[Any], Any]) -> dict[str, Any]:
        missed = {}
        if kind == "GrowattApi":
            wait(api.login("demo", "demo"))
        for method, called in self_calls()[kind].items():
            if method == "login":
                arguments: Any = ("demo", "demo")
            elif method == "resume_login":
                arguments = ("somebody without a session", "demo")
            elif getattr(cases[method], "alone", False):
                # it would take away what others ask for, and calls nothing that could be replaced
                assert not called, method
                continue
            else:
                arguments = cases[method].arguments
            owner = (
                api
                if kind in ("GrowattApi", "OpenApiV1")
                else kinds[kind](api, v1_operations.DEVICE_CASES[kind][1])
            )
            seen.clear()
            wait(getattr(owner, method)(*arguments))
            if not called <= set(seen):
                missed[method] = called - set(seen)
        return missed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inverter_list warns
        assert run(mode, api, work) == {}


# --- the ways to replace a method ----------------------------------------------------------------

DEVICES = [{"deviceSn": "MINE"}]


def an_override(self: Any, plant_id: str) -> dict[str, Any]:
    return {"deviceList": [{**DEVICES[0], "plant": plant_id}]}


async def an_async_override(self: Any, plant_id: str) -> dict[str, Any]:
    await asyncio.sleep(0)
    return an_override(self, plant_id)


class Mixin:
    plant_info = an_override


def in_a_subclass(kind: Any) -> Any:
    return type("Mine", (kind,), {"plant_info": an_override})()


def in_a_mixin(kind: Any) -> Any:
    return type("Mine", (Mixin, kind), {})()


def on_the_instance(kind: Any) -> Any:
    api = kind()
    api.plant_info = lambda plant_id: an_override(api, plant_id)
    return api


def with_wraps(kind: Any) -> Any:
    # which copies all that we left on the function
    return type("Mine", (kind,), {"plant_info": functools.wraps(kind.plant_info)(an_override)})()


WAYS = [in_a_subclass, in_a_mixin, on_the_instance, with_wraps]


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
@BLOCKING_AND_ASYNC
def test_ways_to_replace(mode: str, way: Any) -> None:
    api = way(KINDS[mode]["GrowattApi"])
    found = run(mode, api, lambda wait: wait(api.device_list("7")))
    assert found == [{"deviceSn": "MINE", "plant": "7"}]
    assert found[0].device_sn == "MINE"


def test_an_awaited_override() -> None:
    class Mine(AsyncGrowattApi):
        plant_info = an_async_override

    assert asyncio.run(Mine().device_list("7")) == [{"deviceSn": "MINE", "plant": "7"}]


@BLOCKING_AND_ASYNC
def test_patches(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS[mode]["GrowattApi"]
    answer = {"deviceList": DEVICES}
    with patch.object(kind, "plant_info", autospec=True, return_value=answer) as fake:
        api = kind()
        assert run(mode, api, lambda wait: wait(api.device_list("7"))) == DEVICES
        fake.assert_called_once_with(api, "7")
    with patch.object(kind, "plant_info", return_value=answer) as fake:
        assert run(mode, api, lambda wait: wait(api.device_list("7"))) == DEVICES
        fake.assert_called_once_with("7")
    monkeypatch.setattr(kind, "plant_info", an_override)
    found = run(mode, api, lambda wait: wait(api.device_list("7")))
    assert found == [{"deviceSn": "MINE", "plant": "7"}]


@BLOCKING_AND_ASYNC
def test_an_overridden_login_is_what_resume_login_does(
    server: RecordingServer, mode: str, tmp_path: Path
) -> None:
    server.answer({"back": {"success": True, "user": {"id": 7, "rightlevel": 1}}})
    server.headers["Set-Cookie"] = "JSESSIONID=one; Path=/"
    seen: list[str] = []
    base = KINDS[mode]["GrowattApi"]
    login = recorded(seen, "login", base.login, is_async=mode == "async")
    kind = type("Mine", (base,), {"login": login})

    def resumed(api: Any) -> Any:
        return run(mode, api, lambda wait: wait(api.resume_login("user", "password")))

    for _ in range(2):
        assert resumed(kind(server_url=server.url, session_store=tmp_path / "store")).user_id == 7
        # the second time there is a session
        assert len(seen) == len(server.received) == 1


def test_the_old_name_of_hash_password(server: RecordingServer) -> None:
    server.answer({"back": {"success": False, "msg": "501"}})
    with (
        patch("growattServer.base_api.hash_password", return_value="mine"),
        GrowattApi(server_url=server.url) as api,
    ):
        api.login("user", "password")
    assert server.received[0].form == {"userName": "user", "password": "mine"}
    with GrowattApi(server_url=server.url) as api:
        api.login("user", "password")
    assert server.received[1].form["password"] == growattServer.hash_password("password")


# --- process_response ----------------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_process_response_gets_the_document_and_the_words(
    server: RecordingServer, mode: str
) -> None:
    document = {"data": {"ppv": 1}, "error_code": 0, "error_msg": ""}
    server.answer(document)
    heard: list[Any] = []

    class Mine(KINDS[mode]["OpenApiV1"]):  # type: ignore[misc]  # one of two classes
        def process_response(self, *arguments: Any) -> Any:
            heard.append(arguments)
            return {**super().process_response(*arguments), "mine": True}

    api = Mine("token", server_url=server.url)
    found = run(mode, api, lambda wait: wait(api.min_energy("SN")))
    assert found == {"ppv": 1, "mine": True}
    assert found.pv_power == 1
    assert heard == [(document, "getting MIN inverter energy data")]


@BLOCKING_AND_ASYNC
@pytest.mark.parametrize("result", [None, "", [1], "whatever"])
def test_what_process_response_gives_is_handed_on(
    server: RecordingServer, mode: str, result: Any
) -> None:
    server.answer({"data": {}, "error_code": 10001, "error_msg": "swallowed"})

    class Mine(KINDS[mode]["OpenApiV1"]):  # type: ignore[misc]  # one of two classes
        def process_response(self, response: Any, operation_name: str = "") -> Any:
            return result

    api = Mine("token", server_url=server.url)

    def work(wait: Any) -> list[Any]:
        return [wait(api.plant_list()), wait(api.min_read_parameter("SN", "x"))]

    assert run(mode, api, work) == [result, result]


class Through(OpenApiV1):
    def process_response(self, response: Any, operation_name: str = "API operation") -> Any:
        return super().process_response(response, operation_name)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("plant_details", (1,)),
        ("device_list", (1,)),
        ("min_energy", ("SN",)),
        ("min_energy_history", ("SN",)),
        ("min_read_parameter", ("SN", "x")),
        ("min_write_parameter", ("SN", "x", 1)),
        ("sph_write_ac_charge_times", ("SN", 1, 1, True, v1_operations.PERIODS)),
        ("min_write_time_segment", v1_operations.CASES["api.min_write_time_segment"].arguments),
    ],
)
def test_its_errors_are_told_apart_as_without_it(
    server: RecordingServer, name: str, arguments: tuple[Any, ...]
) -> None:
    for code in range(10000, 10015):
        server.answer({"data": "", "error_code": code, "error_msg": "said"})
        heard = []
        for kind in (OpenApiV1, Through):
            with (
                kind("token", server_url=server.url) as api,
                pytest.raises(growattServer.GrowattV1ApiError) as caught,
            ):
                getattr(api, name)(*arguments)
            heard.append((type(caught.value), str(caught.value)))
        assert heard[0] == heard[1], code


# --- pace and time -------------------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_the_time_of_a_call_is_that_of_what_overrides_its_parts(
    server: RecordingServer, mode: str
) -> None:
    server.delay = 110

    class Mine(KINDS[mode]["GrowattApi"]):  # type: ignore[misc]  # one of two classes
        def plant_info(self, plant_id: str) -> Any:
            return super().plant_info(plant_id)

    api = Mine(server_url=server.url)
    with pytest.raises(growattServer.GrowattTimeoutError):
        run(mode, api, lambda wait: wait(api.device_list("1", timeout=0.3)))


@BLOCKING_AND_ASYNC
def test_the_wish_at_a_limit_goes_on_to_the_parts(
    server: RecordingServer, mode: str, tmp_path: Path
) -> None:
    server.answer({"deviceList": DEVICES})

    class Mine(KINDS[mode]["GrowattApi"]):  # type: ignore[misc]  # one of two classes
        def plant_info(self, plant_id: str) -> Any:
            return super().plant_info(plant_id)

    etiquette = Etiquette(ledger=tmp_path / "ledger")
    api = Mine(server_url=server.url, etiquette=etiquette)

    def work(wait: Any) -> Any:
        first = wait(api.device_list("1"))
        with pytest.raises(growattServer.GrowattRateLimitError):
            wait(api.device_list("1"))
        return first, wait(api.device_list("1", on_limit="last"))

    first, last = run(mode, api, work)
    assert first == last == DEVICES
    assert last.age >= timedelta(0)
    assert len(server.received) == 1


def test_a_client_of_another_account_keeps_its_own_time(server: RecordingServer) -> None:
    server.delay = 110
    other = GrowattApi(server_url=server.url, timeout=0.3)

    class Mine(GrowattApi):
        def plant_info(self, plant_id: str) -> Any:
            return other.plant_info(plant_id)

    with pytest.raises(growattServer.GrowattTimeoutError), other, Mine() as api:
        api.device_list("1", timeout=100)


def test_a_longer_time_holds_for_the_parts_too(server: RecordingServer) -> None:
    server.answer({"deviceList": DEVICES})
    server.delay = 0.6

    class Mine(GrowattApi):
        def plant_info(self, plant_id: str) -> Any:
            return super().plant_info(plant_id)

    with Mine(server_url=server.url, timeout=0.3) as api:
        assert api.device_list("1", timeout=60) == DEVICES
        with pytest.raises(growattServer.GrowattTimeoutError):
            api.device_list("1")


def test_a_task_that_goes_on_has_a_time_of_its_own(server: RecordingServer) -> None:
    server.answer({"deviceList": DEVICES})

    class Mine(AsyncGrowattApi):
        is_over: asyncio.Event
        going_on: asyncio.Task[Any]

        def plant_info(self, plant_id: str) -> Any:
            self.going_on = asyncio.create_task(self.later(plant_id))
            return {"deviceList": DEVICES}

        async def later(self, plant_id: str) -> Any:
            await self.is_over.wait()
            return await AsyncGrowattApi.plant_info(self, plant_id)

    async def main() -> Any:
        async with Mine(server_url=server.url) as api:
            api.is_over = asyncio.Event()
            await api.device_list("1", timeout=0.001)
            api.is_over.set()
            return await api.going_on

    assert asyncio.run(main()) == {"deviceList": DEVICES}


# --- settings and plans --------------------------------------------------------------------------


@BLOCKING_AND_ASYNC
def test_a_plan_reads_through_what_overrides(cloud: Simulator, mode: str, tmp_path: Path) -> None:
    from growattServer.settings import Journal

    seen: list[str] = []
    kinds = KINDS[mode]
    family = kinds["Min"]
    namespace = {
        name: recorded(seen, name, getattr(family, name), is_async=mode == "async")
        for name in ("settings", "read_parameter", "write_parameter")
    }
    api = kinds["OpenApiV1"](cloud.token, server_url=cloud.url, timeout=60)
    device = type("Mine", (family,), namespace)(api, MIN_SN)

    power = 61 if mode == "blocking" else 62

    def work(wait: Any) -> None:
        plan = wait(device.plan({"charge_power": power}, journal=Journal(tmp_path)))
        assert "settings" in seen
        seen.clear()
        wait(plan.apply())
        assert "write_parameter" in seen

    run(mode, api, work)


def test_get_url_of_a_token_client_says_where_all_calls_go(server: RecordingServer) -> None:
    class Mine(OpenApiV1):
        def get_url(self, page: str) -> str:
            assert super().get_url(page).endswith(page)
            return f"{server.url}behind/{page}"

    with Mine("token") as api:
        api.plant_list()
        api.plant_info(str(MUNICH))
    paths = [request.path for request in server.received]
    assert paths == ["/behind/plant/list", "/behind/newTwoPlantAPI.do"]
