"""What a reply itself says of whether its device is there: flags, codes of the state, its texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from growattServer.fields import Field, Record
from growattServer.parsing import parse_flag

Says = Callable[[Record], bool | None]

# Of devices of all families and both APIs -1 is offline; the other codes say what they are doing.
OFFLINE = frozenset({-1})

# A plant in the list of the token API has codes of its own.
OFFLINE_PLANT = frozenset({0, 4})

# Keys of translations end in it, such as mix.status.lost; newer texts are the word alone.
OFFLINE_WORDS = frozenset({"lost", "offline", "disconnected"})


def says_offline(record: Record) -> bool | None:
    """Whether a reply calls its device offline: one sign is enough; None where it says nothing.

    A reply that has a time of its own is better judged by its age.
    """
    said = [sign(record) for sign in signs_of(type(record))]
    if any(said):
        return True
    return None if all(each is None for each in said) else False


def signs_of(kind: type[Record]) -> tuple[Says, ...]:
    """The signs that a class of records can give."""
    rows: Mapping[str, Field[Any]] = kind.fields
    signs: list[Says] = []
    # `lost` of measurements with a time of their own is true in all samples of devices that send
    if "lost" in rows and "time" not in rows:
        signs.append(rows["lost"].read)
    if (text := rows.get("status_text")) is not None:
        if text.key == "lost":
            # what one family sends as a text another sends as a flag, under the same key
            signs.append(lambda record: parse_flag(record.get("lost")))
        signs.append(lambda record: _is_offline_text(text.read(record)))
    if "status" in rows:
        codes = OFFLINE_PLANT if kind.__name__ == "Plant" else OFFLINE
        signs.append(lambda record: _is_offline_code(rows["status"].read(record), codes))
    return tuple(signs)


def _is_offline_text(text: str | None) -> bool | None:
    return None if text is None else text.rsplit(".", 1)[-1].strip().lower() in OFFLINE_WORDS


def _is_offline_code(code: Any, codes: frozenset[int]) -> bool | None:
    return code in codes if isinstance(code, int) else None
