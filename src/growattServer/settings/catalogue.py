"""The catalogue: what can be set on a family of devices, a table for each.

A `Setting` is what a caller names and a report lists. It is written by a command of the vendor
(`tlxSet`, `mixSet`: an id and numbered values), often together with others: then they are its mates
and all of them are sent at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from ..arguments import quoted
from ..exceptions import GrowattParameterError
from ..parsing import is_missing, parse_clock
from ..suggestion import do_you_mean
from .requirements import Requirement
from .schedule import Mode, Schedule, Window
from .values import Choice, Switch, Value, Whole, hour, minute

Texts = tuple[str, ...]
State = Mapping[str, Texts | None]
"""Of each setting the texts of its values; None where they cannot be read."""

MODES = {"0": Mode.LOAD_FIRST, "1": Mode.BATTERY_FIRST, "2": Mode.GRID_FIRST}
_MODE_CODES = {mode: code for code, mode in MODES.items()}
_SETTLING_S = 5.0
"""A change may show after so long, and mostly later."""
V1_REFUSALS = frozenset({10003, 10004, 10005, 10006, 10007, 10008, 10009, 10011, 10012, 10013})
V4_REFUSALS = frozenset({2, 3, 4, 5, 6, 7, 8, 12, 101})


@dataclass(frozen=True, slots=True)
class Position:
    """One numbered value of a command, and the keys of the reply that show it, the best first.

    `by_name` are keys that only their name connects with it. `default` is sent where the value was
    neither wished nor read.
    """

    number: int
    value: Value
    keys: tuple[str, ...] = ()
    by_name: tuple[str, ...] = ()
    default: str | None = None

    def read(self, reply: Mapping[str, Any]) -> str | None:
        for key in (*self.keys, *self.by_name):
            text = self.value.read(reply.get(key))
            if text is not None:
                return text
        return None

    def is_missing(self, reply: Mapping[str, Any]) -> bool:
        """Whether a reply has nothing at all where it would be shown."""
        return all(is_missing(reply.get(key)) for key in (*self.keys, *self.by_name))


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set: a value, or a window of the schedule (with `slot`).

    `dangerous` settings belong to the grid code, to the installer or to whoever knows what hangs
    on the off-grid output. What is not `restorable` is not put back by a revert. With `of_day` it
    is a time of the day, sent as hour and minute. A window that `has_power` has one of its own.
    What is not `askable` no device tells when it is asked for it.
    """

    name: str
    command: str
    meaning: str
    positions: tuple[Position, ...]
    dangerous: bool = False
    restorable: bool = True
    after_schedule: bool = False
    slot: bool = False
    mode: Mode | None = None
    note: str = ""
    of_day: bool = False
    has_power: bool = False
    askable: bool = True

    @property
    def unit(self) -> str | None:
        return None if self.slot or self.of_day else self.positions[0].value.unit

    @property
    def allowed(self) -> str:
        """What a caller may give, in words."""
        if self.of_day:
            return "a time of whole minutes, datetime.time or 'HH:MM'"
        return self.positions[0].value.allowed

    def wished(self, value: Any) -> Texts:
        """The texts of what a caller gives; raises GrowattParameterError."""
        if not self.of_day:
            return (self.positions[0].value.text(self.name, value),)
        moment = value if isinstance(value, time) else parse_clock(value)
        if moment is None or moment.tzinfo or moment.second or moment.microsecond:
            raise GrowattParameterError(f"{self.name} must be {self.allowed}, not {quoted(value)}")
        return str(moment.hour), str(moment.minute)

    @property
    def of_schedule(self) -> bool:
        """Whether it is a window, or all of them."""
        return self.slot or self.name == "schedule"

    @property
    def moving(self) -> bool:
        return self.positions[0].value.moving

    @property
    def readable(self) -> bool:
        """Whether replies have a key for it; the device itself may still answer when asked."""
        return all(position.keys or position.by_name for position in self.positions)

    @property
    def default(self) -> Texts | None:
        texts = tuple(position.default for position in self.positions)
        known = tuple(text for text in texts if text is not None)
        return known if len(known) == len(texts) else None

    def read(self, reply: Mapping[str, Any]) -> Texts | None:
        """Its texts in a reply; None unless all of them are there, or a window is off."""
        texts = tuple(position.read(reply) for position in self.positions)
        if self.slot and texts[-1] == "0":
            # of one that was never set neither times nor mode need be there
            return tuple(text or "0" for text in texts)
        known = tuple(text for text in texts if text is not None)
        return known if len(known) == len(texts) else None

    def was_never_set(self, reply: Mapping[str, Any]) -> bool:
        """Whether a reply has neither a switch nor a length of a window."""
        *_, first, second, third, fourth, switch = self.positions
        times = [
            "0" if position.is_missing(reply) else position.read(reply)
            for position in (first, second, third, fourth)
        ]
        return switch.is_missing(reply) and None not in times and times[:2] == times[2:]

    def is_named(self, reply: Mapping[str, Any]) -> bool:
        """Whether a reply has one of its keys."""
        return any(key in reply for position in self.positions for key in position.keys)

    def knows(self, texts: Texts) -> bool:
        """Whether these can be its texts."""
        return len(texts) == len(self.positions) and all(
            position.value.knows(text) for position, text in zip(self.positions, texts, strict=True)
        )

    def same(self, now: Texts, wanted: Texts) -> bool:
        """Whether what was read is what is wanted; one window that is off is like the other."""
        if self.slot and now[-1] == wanted[-1] == "0":
            return True
        return all(
            position.value.same(one, other)
            for position, one, other in zip(self.positions, now, wanted, strict=True)
        )

    def at(self, texts: Texts, elapsed: timedelta) -> Texts:
        return tuple(
            position.value.at(text, elapsed)
            for position, text in zip(self.positions, texts, strict=True)
        )

    def value(self, texts: Texts | None) -> Any:
        """The value that texts stand for; of a window that is off, None as for unknown ones."""
        if texts is None:
            return None
        if self.of_day:
            hours, minutes = map(int, texts)
            return time(hours, minutes) if hours < 24 else None
        return self.window(texts) if self.slot else self.positions[0].value.value(texts[0])

    def show(self, texts: Texts | None) -> str:
        """The value in words."""
        if texts is None:
            return "unknown"
        if self.slot:
            window = self.window(texts)
            power = f" with {window.power} W" if window and self.has_power else ""
            return f"{window or 'off'}{power}"
        if self.of_day:
            return f"{int(texts[0]):02}:{int(texts[1]):02}"
        return self.positions[0].value.words(texts[0])

    # --- windows ---------------------------------------------------------------------------------

    def window(self, texts: Texts) -> Window | None:
        """The window in force; None where it is off or has no length."""
        start, end = _times(texts)
        if texts[-1] != "1" or start == end:
            return None
        power = int(texts[1]) if self.has_power else None
        return Window(self.mode or MODES[texts[0]], start, end, power)

    def texts_of(self, window: Window) -> Texts:
        """The texts that put a window into this slot; raises GrowattParameterError."""
        start, end = window.start, window.end
        head: Texts = () if self.mode else (_MODE_CODES[window.mode],)
        if self.has_power:
            mode, power = (position.value for position in self.positions[:2])
            name = f"power of a window ({window}) in W"
            head = (mode.text("mode of a window", window.mode), power.text(name, window.power))
        numbers = (start.hour, start.minute, end.hour, end.minute, 1)
        return (*head, *map(str, numbers))


