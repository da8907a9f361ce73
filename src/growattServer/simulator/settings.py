"""Settings as the vendor takes them: numbered text values, each with its own check."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .device import Device
from .energy import Control
from .errors import VendorError

Values = Mapping[str, tuple[str, ...]]

UNKNOWN_SETTING = 10006
VALUE_EMPTY = 10007
OUT_OF_RANGE = 10008
BAD_TIME = 10009
END_BEFORE_START = 10013

SET_ANY_REGISTER = "set_any_reg"
DATE_TIME = "%Y-%m-%d %H:%M:%S"
_MAX_REGISTER = 5000


@dataclass(frozen=True, slots=True)
class Position:
    """One value of a setting: what it means and how its text is checked and tidied."""

    meaning: str
    check: Callable[[str], str]
    optional: bool = False

    def tidy(self, text: str) -> str:
        """The text as the device keeps it, or the vendor's refusal."""
        if text == "":
            if self.optional:
                return ""
            raise VendorError(VALUE_EMPTY, "error_param_value_empty")
        return self.check(text)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting id with its positions and the values a device leaves the factory with.

    `agrees` refuses values that each are right and do not go together.
    """

    positions: tuple[Position, ...]
    default: tuple[str, ...]
    agrees: Callable[[tuple[str, ...]], None] | None = None

    def tidy(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Check every position; what the client left out counts as empty."""
        padded = texts + ("",) * len(self.positions)
        tidy = tuple(
            position.tidy(text) for position, text in zip(self.positions, padded, strict=False)
        )
        if self.agrees:
            self.agrees(tidy)
        return tidy


def _refuse(code: int) -> VendorError:
    text = "error_param_time_format" if code == BAD_TIME else "error_param_out_of_range"
    return VendorError(code, text)


def whole(low: int, high: int, code: int = OUT_OF_RANGE) -> Callable[[str], str]:
    """A whole number between two ends."""

    def check(text: str) -> str:
        # Clients send 50.0 as well as 50.
        if not re.fullmatch(r"-?\d{1,9}(\.0+)?", text) or not low <= int(float(text)) <= high:
            raise _refuse(code)
        return str(int(float(text)))

    return check


def number(low: float, high: float) -> Callable[[str], str]:
    """A number between two ends, kept as it was written."""

    def check(text: str) -> str:
        if not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) or not low <= float(text) <= high:
            raise _refuse(OUT_OF_RANGE)
        return text

    return check


def choice(*codes: str) -> Callable[[str], str]:
    """One of some codes; leading zeros do not matter, as clients send 0001 and 1."""

    def check(text: str) -> str:
        short = (text.lstrip("0") or "0") if text.isdigit() else text
        if short not in codes:
            raise _refuse(OUT_OF_RANGE)
        return short

    return check


def power_factor(text: str) -> str:
    """-1 to -0.8 or 0.8 to 1."""
    value = float(number(-1, 1)(text))
    if abs(value) < 0.8:
        raise _refuse(OUT_OF_RANGE)
    return text


def clock_text(pattern: str) -> Callable[[str], str]:
    """A time in the given pattern."""

    def check(text: str) -> str:
        try:
            moment = datetime.strptime(text, pattern)
        except ValueError:
            raise _refuse(BAD_TIME) from None
        # A clock near the ends of the calendar could not be shown in every zone.
        if not 1900 <= moment.year <= 2200:
            raise _refuse(BAD_TIME)
        return text

    return check


def percent(meaning: str) -> Position:
    """A share from 0 to 100."""
    return Position(meaning, whole(0, 100))


def switch(meaning: str) -> Position:
    """0 off, 1 on."""
    return Position(meaning, choice("0", "1"))


def window() -> tuple[Position, ...]:
    """Begin, end and switch of a time window."""
    hour, minute = whole(0, 23, BAD_TIME), whole(0, 59, BAD_TIME)
    return (
        Position("start hour", hour),
        Position("start minute", minute),
        Position("end hour", hour),
        Position("end minute", minute),
        switch("enabled"),
    )


def span() -> Setting:
    """Begin and end of a span of the day, which must not end before it begins."""
    hour, minute = whole(0, 24, BAD_TIME), whole(0, 59, BAD_TIME)
    positions = (
        Position("start hour", hour),
        Position("start minute", minute),
        Position("end hour", hour),
        Position("end minute", minute),
    )
    return Setting(positions, ("0", "0", "0", "0"), _in_order)


def _in_order(texts: tuple[str, ...]) -> None:
    if minute_of_day(*texts[2:]) < minute_of_day(*texts[:2]):
        raise VendorError(END_BEFORE_START, "error_end_time_before_start_time")


def minute_of_day(hour: str, minute: str) -> int:
    """Hour and minute as minutes since midnight."""
    return int(hour) * 60 + int(minute)


def wall_time(hour: str, minute: str) -> str:
    """The vendor's time of day, without leading zeros."""
    return f"{int(hour)}:{int(minute)}"


@dataclass(frozen=True, slots=True)
class Register:
    """A register with a documented meaning: another way to a setting.

    Its number is the value of the setting times `scale`; a switch that is on reads `on`. A number
    outside of what the setting takes changes nothing.
    """

    setting: str
    scale: int = 1
    on: int = 0

    def value(self, number: int) -> str:
        """The text of the setting for what stands in the register."""
        if self.on:
            return {0: "0", 1: "1", self.on: "1"}.get(number, "")
        return f"{number / self.scale:g}"

    def number(self, text: str) -> int:
        """What stands in the register for a text of the setting."""
        value = float(text or 0)
        return round(value * self.scale) if not self.on else self.on if value else 0


