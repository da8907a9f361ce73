"""Asking and telling a device: the only flows of this room that reach it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, Self

from ..exceptions import (
    GrowattDeviceOfflineError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
)
from ..wire import Flow, Wait
from .catalogue import MODES, Family, Setting, Texts
from .families import family_of
from .needs import Need, needs_of
from .schedule import Mode, Schedule

State = dict[str, Texts | None]

_NO_ANSWER_AT_ALL = (
    GrowattDeviceOfflineError,
    GrowattPermissionError,
    GrowattRateLimitError,
    GrowattUnknownDeviceError,
)


class Device(Protocol):
    """What this room needs of a device."""

    @property
    def device_sn(self) -> str: ...

    @property
    def _settings_key(self) -> int | str: ...

    def _settings_reply(self) -> Flow[Any]: ...

    def _ask_setting(self, command: str) -> Flow[Any]: ...

    def _send_setting(self, command: str, values: list[str]) -> Flow[Any]: ...


class Settings(dict[str, Any]):
    """The settings of a device by our names; None is a value that no reply shows.

    `schedule` is a `Schedule`. `units` has the unit of each setting that has one. `mode` is the one
    that the device says it works in, None where it does not say.
    """

    units: Mapping[str, str] = MappingProxyType({})
    mode: Mode | None = None
    _read: tuple[Family, Mapping[str, Texts | None]] | None = None

    @classmethod
    def of(cls, family: Family, state: Mapping[str, Texts | None]) -> Self:
        """The settings that these texts stand for."""
        rows = family.settings.values()
        settings = cls({row.name: row.value(state.get(row.name)) for row in rows})
        if family.slots:
            settings["schedule"] = family.schedule(state)
        settings.units = {row.name: row.unit for row in rows if row.unit}
        settings._read = (family, state)
        return settings

    @property
    def schedule(self) -> Schedule | None:
        """The windows in force; None where one of them cannot be read."""
        windows: Schedule | None = self.get("schedule")
        return windows

    def needs(self, soc: float | None = None) -> tuple[Need, ...]:
        """Settings that keep windows from doing anything, with the battery at this level in %."""
        if self._read is None:
            return ()
        return needs_of(*self._read, self.schedule, soc)

    def __str__(self) -> str:
        return "\n".join(
            f"{name:<25} {'unknown' if value is None else value}"
            f"{' ' + self.units[name] if value is not None and name in self.units else ''}"
            for name, value in self.items()
        )


def read_settings(device: Device, names: Iterable[str] = ()) -> Flow[Settings]:
    """The flow that reads what one reply shows; where none does, what the device says of each.

    With `names` only these are asked for, and are in the result.
    """
    family = family_of(device._settings_key)
    wanted = [name if name in family.names else family.named(name).name for name in names]
    if family.is_asked:
        state = yield from read_state(device, family, wanted or family.settings)
        settings = Settings.of(family, state)
    else:
        reply = yield from device._settings_reply()
        settings = Settings.of(family, family.read(reply))
        settings.mode = MODES.get(str(reply.get(family.mode_key)))
    for name in settings.keys() - {*wanted} if wanted else ():
        del settings[name]
    return settings


def read_state(
    device: Device, family: Family, names: Iterable[str], *, is_first: bool = True
) -> Flow[State]:
    """All settings as one reply shows them; of these names also what the device says itself.

    How a command with several values is read as text is not documented, so only those with one are
    asked for. Before all questions but the first of a flow there is the pause of the family.
    """
    wanted = list(names)
    reply = (yield from device._settings_reply()) if family.is_in_reply(wanted) else {}
    state = family.read(reply)
    for name in wanted:
        row = family[name]
        if state[name] is None and family.can_ask(row):
            if family.ask_pause_s and not is_first:
                yield Wait(family.ask_pause_s)
            is_first = False
            state[name] = yield from _ask(device, row)
    return state


def _ask(device: Device, row: Setting) -> Flow[Texts | None]:
    try:
        answer = yield from device._ask_setting(row.command)
    except GrowattV1ApiError as error:
        if isinstance(error, _NO_ANSWER_AT_ALL):
            raise
        # many models answer such questions with a system error for ever
        return None
    text = row.positions[0].value.read(answer)
    return None if text is None else (text,)


def write(device: Device, family: Family, command: str, texts: Mapping[int, str]) -> Flow[Any]:
    """Send a command with these values by position, the others empty."""
    numbers = range(1, family.value_count + 1)
    values = [texts.get(number, "") for number in numbers]
    return device._send_setting(command, values)