def _times(texts: Texts) -> tuple[time, time]:
    first, second, third, fourth = map(int, texts[-5:-1])
    return time(first, second), time(third, fourth)


def off(texts: Texts) -> Texts:
    """The same window, switched off."""
    return (*texts[:-1], "0")


def setting(
    name: str,
    command: str,
    meaning: str,
    value: Value,
    *keys: str,
    position: int = 1,
    by_name: tuple[str, ...] = (),
    default: str | None = None,
    **more: Any,
) -> Setting:
    """A row with a single value; `keys` are the reply's keys that show it."""
    where = Position(position, value, keys, by_name, default)
    return Setting(name, command, meaning, (where,), **more)


def time_of_day(name: str, command: str, meaning: str, position: int, **more: Any) -> Setting:
    """A row for a time of the day, sent as two values; no reply shows it."""
    hours, minutes = (
        Position(position, Whole("h", 0, 24)),
        Position(position + 1, Whole("min", 0, 59)),
    )
    return Setting(name, command, meaning, (hours, minutes), of_day=True, **more)


def slot(
    name: str,
    command: str,
    first: int,
    start_key: str,
    end_key: str,
    switch_key: str,
    *,
    mode: Mode | None = None,
    mode_key: str = "",
    modes: Mapping[str, Mode] = MODES,
    power: tuple[Value, str] | None = None,
) -> Setting:
    """A row for a window: [mode, power,] start hour and minute, end hour and minute, switch."""
    parts: list[tuple[Value, str]] = [] if mode else [(Choice(None, modes), mode_key)]
    parts += [power] if power else []
    parts += [(hour(), start_key), (minute(), start_key), (hour(), end_key), (minute(), end_key)]
    parts.append((Switch(), switch_key))
    positions = tuple(
        Position(number, value, (key,)) for number, (value, key) in enumerate(parts, start=first)
    )
    words = "a window of the schedule"
    return Setting(
        name, command, words, positions, slot=True, mode=mode, has_power=power is not None
    )