@dataclass(frozen=True, slots=True)
class SettingsTable:
    """All settings of a family, and how they make the device behave.

    Of the `app_settings` V1 knows nothing, and `registers` has those with a documented meaning.
    """

    settings: Mapping[str, Setting]
    control: Callable[[Values], Control]
    power_switch: str = ""
    app_settings: Mapping[str, Setting] = field(default_factory=dict)
    accepts: Callable[[Values], bool] = lambda values: True
    clock_pattern: str = DATE_TIME
    clock_setting: str = "pf_sys_year"
    registers: Mapping[int, Register] = field(default_factory=dict)

    def furnish(self, device: Device) -> None:
        """Give a new device its factory settings."""
        every = {**self.settings, **self.app_settings}
        device.values = {key: setting.default for key, setting in every.items()}
        device.control = self.control(device.values)
        for number, register in self.registers.items():
            device.registers[number] = register.number(device.values[register.setting][0])

    def write(self, device: Device, name: str, texts: tuple[str, ...], timestamp: float) -> None:
        """Write one setting or register; what the device silently refuses changes nothing."""
        device.advance(timestamp)
        if name == SET_ANY_REGISTER:
            self._write_register(device, texts)
            return
        tidy = self.check(name, texts)
        values = {**device.values, name: tidy}
        if not self.accepts(values):
            return
        if name == self.clock_setting:
            device.clock_offset_s = self._clock_offset(device, tidy[0], timestamp)
        self._keep(device, name, tidy)

    def check(self, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The values of a setting as the device keeps them, or the vendor's refusal."""
        if name not in self.settings:
            raise VendorError(UNKNOWN_SETTING, "error_param_type_unknown")
        return self.settings[name].tidy(texts)

    def write_by_app(
        self, device: Device, name: str, texts: tuple[str, ...], timestamp: float
    ) -> None:
        """The same for the app, which knows more settings."""
        if name not in self.app_settings:
            self.write(device, name, texts, timestamp)
            return
        device.advance(timestamp)
        self._keep(device, name, self.app_settings[name].tidy(texts))

    def put(self, device: Device, name: str, texts: tuple[str, ...], timestamp: float) -> None:
        """Keep values that another API has checked in its own way."""
        device.advance(timestamp)
        self._keep(device, name, texts)

    def set_clock(self, device: Device, wished: datetime, timestamp: float) -> None:
        """Set date and time, in whichever pattern the setting itself is written."""
        wall = device.plant.local(timestamp).replace(tzinfo=None)
        device.clock_offset_s = (wished - wall) / timedelta(seconds=1)
        self._keep(device, self.clock_setting, (wished.strftime(self.clock_pattern),))

    def _keep(self, device: Device, name: str, tidy: tuple[str, ...]) -> None:
        device.values = {**device.values, name: tidy}
        device.written.add(name)
        device.control = self.control(device.values)
        if name == self.power_switch:
            device.registers[0] = int(tidy[0])
        for number, register in self.registers.items():
            if register.setting == name:
                device.registers[number] = register.number(tidy[0])

    def _write_register(self, device: Device, texts: tuple[str, ...]) -> None:
        register, value = (
            Position(meaning, whole(0, top)).tidy(text)
            for meaning, top, text in zip(
                ("register", "value"), (_MAX_REGISTER, 65535), (*texts, "", ""), strict=False
            )
        )
        known = self.registers.get(int(register))
        if known is not None:
            self._write_known(device, known, int(value))
            return
        device.registers[int(register)] = int(value)
        # Register 0 is the switch of the device.
        if register == "0" and value in ("0", "1"):
            self._keep(device, self.power_switch, (value,))

    def _write_known(self, device: Device, register: Register, number: int) -> None:
        name = register.setting
        setting = (self.settings.get(name) or self.app_settings[name]).positions[0]
        try:
            tidy = setting.tidy(register.value(number))
        except VendorError:
            return
        # of several values, the others stay
        self._keep(device, name, (tidy, *device.values[name][1:]))

    def _clock_offset(self, device: Device, text: str, timestamp: float) -> float:
        wall = device.plant.local(timestamp).replace(tzinfo=None)
        wished = datetime.strptime(text, self.clock_pattern)
        if "%Y" not in self.clock_pattern:
            wished = wall.replace(hour=wished.hour, minute=wished.minute, second=0)
        return (wished - wall) / timedelta(seconds=1)

    def read(
        self, device: Device, name: str, first: int, last: int, timestamp: float
    ) -> str | None:
        """Text of a setting, its values joined by commas; registers likewise; None if unknown."""
        if name == SET_ANY_REGISTER:
            span = range(first, last + 1)
            return ",".join(str(device.registers.get(register, 0)) for register in span)
        if name not in self.settings:
            return None
        if name == self.clock_setting:
            return device.clock(timestamp).strftime(self.clock_pattern)
        return ",".join(device.values[name])


def as_number(text: str) -> int | float:
    """A setting's text as the number that a reply shows."""
    value = float(text or "0")
    return int(value) if math.isfinite(value) and value == int(value) else value
