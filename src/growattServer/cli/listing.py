"""What V4 adds to the devices that V1 lists: those that it alone has, and its words for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..open_api_v1.devices import FAMILIES
from .inventory import OTHER, Device

Place = tuple[str | None, str | None]
"""Number and name of a plant."""


class Listed(NamedTuple):
    """A device as V4 lists it, with the plant that its datalogger is known to be in."""

    device_sn: str
    word: str
    place: Place = (None, None)


def remembered(devices: Iterable[Device]) -> list[Listed]:
    """What V4 said when these were listed."""
    return [
        Listed(one.device_sn, one.v4_family, (one.plant_id, one.plant))
        for one in devices
        if one.v4_family is not None
    ]


def placed(
    rows: Iterable[tuple[str, str, str | None]], places: Mapping[str, Place]
) -> list[Listed]:
    """Serial number, family and datalogger of each, with the plant of that datalogger."""
    return [
        Listed(device_sn, word, places.get(logger or "", (None, None)))
        for device_sn, word, logger in rows
    ]


def completed(devices: Iterable[Device], listed: Iterable[Listed]) -> tuple[Device, ...]:
    """The devices of V1 and, behind them, those that V4 alone has; each once."""
    from ..open_api_v4.families import FAMILY_NAMES, family_of

    found = list(devices)
    for one in listed:
        same = [at for at, known in enumerate(found) if known.device_sn == one.device_sn]
        # a datalogger may have the serial number of its inverter
        at = next((at for at in same if found[at].family != OTHER), same[0] if same else None)
        word = one.word if one.word in FAMILY_NAMES else None
        family = (family_of(word).common_name if word else one.word).upper()
        if at is None:
            found.append(Device(one.device_sn, family, *one.place, v4_family=word))
        elif word is not None:
            is_known = found[at].family in FAMILIES
            kept = found[at].family if is_known else family
            found[at] = replace(found[at], family=kept, v4_family=word)
    return tuple(found)
