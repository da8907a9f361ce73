"""From words such as `charge_power=80` and `charge=02:00-05:00` to values for a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from ..exceptions import GrowattParameterError
from ..settings import FAMILIES, V4_FAMILIES, Family, Mode, Schedule, Setting, Window
from ..suggestion import do_you_mean, nearest
from .errors import WrongUse
from .tables import minute_of

MODES = {
    "charge": Mode.BATTERY_FIRST,
    "battery_first": Mode.BATTERY_FIRST,
    "discharge": Mode.GRID_FIRST,
    "grid_first": Mode.GRID_FIRST,
    "load": Mode.LOAD_FIRST,
    "load_first": Mode.LOAD_FIRST,
}
DAY = 24 * 60
WHOLE = {"power": "power", "stop_soc": "stop_soc", "stop": "stop_soc"}


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
            raise WrongUse(f"{word!r} is not a setting; write NAME=VALUE")
    return serial, pairs


def settings_of(
    family: Family, pairs: Iterable[tuple[str, str]], now: Callable[[], datetime]
) -> dict[str, Any]:
    """Names and values of settings; `now` is what a clock is set to that shall be right."""
    return {name: _value(family.named(name), text, now) for name, text in pairs}


def check_names(pairs: Iterable[tuple[str, str]], *, windows: bool) -> None:
    """Refuse a name that no family knows, and tell which one it may be; nothing was asked yet.

    With `windows` the modes of windows are names too.
    """
    families = (*FAMILIES.values(), *V4_FAMILIES.values())
    settings = sorted({name for family in families for name in family.settings} - {"schedule"})
    for name, text in pairs:
        if name == "schedule":
            raise WrongUse("a schedule is set window by window", "growatt schedule set --help")
        is_window = windows and _span_of(text) is not None
        if name in MODES and not windows:
            raise WrongUse(
                f"{name} is a mode of windows, not a setting", "growatt schedule set --help"
            )
        if name in MODES or (name in settings and not is_window):
            continue
        if name in settings:
            raise WrongUse(f"{name} takes no window{do_you_mean(name, MODES)}")
        likely = MODES if is_window else settings
        known = likely if nearest(name, likely) or not windows else [*MODES, *settings]
        kind = "mode of windows" if is_window else "setting"
        raise WrongUse(f"there is no {kind} {name!r}{do_you_mean(name, known)}")


def as_typed(value: Any) -> str:
    """A value as it is typed."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _value(setting: Setting, text: str, now: Callable[[], datetime]) -> Any:
    """The value that a text means for a setting: the first reading of it that is allowed."""
    if setting.moving and text.lower() == "now":
        return now()
    for reading in _readings(text):
        try:
            setting.wished(reading)
        except GrowattParameterError:
            continue
        return reading
    allowed = setting.allowed.replace("True or False", "on or off")
    choices = getattr(setting.positions[0].value, "codes", None)
    words = (
        map(str, choices.values()) if isinstance(choices, Mapping) else ("on", "off", "yes", "no")
    )
    meant = do_you_mean(text, words)
    raise WrongUse(f"{setting.name} must be {allowed}, not {text!r}{meant}")


def _readings(text: str) -> Iterable[Any]:
    """What a text may stand for, from the narrowest meaning on."""
    for kind in (int, float, datetime.fromisoformat):
        try:
            yield kind(text)
        except ValueError:
            continue
    yield text
    yield text.lower()


# --- windows -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A window as it was typed, in minutes of the day; it may go over midnight, or end at 24:00."""

    word: str
    start: int
    end: int
    levels: Mapping[str, int]

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start + DAY * self.over_midnight

    @property
    def over_midnight(self) -> bool:
        """Whether a part of it is on the next day."""
        return self.end < self.start

    @property
    def is_long(self) -> bool:
        """Whether its times may have changed places: hardly anybody wants more than half a day."""
        return self.minutes > DAY // 2

    @property
    def windows(self) -> list[Window]:
        """What a device is told: no window goes over midnight, and none ends at 24:00."""
        parts = (
            [(self.start, DAY), (0, self.end)] if self.over_midnight else [(self.start, self.end)]
        )
        spans = [(_time(first), _time(min(last, DAY - 1))) for first, last in parts]
        return [
            Window(MODES[self.word], first, last, **self.levels)
            for first, last in spans
            if first < last
        ]

    def as_dict(self) -> dict[str, Any]:
        """The window as JSON."""
        return {
            "mode": str(MODES[self.word]),
            "start": _clock_text(self.start),
            "end": _clock_text(self.end),
            "minutes": self.minutes,
            "over_midnight": self.over_midnight,
        }

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, 60)
        length = [f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0)
        text = f"{self.word}={_clock_text(self.start)}-{_clock_text(self.end)}"
        text = f"{text} is {' '.join(length)}"
        if not self.over_midnight:
            return text
        return f"{text}, over midnight (it takes {len(self.windows)} windows of the device)"


def spans_of(pairs: Iterable[tuple[str, str]]) -> tuple[list[Span], list[tuple[str, str]]]:
    """The windows among some wishes, and the wishes that are none."""
    spans: list[Span] = []
    rest = []
    for name, text in pairs:
        if name in MODES:
            spans.append(_span(name, text))
        else:
            rest.append((name, text))
    return spans, rest


def _span(word: str, text: str) -> Span:
    """The window of a text such as `22:00-05:00,power=80`."""
    times, *more = text.split(",")
    found = _span_of(times)
    if found is None:
        raise WrongUse(f"{text!r} is not a window; write HH:MM-HH:MM, as in charge=02:00-05:00")
    span = Span(word, *found, dict(_level(part) for part in more))
    if not span.windows:
        raise WrongUse(f"{word}={times} has no length; the whole day is {word}=00:00-24:00")
    return span


def _span_of(text: str) -> tuple[int, int] | None:
    """The minutes of the day where a window starts and ends; to 00:00 is to the end of the day."""
    first, dash, last = text.partition(",")[0].partition("-")
    start = _minute(first)
    end = DAY if last.strip() in ("24:00", "24") else _minute(last)
    if not dash or start is None or end is None:
        return None
    return start, DAY if start and not end else end


def _minute(text: str) -> int | None:
    try:
        return minute_of(text)
    except ValueError:
        return None


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))


def _clock_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _level(part: str) -> tuple[str, int]:
    name, _, value = part.partition("=")
    name = name.strip()
    level = next((one for one in _readings(value.strip()) if isinstance(one, int | float)), None)
    if name not in WHOLE or level is None or level % 1 != 0:
        meant = "" if name in WHOLE else do_you_mean(name, WHOLE)
        raise WrongUse(f"{part!r} is not a level{meant}; write power=80 or stop_soc=90")
    return WHOLE[name], int(level)


def schedule_of(windows: Iterable[Window]) -> Schedule:
    """The schedule of these windows; raises GrowattParameterError where two overlap."""
    return Schedule(windows)


def as_rows(schedule: Iterable[Window] | None) -> list[dict[str, Any]]:
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
