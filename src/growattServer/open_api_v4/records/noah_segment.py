"""The time segments of a NOAH, one by one."""

from __future__ import annotations

import re
from typing import Any

from growattServer.coded import coded
from growattServer.fields import Basis, Field, Kind, Record, clock, flag, integer, required, watts
from growattServer.records.choices import NoahMode
from growattServer.rows import Rows

CAPTURE = Basis.CAPTURE
_EVERY_DAY = "0"


def _weekdays(value: Any) -> list[int] | None:
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-7](,[1-7]){0,6}", value):
        return None
    return list(range(1, 8)) if value == _EVERY_DAY else [int(day) for day in value.split(",")]


class NoahSegment(Record, kind=Kind.SETTING):
    """One of the nine time segments of a NOAH, from the keys `timeN...` of its details."""

    segment = required(integer("segment", "Number of the segment, 1 to 9", kind=Kind.IDENTITY))
    start_time = clock("Start", "Start of the segment")
    end_time = clock("End", "End of the segment")
    mode = coded("Mode", NoahMode, "Mode")
    power = watts("Power", "Output power")
    enabled = flag("Enable", "The segment is in use")


class NoahTimeSegment(Record, kind=Kind.SETTING):
    """A time segment of a NOAH or NEXA, from a text such as `0_6:30_8:0_400_1,2,3,4,5`."""

    segment = required(integer("segment", "Number of the segment, 1 to 9", kind=Kind.IDENTITY))
    mode = coded("mode", NoahMode, "Mode", basis=CAPTURE)
    start_time = clock("start", "Start of the segment", basis=CAPTURE)
    end_time = clock("end", "End of the segment", basis=CAPTURE)
    power = watts("power", "Output power in load first, 0 in the other modes", basis=CAPTURE)
    weekdays = Field(
        "days",
        _weekdays,
        "Days of the week, 1 Monday to 7 Sunday; older devices tell none",
        basis=CAPTURE,
    )


_SEGMENT_KEY = re.compile(r"time_segment([1-9])", re.ASCII)


def time_segments(value: Any) -> Rows[NoahTimeSegment] | None:
    """The segments of a list of objects of one key, in the order of their numbers."""
    if not isinstance(value, list):
        return None
    found = [
        _segment(int(key[1]), sent)
        for each in value
        if isinstance(each, dict)
        for name, sent in each.items()
        if (key := _SEGMENT_KEY.fullmatch(str(name))) and isinstance(sent, str)
    ]
    return Rows(sorted(found, key=lambda segment: segment.segment))


def _segment(segment: int, sent: str) -> NoahTimeSegment:
    parts = dict(zip(("mode", "start", "end", "power", "days"), sent.split("_"), strict=False))
    return NoahTimeSegment({"segment": segment, **parts})
