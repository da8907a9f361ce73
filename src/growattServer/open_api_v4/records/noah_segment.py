"""The time segments of a NOAH, one by one."""

from __future__ import annotations

from growattServer.fields import Kind, Record, clock, flag, integer, required, watts


class NoahSegment(Record, kind=Kind.SETTING):
    """One of the nine time segments of a NOAH, from the keys `timeN...` of its details."""

    segment = required(integer("segment", "Number of the segment, 1 to 9", kind=Kind.IDENTITY))
    start_time = clock("Start", "Start of the segment")
    end_time = clock("End", "End of the segment")
    mode = integer("Mode", "0 load first, 1 battery first, 2 smart (reported)")
    power = watts("Power", "Output power")
    enabled = flag("Enable", "The segment is in use")
