"""The password of a new end user goes to the server, and shows up nowhere else."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

import growattServer
from growattServer import AsyncOpenApiV1, Etiquette, GrowattError, OpenApiV1
from growattServer.simulator import Simulator
from support import RecordingServer

# not in a variable of a frame of this test, which would be shown as well
GIVEN = {"password": "Very-Secret pass/77"}
PLACE = (
    *("Haus am Deich 9", "Friesland", "Wremen", "Deichweg 77"),
    *("WXLOG00077", "SIMMIN0099", "CODE77AB"),
)
PHONE = "+49 89 123456"
MODES = pytest.mark.parametrize("mode", ["blocking", "async"])


def register(url: str, mode: str, token: str, **options: Any) -> Any:
    if mode == "blocking":
        with OpenApiV1(token, server_url=url, timeout=5, **options) as api:
            return api.user_register(
                "anna", GIVEN["password"], "anna@example.com", "Germany", phone=PHONE
            )

    async def main() -> Any:
        async with AsyncOpenApiV1(token, server_url=url, timeout=5, **options) as api:
            return await api.user_register(
                "anna", GIVEN["password"], "anna@example.com", "Germany", phone=PHONE
            )

    return asyncio.run(main())


def change_everything(api: OpenApiV1, user_id: int) -> int:
    """Each call that changes what there is, once; the number of the plant of these changes."""
    name, country, city, address, logger, device, code = PLACE
    plant = api.plant_add(
        *(user_id, name, 9.9),
        country=country,
        city=city,
        address=address,
        latitude=53.64817,
        installer_code=code,
    ).plant_id
    api.plant_modify(plant, user_id, name, 12, country=country)
    api.user_modify(user_id, PHONE, installer_code=code)
    assert api.plant_list_by_user("anna").count == 1
    api.datalogger_add(plant, logger, user_id)
    api.device_add(plant, device, user_id)
    api.storage_add(plant, "SIMSPF0099", user_id)
    assert api.vpp_write(device, 50, "12:00") == "0"
    periods = [{"percentage": 5, "start_time": "12:00", "end_time": 1440}]
    assert api.vpp_write_periods(device, periods) == "0"
    api.datalogger_delete(plant, logger)
    api.plant_delete(plant)
    return plant


def chain(error: BaseException) -> Iterator[BaseException]:
    found: list[BaseException | None] = [error]
    for one in found:
        if one is not None:
            yield one
            found += [inner for inner in (one.__cause__, one.__context__) if inner not in found]


def shown(error: BaseException) -> str:
    """Everything that a logger or a crash reporter may show of it."""
    parts: list[str] = []
    for one in chain(error):
        parts += [str(one), repr(one), repr(one.args), repr(vars(one))]
        parts += traceback.TracebackException.from_exception(one, capture_locals=True).format()
    return "".join(parts)


def assert_hidden(text: str) -> None:
    forms = {GIVEN["password"], quote_plus(GIVEN["password"])}
    assert [one for one in forms if one.lower() in text.lower()] == []


def repeats(server: RecordingServer) -> None:
    said = f"bad request: user_password={GIVEN['password']}"
    server.answer({"data": "", "error_code": 10001, "error_msg": said})


def is_silent(server: RecordingServer) -> None:
    server.answer({"data": None, "error_code": 0, "error_msg": ""})


@MODES
@pytest.mark.parametrize("trouble", [repeats, is_silent])
def test_a_failure_does_not_show_it(
    server: RecordingServer,
    caplog: pytest.LogCaptureFixture,
    trouble: Callable[[RecordingServer], None],
    mode: str,
) -> None:
    trouble(server)
    with caplog.at_level(logging.DEBUG), pytest.raises(GrowattError) as caught:
        register(server.url, mode, "t")
    assert_hidden(shown(caught.value) + caplog.text)
    assert server.received[0].form["user_password"] == GIVEN["password"]


@MODES
def test_no_connection_does_not_show_it(mode: str) -> None:
    with pytest.raises(GrowattError) as caught:
        register("http://127.0.0.1:9/", mode, "t")
    assert_hidden(shown(caught.value))


def test_a_bad_argument_does_not_show_it() -> None:
    with pytest.raises(growattServer.GrowattParameterError) as caught:
        OpenApiV1("t").user_register("anna", GIVEN["password"], "nobody", "Germany")
    assert_hidden(shown(caught.value))


@MODES
def test_neither_a_recording_nor_the_limits_keep_it(tmp_path: Path, mode: str) -> None:
    recording, ledger = tmp_path / "session.jsonl", tmp_path / "limits.sqlite"
    clock = datetime(2026, 6, 15, 12, tzinfo=UTC)
    etiquette = Etiquette(ledger=ledger, clock=lambda: clock)
    with Simulator(start=clock, speed=0, history_days=0) as cloud:
        with growattServer.record_to(recording):
            made = register(cloud.url, mode, cloud.token, etiquette=etiquette)
            assert isinstance(made.user_id, int)
            with OpenApiV1(cloud.token, server_url=cloud.url) as api:
                listed = api.user_list().c_user[1]
                plant = change_everything(api, made.user_id)
        assert (listed.name, listed.email) == ("anna", "anna@example.com")
    text = recording.read_text("utf-8")
    assert '"user_password"' in text
    for one in (
        GIVEN["password"],
        "anna",
        PHONE,
        "example.com",
        *PLACE,
        str(made.user_id),
        str(plant),
    ):
        assert one not in text
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("limits.sqlite*"))
    assert GIVEN["password"].encode() not in kept


def test_what_may_have_arrived_is_not_sent_again() -> None:
    etiquette = Etiquette(ledger=False, retries=3)
    with Simulator(history_days=0, speed=0) as cloud:
        cloud.add_fault({"match": "*", "fault": "http_status", "status": 503, "after": True})
        with OpenApiV1(cloud.token, server_url=cloud.url, etiquette=etiquette) as api:
            with pytest.raises(growattServer.GrowattHTTPError):
                api.user_register("anna", GIVEN["password"], "a@b.example", "Germany")
            assert len(cloud.requests()) == 1
            assert api.user_check("anna") is False
            assert api.user_check("berta") is True
