"""Many devices in one call: the vendor's example, the simulated cloud, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from growattServer import GrowattReplyError, GrowattUnknownDeviceError, OpenApiV1
from growattServer.open_api_v1.records import MinEnergy, SphEnergy
from growattServer.simulator import Simulator
from support import RecordingServer, capture


@pytest.mark.parametrize(
    ("method", "example", "serial", "kind"),
    [
        ("min_last_data_batch", "min_last_data_batch", "TSTMIN0001", MinEnergy),
        ("sph_last_data_batch", "sph_last_data_batch", "TSTSPH0001", SphEnergy),
    ],
)
def test_the_vendors_example(
    server: RecordingServer, method: str, example: str, serial: str, kind: type[Any]
) -> None:
    body = capture(example)
    server.answer(body)
    latest = getattr(OpenApiV1("t", server_url=server.url), method)([serial])
    assert latest == {serial: body["data"][serial][serial]}
    assert type(latest[serial]) is kind


def test_a_batch_is_what_single_calls_say() -> None:
    with Simulator(start="2026-06-15T12:00:00+02:00", speed=0, seed=3) as cloud:
        cloud.add_device("min", "SECOND0001")
        api = OpenApiV1(cloud.token, server_url=cloud.url)
        latest = api.min_last_data_batch(["SECOND0001", "NOSUCH0001", "SIMMIN0001"])
        assert latest == {sn: api.min_energy(sn) for sn in ("SECOND0001", "SIMMIN0001")}
        with pytest.raises(GrowattUnknownDeviceError):
            api.sph_last_data_batch(["SIMMIN0001"])


@pytest.mark.parametrize("data", [None, [], "text"])
def test_another_shape_is_said(server: RecordingServer, data: Any) -> None:
    server.answer({"data": data, "error_code": 0})
    with pytest.raises(GrowattReplyError, match="is not an object"):
        OpenApiV1("t", server_url=server.url).min_last_data_batch(["SN"])


def test_half_a_row_is_left_out(server: RecordingServer) -> None:
    server.answer({"data": {"A": None, "B": {"B": ""}, "C": {"C": {"ppv": 1}}}, "error_code": 0})
    latest = OpenApiV1("t", server_url=server.url).min_last_data_batch(["A", "B", "C"])
    assert latest == {"C": {"ppv": 1}}
