"""One inverter with its panels, battery, meter and share of the house, moved on step by step."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from .clock import STEP_S, STEPS_PER_DAY
from .energy import Control, Dispatch, Flows, Hardware, Mode, dispatch, dispatch_off_grid
from .house import load_of_day
from .noise import dice
from .plant import Plant

if TYPE_CHECKING:
    from .view import View

_HOURS = STEP_S / 3600
_WIDTH = len(Flows._fields)
_HEAD = 7
_ROW = _HEAD + 3 * _WIDTH
_NONE = Flows()
_EARLIER_LOAD_WH = 9500.0


class Reading(NamedTuple):
    """The state at the end of a step: powers of that step, counters up to it.

    `wired_w` is set where the register of a power lies: what volts and amperes still tell.
    """

    timestamp: int
    mode: Mode
    stored_wh: float
    grid_voltage_v: float
    grid_frequency_hz: float
    ambient_c: float
    running_s: float
    power_w: Flows
    today_wh: Flows
    lifetime_wh: Flows
    wired_w: Flows | None = None

    @property
    def wires(self) -> Flows:
        """The powers that volts and amperes belong to."""
        return self.power_w if self.wired_w is None else self.wired_w


@dataclass(slots=True)
class _Offers:
    """What one UTC day offers this device, a value for each step."""

    local_minute: list[int]
    local_day: list[int]
    pv1_w: list[float]
    pv2_w: list[float]
    load_w: list[float]
    ambient_c: list[float]
    voltage_v: list[float]
    frequency_hz: list[float]


@dataclass(slots=True)
class Silence:
    """A span in which the cloud heard nothing: after `since`, up to and with `until`."""

    since: float
    until: float = math.inf


def _pv_w(light_w_m2: list[float], peak_w: float, ambient_c: list[float]) -> list[float]:
    # A tenth is lost to dirt, wires and glass; warm panels give a little less.
    return [
        light * peak_w * 9e-4 * (1 - 0.0035 * (air - 15))
        for light, air in zip(light_w_m2, ambient_c, strict=True)
    ]


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
    clock_offset_s: float = 0.0
    online: bool = True
    datalogger_online: bool = True
    has_grid: bool = True
    silences: list[Silence] = field(default_factory=list)
    dispatch: Dispatch = dispatch
    exports: bool = True
    view: View | None = None

    def __post_init__(self) -> None:
        self._control = Control()
        self._modes: list[tuple[Mode, float]] = []
        self._history = array("d")
        self._first_step = 0
        self._done = -1
        self._offers: tuple[int, _Offers] | None = None
        self._day = 0
        self._earlier_pv_wh: dict[int, float] = {}
        self._days: dict[int, Flows] = {}
        self._stored_wh = 0.0
        self._running_s = 0.0
        self._today: list[float] = [0.0] * _WIDTH
        self._lifetime: list[float] = [0.0] * _WIDTH

    @property
    def control(self) -> Control:
        """How the device behaves from the present step on."""
        return self._control

    @control.setter
    def control(self, control: Control) -> None:
        self._control = control
        self._modes = []

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
        if target > self._done and not self._modes:
            self._modes = self._control.modes_of_day()
        while self._done < target:
            day, index = divmod(self._done, STEPS_PER_DAY)
            offers = self._offers_of(day)
            last = min(STEPS_PER_DAY, index + target - self._done)
            for step in range(index, last):
                self._step(offers, step)

    def _begin(self) -> None:
        start = self.plant.midnight(self.first_day).timestamp()
        self._first_step = self._done = int(start // STEP_S)
        self._stored_wh = self.hardware.battery_capacity_wh * 0.45
        self._lifetime = list(self._earlier_life())
        offers = self._offers_of(self._done // STEPS_PER_DAY)
        self._day = offers.local_day[self._done % STEPS_PER_DAY]
        self._remember(offers, self._done % STEPS_PER_DAY, Mode.LOAD_FIRST, Flows())

    def _step(self, offers: _Offers, index: int) -> None:
        mode, output_w = self._modes[offers.local_minute[index]]
        kit = self.hardware
        act = self.dispatch if self.has_grid else dispatch_off_grid
        power = act(
            kit,
            self._control,
            mode,
            output_w,
            offers.pv1_w[index],
            offers.pv2_w[index],
            offers.load_w[index],
            self._stored_wh,
            _HOURS,
        )
        energy = [watts * _HOURS for watts in power]
        self._stored_wh += (
            power.charge * kit.charge_efficiency - power.discharge / kit.discharge_efficiency
        ) * _HOURS
        self._today = list(map(add, self._today, energy))
        self._lifetime = list(map(add, self._lifetime, energy))
        if power.ac_output > 0 or power.charge > 0:
            self._running_s += STEP_S
        self._done += 1
        # A clock put back over midnight must not start the same day twice.
        if offers.local_day[index + 1] > self._day:
            self._days[self._day] = Flows(*self._today)
            self._today = [0.0] * _WIDTH
            self._day = offers.local_day[index + 1]
        self._remember(offers, index, mode, power)

    def _remember(self, offers: _Offers, index: int, mode: Mode, power: Flows) -> None:
        self._history.extend(
            (
                self._done * STEP_S,
                mode,
                self._stored_wh,
                offers.voltage_v[index] * (1 + power.grid_export * 2e-6),
                offers.frequency_hz[index],
                offers.ambient_c[index],
                self._running_s,
                *power,
                *self._today,
                *self._lifetime,
            )
        )

    def forget_offers(self) -> None:
        """Ask sky and clock again, because the plant has changed."""
        self._offers = None

    def _offers_of(self, day: int) -> _Offers:
        if self._offers is None or self._offers[0] != day:
            self._offers = (day, self._make_offers(day))
        return self._offers[1]

    def _make_offers(self, day: int) -> _Offers:
        plant, kit = self.plant, self.hardware
        sky, (voltages, frequencies) = plant.sky(day), plant.grid(day)
        minutes, days = plant.local_steps(day)
        return _Offers(
            minutes,
            days,
            _pv_w(sky.east_w_m2, kit.pv1_peak_w, sky.ambient_c),
            _pv_w(sky.west_w_m2, kit.pv2_peak_w, sky.ambient_c),
            load_of_day(plant.seed, self.serial_number, day, minutes),
            sky.ambient_c,
            voltages,
            frequencies,
        )

    # ---- the life before the first computed day ------------------------------------------

    def _earlier_days_wh(self) -> dict[int, float]:
        chance = dice(self.plant.seed, self.serial_number, "earlier")
        peak = self.hardware.pv1_peak_w + self.hardware.pv2_peak_w
        side = 1 if self.plant.latitude >= 0 else -1
        # Who may not export leaves on the roof what the house cannot use.
        most = math.inf if self.exports else 0.8 * _EARLIER_LOAD_WH
        return {
            day: min(
                most,
                peak
                * (3.0 + side * 2.2 * math.cos(math.tau * (day % 365.25 - 172) / 365.25))
                * (0.3 + chance.random()),
            )
            for day in range(self.plant.created.toordinal(), self.first_day.toordinal())
        }

    def _earlier_day(self, pv_wh: float) -> Flows:
        kit = self.hardware
        charge = 0.55 * kit.battery_capacity_wh
        if kit.pv1_peak_w + kit.pv2_peak_w > 0:
            charge = min(charge, 0.8 * pv_wh)
        discharge = 0.92 * charge
        from_grid = 0.0 if pv_wh > 0 else charge
        loss = 0.03 * (pv_wh + from_grid + discharge)
        bought = 0.3 * _EARLIER_LOAD_WH + from_grid
        sold = pv_wh + bought + discharge - _EARLIER_LOAD_WH - charge - loss
        if sold < 0 or not self.exports:
            bought, sold = bought - sold, 0.0
        self_use = max(0.0, _EARLIER_LOAD_WH - bought + from_grid)
        first = kit.pv1_peak_w / ((kit.pv1_peak_w + kit.pv2_peak_w) or 1.0)
        return Flows(
            pv1=first * pv_wh,
            pv2=(1 - first) * pv_wh,
            ac_output=self_use + sold,
            ac_charge=from_grid,
            grid_import=bought,
            grid_export=sold,
            load=_EARLIER_LOAD_WH,
            charge=charge,
            discharge=discharge,
            loss=loss,
            battery_loss=charge - discharge,
            self_use=self_use,
        )

    def _earlier_life(self) -> Flows:
        self._earlier_pv_wh = self._earlier_days_wh()
        days = map(self._earlier_day, self._earlier_pv_wh.values())
        life = Flows(*map(sum, zip(_NONE, *days, strict=True)))
        self._running_s = len(self._earlier_pv_wh) * 13.0 * 3600
        # The first content of the battery was bought.
        return life._replace(
            charge=life.charge + self._stored_wh, grid_import=life.grid_import + self._stored_wh
        )

    # ---- looking -------------------------------------------------------------------------

    def _row(self, index: int) -> Reading:
        row = self._history[index * _ROW : (index + 1) * _ROW]
        flows = [Flows(*row[start : start + _WIDTH]) for start in range(_HEAD, _ROW, _WIDTH)]
        return Reading(int(row[0]), Mode(int(row[1])), *row[2:_HEAD], *flows)  # type: ignore[arg-type]

    def present(self, timestamp: float) -> Reading:
        """The true state, whether the cloud has heard of it or not."""
        self.advance(timestamp)
        return self._row(self._done - self._first_step)

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
        steps = [step for step in range(first, last + 1) if self._heard(step * STEP_S)]
        return steps if self.view is None else self.view.heard(steps, timestamp)

    def steps_listed(self, start: float, end: float, timestamp: float) -> list[int]:
        """The same in the order in which a history lists them: what came last is first."""
        steps = self.steps_heard(start, end, timestamp)
        return steps[::-1] if self.view is None else self.view.listed(steps, timestamp)

    def _heard(self, stamp: int) -> bool:
        return not any(silence.since < stamp <= silence.until for silence in self.silences)

    def reading(self, step: int) -> Reading:
        """The reading at the end of a step that was computed before, as the cloud shows it."""
        return self.true_reading(step) if self.view is None else self.view.reading(step)

    def true_reading(self, step: int) -> Reading:
        """The same as it was; before the first step, the first there is."""
        return self._row(max(0, step - self._first_step))

    def true_between(self, start: float, end: float, timestamp: float) -> list[Reading]:
        """The true readings stamped within [start, end), whoever heard of them."""
        self.advance(timestamp)
        first = max(self._first_step, math.ceil(start / STEP_S))
        last = min(self._done, math.ceil(end / STEP_S) - 1)
        return [self.true_reading(step) for step in range(first, last + 1)]

    def readings(self) -> Iterator[Reading]:
        """Every true reading computed so far, oldest first."""
        return map(self._row, range(self._done - self._first_step + 1))

    def flows_on(self, day: date, timestamp: float) -> Flows:
        """Energy of a local day; nothing before the plant existed and in the future."""
        latest = self.latest(timestamp)
        return self._flows_on(day.toordinal(), latest)

    def _flows_on(self, day: int, latest: Reading) -> Flows:
        if day == self.plant.local(latest.timestamp).toordinal():
            return latest.today_wh
        if day in self._days:
            return self._days[day]
        return self._earlier_day(self._earlier_pv_wh[day]) if day in self._earlier_pv_wh else _NONE

    def flows_between(self, first: date, last: date, timestamp: float) -> Flows:
        """Energy of some local days, both ends included."""
        latest = self.latest(timestamp)
        begin = max(first.toordinal(), self.plant.created.toordinal())
        end = min(last.toordinal(), self.plant.local(latest.timestamp).toordinal())
        days = (self._flows_on(day, latest) for day in range(begin, end + 1))
        return Flows(*map(sum, zip(_NONE, *days, strict=True)))

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
        self.advance(timestamp)
        self.has_grid = has_grid

    def soc_percent(self, reading: Reading) -> float:
        """Content of the battery as a share of its capacity; 0 without a battery."""
        capacity = self.hardware.battery_capacity_wh
        return 100 * reading.stored_wh / capacity if capacity else 0.0

    def clock(self, timestamp: float) -> datetime:
        """What the display of the device shows."""
        return self.plant.local(timestamp + self.clock_offset_s)
