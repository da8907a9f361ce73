"""One inverter with its panels, battery, meter and share of the house, moved on step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from .alarms import Alarm
from .chronicle import Chronicle
from .clock import STEP_S, STEPS_PER_DAY
from .earlier import earlier_day, earlier_pv_wh
from .energy import (
    Control,
    Dispatch,
    Flows,
    Hardware,
    Mode,
    Share,
    dispatch,
    dispatch_off_grid,
)
from .noise import dice
from .offers import Offers, offers_of
from .orders import Command, Order, obey
from .plant import Plant
from .reading import Reading, Shown

_HOURS = STEP_S / 3600
_EXPORT, _CHARGE, _DISCHARGE = (
    Flows._fields.index(name) for name in ("grid_export", "charge", "discharge")
)


@dataclass(slots=True)
class Silence:
    """A span in which the cloud heard nothing: after `since`, up to and with `until`."""

    since: float
    until: float = math.inf


@dataclass
class Device:
    """An inverter in a plant; nothing is computed before somebody asks."""

    serial_number: str
    family: str
    plant: Plant
    datalogger_sn: str
    device_id: int
    first_day: date
    hardware: Hardware = field(default_factory=Hardware)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    registers: dict[int, int] = field(default_factory=dict)
    remembered: dict[str, str] = field(default_factory=dict)
    """What was written to it that changes nothing in this world, to be read back."""
    clock_offset_s: float = 0.0
    online: bool = True
    datalogger_online: bool = True
    has_grid: bool = True
    silences: list[Silence] = field(default_factory=list)
    dispatch: Dispatch = dispatch
    exports: bool = True
    view: Shown | None = None
    orders: tuple[Order, ...] = ()
    orders_today: tuple[Order, ...] = ()
    command: Command | None = None
    alarms: list[Alarm] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._control = self._wished = Control()
        self._insisted: Mapping[str, Any] = {}
        self._plan: tuple[bool, list[tuple[Mode, Share]]] | None = None
        self._history = Chronicle()
        self._first_step = 0
        self._done = -1
        self._offers: tuple[int, Offers] | None = None
        self._day = 0
        self._earlier_pv_wh: dict[int, float] = {}
        self._days: dict[int, Flows] = {}
        self._stored_wh = 0.0

    @property
    def control(self) -> Control:
        """How the device behaves from the present step on."""
        return self._control

    @control.setter
    def control(self, control: Control) -> None:
        self._wished = control
        self._control = replace(control, **self._insisted)
        self._plan = None

    def insist(self, timestamp: float, behaviour: Mapping[str, Any]) -> None:
        """Behave so from the present step on, by the names of a control, whatever is set."""
        self.advance(timestamp)
        self._insisted = behaviour
        self.control = self._wished

    @property
    def reachable(self) -> bool:
        """Does the cloud hear the device at present?"""
        return self._on_line and not (self.view and self.view.silent)

    @property
    def _on_line(self) -> bool:
        return self.online and self.datalogger_online

    @property
    def seems_online(self) -> bool:
        """What the cloud says about it, which a scenario may make a lie."""
        flag = self.view.flag if self.view else None
        return self.reachable if flag is None else flag

    # ---- time ----------------------------------------------------------------------------

    def advance(self, timestamp: float) -> None:
        """Compute every step that is complete at this moment."""
        if self._done < 0:
            self._begin()
        target = int(timestamp // STEP_S)
        while self._done < target:
            day, first = divmod(self._done, STEPS_PER_DAY)
            offers, end = self._offers_of(day), self._end_of_command(target)
            last = min(STEPS_PER_DAY, first + end - self._done)
            # A clock put back over midnight must not start the same day twice.
            ends = (step for step in range(first, last) if offers.local_day[step + 1] > self._day)
            midnight = next(ends, None)
            self._live(offers, slice(first, last if midnight is None else midnight + 1))
            if midnight is not None:
                self._end_day(offers.local_day[midnight + 1])

    def _end_of_command(self, target: int) -> int:
        """The step where the command ends that counts at present, if that is before this one."""
        end = math.inf if self.command is None else self.command.until / STEP_S
        if end <= self._done:
            self.command, self._plan = None, None
            return target
        return min(target, math.ceil(min(end, target)))

    def is_behind(self, timestamp: float) -> bool:
        """Is more than a day left to compute?"""
        return self._done < 0 or timestamp // STEP_S - self._done > STEPS_PER_DAY

    def catch_up(self, timestamp: float) -> None:
        """Compute a day of what is left, so that others need not wait for the whole of it."""
        if self._done < 0:
            self._begin()
        else:
            self.advance(min(timestamp, (self._done + STEPS_PER_DAY) * STEP_S))

    def _begin(self) -> None:
        start = self.plant.midnight(self.first_day).timestamp()
        self._first_step = self._done = int(start // STEP_S)
        self._stored_wh = self.hardware.battery_capacity_wh * 0.45
        day, step = divmod(self._done, STEPS_PER_DAY)
        offers = self._offers_of(day)
        self._day = offers.local_day[step]
        around = (offers.voltage_v[step], offers.frequency_hz[step], offers.ambient_c[step])
        self._history.begin(self._done, (self._stored_wh, *around), *self._earlier_life())

    def _live(self, offers: Offers, steps: slice) -> None:
        """Some steps of one local day, added to the history column by column."""
        modes, stored, powers = self._act(offers, steps)
        export, voltage = powers[_EXPORT], offers.voltage_v[steps]
        states = (
            stored,
            [volts * (1 + watts * 2e-6) for volts, watts in zip(voltage, export, strict=True)],
            offers.frequency_hz[steps],
            offers.ambient_c[steps],
        )
        self._history.live(modes, states, powers)
        self._done += len(modes)
        self._stored_wh = stored[-1]

    def _act(
        self, offers: Offers, steps: slice
    ) -> tuple[list[Mode], list[float], list[tuple[float, ...]]]:
        """Mode, content of the battery afterwards and powers, in columns, of some steps."""
        kit, stored_wh = self.hardware, self._stored_wh
        gains, costs = kit.charge_efficiency, kit.discharge_efficiency
        modes, stored, powers = [], [], []
        offered = zip(
            self._planned_in(offers, steps),
            offers.pv1_w[steps],
            offers.pv2_w[steps],
            offers.load_w[steps],
            strict=True,
        )
        for (mode, share), pv1_w, pv2_w, load_w in offered:
            power = share(pv1_w, pv2_w, load_w, stored_wh)
            charge, discharge = power[_CHARGE], power[_DISCHARGE]
            if charge or discharge:
                stored_wh += (charge * gains - discharge / costs) * _HOURS
            modes.append(mode)
            stored.append(stored_wh)
            powers.append(power)
        return modes, stored, list(zip(*powers, strict=True))

    def _planned_in(self, offers: Offers, steps: slice) -> list[tuple[Mode, Share]]:
        """Mode and behaviour in each of these steps; in a bad grid there is none."""
        plan, control = self._planned(), self._control
        planned = [plan[minute] for minute in offers.local_minute[steps]]
        if control.grid_limits is None or not self.has_grid:
            return planned
        off = replace(control, inverter_on=False)
        away = self.dispatch(self.hardware, off, Mode.LOAD_FIRST, 0.0, _HOURS)
        grid = zip(planned, offers.voltage_v[steps], offers.frequency_hz[steps], strict=True)
        return [
            (mode, share if control.bears(volts, hertz) else away)
            for (mode, share), volts, hertz in grid
        ]

    def _planned(self) -> list[tuple[Mode, Share]]:
        """Mode and behaviour in each minute of the day."""
        if self._plan is None or self._plan[0] != self.has_grid:
            act = self.dispatch if self.has_grid else dispatch_off_grid
            wishes = self._control.modes_of_day()
            shares = {
                wish: (wish[0], act(self.hardware, self._control, *wish, _HOURS))
                for wish in set(wishes)
            }
            plan = [shares[wish] for wish in wishes]
            if self.has_grid:
                at_once = () if self.command is None else (self.command.order,)
                orders = (*self.orders, *self.orders_today, *at_once)
                obey(plan, orders, self.hardware, self._control, self.dispatch, _HOURS)
            self._plan = self.has_grid, plan
        return self._plan[1]

    def order(self, timestamp: float, orders: tuple[Order, ...], today: tuple[Order, ...]) -> None:
        """Take an operator's orders from the present step on, in place of those before."""
        self.advance(timestamp)
        self.orders, self.orders_today, self._plan = orders, today, None

    def obey(self, timestamp: float, command: Command | None) -> None:
        """Take a command from the present step on, in place of the one before."""
        self.advance(timestamp)
        self.command, self._plan = command, None

    def _end_day(self, next_day: int) -> None:
        self._days[self._day] = self._history.today_wh
        self._day = next_day
        self._history.end_day()
        if self.orders_today:
            self.orders_today, self._plan = (), None

    def forget_offers(self) -> None:
        """Ask sky and clock again, because the plant has changed."""
        self._offers = None

    def _offers_of(self, day: int) -> Offers:
        if self._offers is None or self._offers[0] != day:
            self._offers = (day, offers_of(self.plant, self.hardware, self.serial_number, day))
        return self._offers[1]

    def _earlier_life(self) -> tuple[Flows, float]:
        """What was counted before the first day, and for how long the device ran."""
        plant, kit = self.plant, self.hardware
        days = range(plant.created.toordinal(), self.first_day.toordinal())
        chance = dice(plant.seed, self.serial_number, "earlier")
        self._earlier_pv_wh = earlier_pv_wh(chance, kit, plant.latitude, days, self.exports)
        life = map(earlier_day(kit, self.exports), self._earlier_pv_wh.values())
        total = Flows(*map(sum, zip(Flows(), *life, strict=True)))
        # The first content of the battery was bought.
        bought = {
            name: getattr(total, name) + self._stored_wh for name in ("charge", "grid_import")
        }
        return total._replace(**bought), len(days) * 13.0 * 3600

    # ---- looking -------------------------------------------------------------------------

    def present(self, timestamp: float) -> Reading:
        """The true state, whether the cloud has heard of it or not."""
        self.advance(timestamp)
        return self._history.reading(self._done - self._first_step)

    def latest(self, timestamp: float) -> Reading:
        """The last reading that reached the cloud, as the cloud shows it."""
        self.advance(timestamp)
        step = self._done
        for silence in reversed(self.silences):
            if silence.since < step * STEP_S <= silence.until:
                step = int(silence.since // STEP_S)
        return self.true_reading(step) if self.view is None else self.view.latest(step, timestamp)

    def steps_heard(self, start: float, end: float, timestamp: float) -> list[int]:
        """Steps whose reading is stamped within [start, end) and reached the cloud."""
        self.advance(timestamp)
        first = max(self._first_step, math.ceil(start / STEP_S))
        last = min(self._done, math.ceil(end / STEP_S) - 1)
        steps = [step for step in range(first, last + 1) if self.is_heard(step * STEP_S)]
        return steps if self.view is None else self.view.heard(steps, timestamp)

    def steps_listed(self, start: float, end: float, timestamp: float) -> list[int]:
        """The same in the order in which a history lists them: what came last is first."""
        steps = self.steps_heard(start, end, timestamp)
        return steps[::-1] if self.view is None else self.view.listed(steps, timestamp)

    def is_heard(self, stamp: float) -> bool:
        """Was the line to the cloud open at this moment?"""
        return not any(silence.since < stamp <= silence.until for silence in self.silences)

    def reading(self, step: int) -> Reading:
        """The reading at the end of a step that was computed before, as the cloud shows it."""
        return self.true_reading(step) if self.view is None else self.view.reading(step)

    def true_reading(self, step: int) -> Reading:
        """The same as it was; before the first step, the first there is."""
        return self._history.reading(max(0, step - self._first_step))

    def true_between(self, start: float, end: float, timestamp: float) -> list[Reading]:
        """The true readings stamped within [start, end), whoever heard of them."""
        self.advance(timestamp)
        first = max(self._first_step, math.ceil(start / STEP_S))
        last = min(self._done, math.ceil(end / STEP_S) - 1)
        return [self.true_reading(step) for step in range(first, last + 1)]

    def readings(self) -> Iterator[Reading]:
        """Every true reading computed so far, oldest first."""
        return map(self._history.reading, range(self._done - self._first_step + 1))

    def flows_on(self, day: date, timestamp: float) -> Flows:
        """Energy of a local day; nothing before the plant existed and in the future."""
        latest = self.latest(timestamp)
        return self._flows_on(day.toordinal(), latest)

    def _flows_on(self, day: int, latest: Reading) -> Flows:
        if day == self.plant.local(latest.timestamp).toordinal():
            return latest.today_wh
        if day in self._days:
            return self._days[day]
        pv_wh = self._earlier_pv_wh.get(day)
        if pv_wh is None:
            return Flows()
        return Flows(*earlier_day(self.hardware, self.exports)(pv_wh))

    def flows_between(self, first: date, last: date, timestamp: float) -> Flows:
        """Energy of some local days, both ends included."""
        latest = self.latest(timestamp)
        begin = max(first.toordinal(), self.plant.created.toordinal())
        end = min(last.toordinal(), self.plant.local(latest.timestamp).toordinal())
        days = (self._flows_on(day, latest) for day in range(begin, end + 1))
        return Flows(*map(sum, zip(Flows(), *days, strict=True)))

    def pv_wh_between(self, first: date, last: date, timestamp: float) -> float:
        """Solar energy of some local days, both ends included."""
        return self.flows_between(first, last, timestamp).pv

    # ---- reaching the cloud --------------------------------------------------------------

    def set_online(self, timestamp: float, device: bool | None, datalogger: bool | None) -> None:
        """Cut or restore the line to the cloud; what was missed in between stays missing."""
        before = self._on_line
        self.online = self.online if device is None else device
        self.datalogger_online = self.datalogger_online if datalogger is None else datalogger
        if before and not self._on_line:
            self.silences.append(Silence(timestamp))
        elif not before and self._on_line:
            self.silences[-1].until = timestamp

    def set_grid(self, timestamp: float, has_grid: bool) -> None:
        """Take the grid away from the present step on, or give it back."""
        if has_grid != self.has_grid:
            self.advance(timestamp)
            self.has_grid = has_grid

    def soc_percent(self, reading: Reading) -> float:
        """Content of the battery as a share of its capacity; 0 without a battery."""
        capacity = self.hardware.battery_capacity_wh
        return 100 * reading.stored_wh / capacity if capacity else 0.0

    def clock(self, timestamp: float) -> datetime:
        """What the display of the device shows."""
        return self.plant.local(timestamp + self.clock_offset_s)