@dataclass(frozen=True)
class Family:
    """All settings of a family in the order of writing: limits, then what they limit.

    `carried`: a command that changes another setting along, to the value of one of its own.
    `levels`: where power and stop level of the windows of a mode are set. `requirements`: what
    windows need of other settings. `mode_key`: where replies tell the mode that it works in.
    `spans`: times of the day of which the second may not be before the first. `is_asked`: few
    settings or none are in a reply, so the device is asked for each of the others. `device_type`:
    the number of V1, or the word of V4 for what is set by V4. `refusals`: codes that say that
    nothing was changed, though the device is read back all the same. The pauses are those between
    two replies, two questions and two writes.
    """

    name: str
    device_type: int | str
    value_count: int
    rows: tuple[Setting, ...]
    carried: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[Mode, tuple[str, str]] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    mode_key: str = ""
    spans: tuple[tuple[str, str], ...] = ()
    is_asked: bool = False
    refusals: frozenset[int] = V1_REFUSALS
    read_pause_s: float = _SETTLING_S
    ask_pause_s: float = 0.0
    write_pause_s: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", {row.name: row for row in self.rows})

    def __getitem__(self, name: str) -> Setting:
        row: Setting = self.__dict__["_named"][name]
        return row

    @property
    def settings(self) -> Mapping[str, Setting]:
        """The rows that a caller names, beside `schedule`."""
        return {row.name: row for row in self.rows if not row.slot}

    @property
    def slots(self) -> tuple[Setting, ...]:
        return tuple(row for row in self.rows if row.slot)

    def written_by(self, command: str) -> tuple[Setting, ...]:
        """The settings that a command writes, all at once."""
        return tuple(row for row in self.rows if row.command == command)

    def read(self, reply: Mapping[str, Any]) -> dict[str, Texts | None]:
        """The texts of all settings in a reply.

        A window of which it says nothing was never set, if it tells of other windows, and anything
        at all.
        """
        state = {row.name: row.read(reply) for row in self.rows}
        tells = any(texts is not None for texts in state.values())
        if tells and any(row.is_named(reply) for row in self.slots):
            for row in self.slots:
                if state[row.name] is None and row.was_never_set(reply):
                    state[row.name] = ("0",) * len(row.positions)
        return state

    def schedule(self, state: State) -> Schedule | None:
        """The schedule in force; None where a part of it cannot be read, or there is none."""
        if (whole := self.settings.get("schedule")) is not None:
            found: Schedule | None = whole.value(state.get("schedule"))
            return found
        if not self.slots:
            return None
        windows = []
        for row in self.slots:
            texts = state.get(row.name)
            if texts is None:
                return None
            if (window := row.window(texts)) is not None:
                windows.append(window)
        return Schedule.as_read(windows)

    def can_ask(self, row: Setting) -> bool:
        """Whether a device tells a setting alone; how several values are told is not documented."""
        alone = len(row.positions) == len(self.written_by(row.command)) == 1
        return alone and row.askable

    def shows(self, row: Setting) -> bool:
        """Whether its value can be seen again."""
        return row.readable or (self.is_asked and self.can_ask(row))

    def is_in_reply(self, names: Iterable[str]) -> bool:
        """Whether a reply has to be read for one of these."""
        return not self.is_asked or any(self[name].readable for name in names)

    def pause_before_reading(self, names: Iterable[str]) -> float:
        """How long to wait until these are worth reading again."""
        if self.is_in_reply(names):
            return self.read_pause_s
        return max(self.ask_pause_s, _SETTLING_S)

    @property
    def window_unit(self) -> str | None:
        """The unit of the power that each window says; None where windows say none."""
        if self.slots:
            return self.slots[0].positions[1].value.unit if self.slots[0].has_power else None
        return "%" if "schedule" in self.settings else None

    @property
    def names(self) -> tuple[str, ...]:
        """All that a caller may name."""
        return (*self.settings, *(("schedule",) if self.slots else ()))

    def named(self, name: str) -> Setting:
        """The row of this name; raises GrowattParameterError that lists the names."""
        row = self.settings.get(name)
        if row is None:
            raise GrowattParameterError(
                f"{self.name} has no setting {name!r}{do_you_mean(name, self.settings)}; it has "
                f"{', '.join(self.names)}"
            )
        return row
