"""From words such as `charge_power=80` and `charge=02:00-05:00` to values for a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from ..exceptions import GrowattParameterError
from ..settings import FAMILIES, Family, Mode, Schedule, Setting, Window
from .errors import WrongUse

MODES = {
    "charge": Mode.BATTERY_FIRST,
    "battery_first": Mode.BATTERY_FIRST,
    "discharge": Mode.GRID_FIRST,
    "grid_first": Mode.GRID_FIRST,
    "load": Mode.LOAD_FIRST,
    "load_first": Mode.LOAD_FIRST,
}
LAST_MINUTE = time(23, 59)
WORDS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
WHOLE = {"power": "power", "stop_soc": "stop_soc", "stop": "stop_soc"}


def family_named(name: str) -> Family:
    """The catalogue of a family such as MIN."""
    return next(family for family in FAMILIES.values() if family.name == name)


def split(words: Iterable[str]) -> tuple[str | None, list[tuple[str, str]]]:
    """The serial number, if there is one, and the pairs of name and value."""
    serial: str | None = None
    pairs = []
    for word in words:
        name, equals, value = word.partition("=")
        if equals:
            pairs.append((name.strip(), value.strip()))
        elif serial is None:
            serial = word
        else:
            raise WrongUse(f"{word!r} is no wish; write NAME=VALUE")
    return serial, pairs


def settings_of(family: Family, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Names and values of settings."""
    return {name: _value(family.named(name), text) for name, text in pairs}


def _value(setting: Setting, text: str) -> Any:
    """The value that a text means for a setting: the first reading of it that is allowed."""
    for reading in _readings(text):
        try:
            setting.positions[0].value.text(setting.name, reading)
        except GrowattParameterError:
            continue
        return reading
    allowed = setting.allowed.replace("True or False", "on or off")
    raise WrongUse(f"{setting.name} must be {allowed}, not {text!r}")


def _readings(text: str) -> Iterable[Any]:
    """What a text may stand for, from the narrowest meaning on."""
    for kind in (int, float, datetime.fromisoformat):
        try:
            yield kind(text)
        except ValueError:
            continue
    if text.lower() in WORDS:
        yield WORDS[text.lower()]
    if text.lower() == "now":
        # the device's clock is the plant's; whoever types this stands there
        yield datetime.now().replace(microsecond=0)
    yield text
    yield text.lower()


# --- windows -------------------------------------------------------------------------------------


def windows_of(pairs: Iterable[tuple[str, str]]) -> tuple[list[Window], list[tuple[str, str]]]:
    """The windows among some wishes, and the wishes that are none."""
    windows: list[Window] = []
    rest = []
    for name, text in pairs:
        if name in MODES:
            windows += _windows(MODES[name], text)
        else:
            rest.append((name, text))
    return windows, rest


def _windows(mode: Mode, text: str) -> list[Window]:
    """The window of a text such as `22:00-05:00,power=80`; two, if it goes over midnight."""
    span, *more = text.split(",")
    first, dash, last = span.partition("-")
    start, end = _clock(first), _end(last)
    if not dash or start is None or end is None:
        raise WrongUse(f"{text!r} is no window; write HH:MM-HH:MM, as in charge=02:00-05:00")
    levels = dict(_level(part) for part in more)
    if start < end:
        return [Window(mode, start, end, **levels)]
    spans = [(start, LAST_MINUTE), (time(0), end)]
    return [Window(mode, begin, until, **levels) for begin, until in spans if begin < until]


def _end(text: str) -> time | None:
    return LAST_MINUTE if text.strip() in ("24:00", "24") else _clock(text)


def _clock(text: str) -> time | None:
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()
    except ValueError:
        return None


def _level(part: str) -> tuple[str, int]:
    name, _, value = part.partition("=")
    name = name.strip()
    if name not in WHOLE or not value.strip().isdecimal():
        raise WrongUse(f"{part!r} is no level; write power=80 or stop_soc=90")
    return WHOLE[name], int(value)


def schedule_of(windows: Iterable[Window]) -> Schedule:
    """The schedule of these windows; raises GrowattParameterError where two overlap."""
    return Schedule(windows)


def as_rows(schedule: Schedule | None) -> list[dict[str, Any]]:
    """A schedule as JSON."""
    return [
        {
            "mode": str(window.mode),
            "start": f"{window.start:%H:%M}",
            "end": f"{window.end:%H:%M}",
            "minutes": _minutes(window),
        }
        for window in schedule or ()
    ]


def _minutes(window: Window) -> int:
    start = timedelta(hours=window.start.hour, minutes=window.start.minute)
    end = timedelta(hours=window.end.hour, minutes=window.end.minute)
    return int((end - start) % timedelta(days=1) / timedelta(minutes=1))
