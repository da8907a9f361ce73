"""What names a thing, and the rows of a list, are never None: reading what lacks them raises."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from growattServer import GrowattReplyError, OpenApiV1
from growattServer.fields import Field, Record, Required
from growattServer.open_api_v1 import records, schedules
from growattServer.open_api_v1.records import DeviceList, DeviceRow, MinEnergy, Plant, PlantList
from growattServer.shinephone import records as shinephone_records
from growattServer.shinephone.records import Device, PlantInfo, PlantListRow
from support import RecordingServer

CLASSES: list[type[Record]] = sorted(
    {
        found
        for package in (records, shinephone_records, schedules)
        for found in vars(package).values()
        if isinstance(found, type) and issubclass(found, Record) and found.fields
    },
    key=lambda found: found.__name__,
)
REQUIRED = [
    pytest.param(record, row, id=f"{record.__name__}.{row.name}")
    for record in CLASSES
    for row in record.fields.values()
    if isinstance(row, Required)
]
MISSING: list[Any] = [None, "", "null", "\x00"]


@pytest.mark.parametrize(("record", "row"), REQUIRED)
def test_what_is_missing_raises(record: type[Record], row: Required[Any]) -> None:
    empty = row.read(record())
    if empty == []:
        # a list that may be absent
        assert [getattr(record({row.key: sent}), row.name) for sent in MISSING] == [[]] * 4
        return
    for reply in (record(), *[record({row.key: sent}) for sent in MISSING]):
        with pytest.raises(GrowattReplyError) as caught:
            getattr(reply, row.name)
        assert row.name in str(caught.value)
        assert repr(row.key) in str(caught.value)
        # the rest of it, and the reply as sent, can be read
        assert row.read(reply) is None
        assert pickle.loads(pickle.dumps(reply)) == reply  # noqa: S301  # our own
        assert json.loads(json.dumps(reply)) == reply


def test_lists_and_what_names_the_first_things_are_required() -> None:
    for record in CLASSES:
        for row in record.fields.values():
            if row.parse.__qualname__ == "rows.<locals>.parse":
                assert isinstance(row, Required), (record, row)
    rows: list[Field[Any]] = [
        Plant.plant_id,
        DeviceRow.device_sn,
        DeviceRow.type,
        DeviceRow.datalogger_sn,
        MinEnergy.device_sn,
        PlantListRow.plant_id,
        Device.device_sn,
        Device.family,
    ]
    assert all(isinstance(row, Required) for row in rows)
    # and what is measured is not
    assert not isinstance(MinEnergy.pv_power, Required)


def test_an_empty_list_is_one() -> None:
    assert PlantList({"count": 0, "plants": []}).plants == []
    # as the servers answered during an outage
    answer = DeviceList({"count": 1, "devices": []})
    assert (answer.devices, answer.count) == ([], 1)
    assert PlantInfo({"deviceList": []}).batteries == []


def test_a_reply_without_its_list_is_told_by_name(server: RecordingServer) -> None:
    server.answer({"data": {"count": 1}, "error_code": 0, "error_msg": ""})
    with OpenApiV1("token", server_url=server.url) as api:
        answer = api.plant_list()
        assert answer == {"count": 1}
        with pytest.raises(GrowattReplyError, match="plants"):
            print(answer.plants)
