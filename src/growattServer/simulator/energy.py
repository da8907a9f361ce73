"""Where the power goes: one pure function, and the values that it takes and gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Mode(IntEnum):
    """Who is served first; `HOLD` is load first with a battery that gives nothing."""

    LOAD_FIRST = 0
    BATTERY_FIRST = 1
    GRID_FIRST = 2
    HOLD = 3


class Flows(NamedTuple):
    """Power in W of one step, or energy in Wh of a day or a life, never negative.

    Around the house: pv1 + pv2 + grid_import + discharge
    = load + grid_export + charge + loss.
    Inside the battery: charge = discharge + battery_loss + what its content grew by.
    """

    pv1: float = 0.0
    pv2: float = 0.0
    ac_output: float = 0.0
    ac_charge: float = 0.0
    grid_import: float = 0.0
    grid_export: float = 0.0
    load: float = 0.0
    charge: float = 0.0
    discharge: float = 0.0
    loss: float = 0.0
    battery_loss: float = 0.0
    self_use: float = 0.0

    @property
    def pv(self) -> float:
        """Both strings together."""
        return self.pv1 + self.pv2


@dataclass(frozen=True, slots=True)
class Hardware:
    """What was screwed to the wall."""

    rated_power_w: float = 5000.0
    pv1_peak_w: float = 3300.0
    pv2_peak_w: float = 2700.0
    battery_capacity_wh: float = 7680.0
    max_charge_w: float = 3000.0
    max_discharge_w: float = 3000.0
    inverter_efficiency: float = 0.97
    charge_efficiency: float = 0.965
    discharge_efficiency: float = 0.965
    battery_nominal_v: float = 204.8
    pv_string_v: float = 360.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of the local day in minutes, the end not included; start after end wraps."""

    mode: Mode
    start_minute: int
    end_minute: int
    enabled: bool
    output_w: float = 0.0

    def covers(self, minute: int) -> bool:
        """Does this minute of the day belong to the segment?"""
        if self.start_minute <= self.end_minute:
            return self.start_minute <= minute < self.end_minute
        return minute >= self.start_minute or minute < self.end_minute


@dataclass(frozen=True, slots=True)
class Control:
    """How the owner told the device to behave, in nobody's spelling."""

    inverter_on: bool = True
    active_power_percent: float = 100.0
    export_limit_percent: float | None = None
    charge_power_percent: float = 100.0
    charge_stop_soc: float = 100.0
    discharge_power_percent: float = 100.0
    load_first_stop_soc: float = 10.0
    grid_first_stop_soc: float = 10.0
    ac_charge_enabled: bool = False
    ac_charge_stop_soc: float = 100.0
    off_grid_output: bool = False
    off_grid_stop_soc: float = 10.0
    default_output_w: float = 0.0
    segments: tuple[Segment, ...] = ()

    def mode_at(self, minute: int) -> tuple[Mode, float]:
        """Mode and wanted output of this minute of the local day; outside segments, load first."""
        for segment in self.segments:
            if segment.enabled and segment.covers(minute):
                return segment.mode, segment.output_w
        return Mode.LOAD_FIRST, self.default_output_w

    def modes_of_day(self) -> list[tuple[Mode, float]]:
        """Mode and wanted output of each minute of a day, so that a step need not search."""
        return [self.mode_at(minute) for minute in range(1440)]


# What rounding leaves over must not be charged while the battery is discharging.
_CRUMB_W = 1e-9


class _Limits(NamedTuple):
    ac_w: float
    export_w: float
    charge_w: float
    grid_charge_w: float
    discharge_w: float


def _limits(kit: Hardware, control: Control, mode: Mode, stored_wh: float, hours: float) -> _Limits:
    def room_w(soc: float) -> float:
        missing = kit.battery_capacity_wh * soc / 100 - stored_wh
        return max(0.0, missing / kit.charge_efficiency / hours)

    floor = control.load_first_stop_soc
    charge_w, discharge_w, full = kit.max_charge_w, kit.max_discharge_w, 100.0
    if mode is Mode.BATTERY_FIRST:
        charge_w *= control.charge_power_percent / 100
        full = control.charge_stop_soc
    elif mode is Mode.GRID_FIRST:
        discharge_w *= control.discharge_power_percent / 100
        floor = control.grid_first_stop_soc
    elif mode is Mode.HOLD:
        discharge_w = 0.0
    spare = stored_wh - kit.battery_capacity_wh * floor / 100
    export = control.export_limit_percent
    return _Limits(
        ac_w=kit.rated_power_w * control.active_power_percent / 100,
        export_w=math.inf if export is None else kit.rated_power_w * export / 100,
        charge_w=min(charge_w, room_w(full)),
        grid_charge_w=min(charge_w, room_w(min(full, control.ac_charge_stop_soc))),
        discharge_w=min(discharge_w, max(0.0, spare * kit.discharge_efficiency / hours)),
    )


# Kit, control, mode, wanted output, both strings, load, content of the battery, hours.
Dispatch = Callable[
    [Hardware, Control, Mode, float, float, float, float, float, float],
    Flows,
]


def dispatch(
    kit: Hardware,
    control: Control,
    mode: Mode,
    output_w: float,
    pv1_w: float,
    pv2_w: float,
    load_w: float,
    stored_wh: float,
    hours: float,
) -> Flows:
    """Share out the power of one step; sunlight that nobody may take is not produced.

    An inverter with a meter follows the house, so the wanted output says nothing here.
    """
    if not control.inverter_on:
        return Flows(grid_import=load_w, load=load_w)
    limit = _limits(kit, control, mode, stored_wh, hours)
    eta = kit.inverter_efficiency
    offered = pv1_w + pv2_w
    charge = min(offered, limit.charge_w) if mode is Mode.BATTERY_FIRST else 0.0
    direct = min((offered - charge) * eta, load_w, limit.ac_w)
    rest = offered - charge - direct / eta
    if rest < _CRUMB_W:
        rest = 0.0
    if mode in (Mode.LOAD_FIRST, Mode.HOLD):
        charge = min(rest, limit.charge_w)
        rest -= charge
    sold = min(rest * eta, limit.ac_w - direct, limit.export_w)
    discharge = grid_dc = 0.0
    ac_left = limit.ac_w - direct - sold
    if mode is Mode.BATTERY_FIRST:
        if control.ac_charge_enabled:
            # What leaves the grid passes the inverter, which converts no more than its rating.
            grid_dc = max(0.0, min(limit.grid_charge_w - charge, limit.ac_w * eta))
    elif mode is Mode.GRID_FIRST:
        wanted = min(ac_left, load_w - direct + limit.export_w - sold)
        discharge = max(0.0, min(limit.discharge_w, wanted / eta))
        if discharge == 0.0:
            charge = min(max(0.0, rest - sold / eta), limit.charge_w)
    else:
        discharge = max(0.0, min(limit.discharge_w, (load_w - direct) / eta, ac_left / eta))
    return _flows(kit, offered, pv1_w, load_w, direct, sold, charge, grid_dc, discharge)


def dispatch_off_grid(
    kit: Hardware,
    control: Control,
    mode: Mode,
    output_w: float,
    pv1_w: float,
    pv2_w: float,
    load_w: float,
    stored_wh: float,
    hours: float,
) -> Flows:
    """The same while the grid is away: the house gets what there is, and else goes without.

    Schedule and limits of power do not count then, and of the stop levels only that for this case.
    """
    if not (control.inverter_on and control.off_grid_output):
        return Flows()
    eta, capacity = kit.inverter_efficiency, kit.battery_capacity_wh
    spare_wh = max(0.0, stored_wh - capacity * control.off_grid_stop_soc / 100)
    may_charge = min(kit.max_charge_w, (capacity - stored_wh) / kit.charge_efficiency / hours)
    may_discharge = min(kit.max_discharge_w, spare_wh * kit.discharge_efficiency / hours)
    offered = pv1_w + pv2_w
    wanted = min(load_w, kit.rated_power_w)
    direct = min(offered * eta, wanted)
    rest = offered - direct / eta
    charge = min(rest, max(0.0, may_charge)) if rest >= _CRUMB_W else 0.0
    discharge = 0.0 if charge else max(0.0, min(may_discharge, (wanted - direct) / eta))
    served = direct + discharge * eta
    return _flows(kit, offered, pv1_w, served, direct, 0.0, charge, 0.0, discharge)


def dispatch_balcony(
    kit: Hardware,
    control: Control,
    mode: Mode,
    output_w: float,
    pv1_w: float,
    pv2_w: float,
    load_w: float,
    stored_wh: float,
    hours: float,
) -> Flows:
    """The same for a balcony battery, which knows no meter and gives what it was told to give.

    Battery first gives nothing before the battery is full. What a full battery leaves over goes
    out, up to the rated power.
    """
    eta, capacity = kit.inverter_efficiency, kit.battery_capacity_wh
    missing_wh = max(0.0, capacity * control.charge_stop_soc / 100 - stored_wh)
    spare_wh = max(0.0, stored_wh - capacity * control.load_first_stop_soc / 100)
    may_charge = min(kit.max_charge_w, missing_wh / kit.charge_efficiency / hours)
    may_discharge = min(kit.max_discharge_w, spare_wh * kit.discharge_efficiency / hours)
    wanted = min(output_w, kit.rated_power_w) if mode is Mode.LOAD_FIRST else 0.0
    offered = pv1_w + pv2_w
    given = min(offered * eta, wanted)
    rest = offered - given / eta
    charge = min(rest, may_charge) if rest >= _CRUMB_W else 0.0
    given += min((rest - charge) * eta, kit.rated_power_w - given)
    discharge = 0.0 if charge else max(0.0, min(may_discharge, (wanted - given) / eta))
    return _flows(kit, offered, pv1_w, load_w, given, 0.0, charge, 0.0, discharge)


def _flows(
    kit: Hardware,
    offered: float,
    pv1_w: float,
    load_w: float,
    direct: float,
    sold: float,
    charge: float,
    grid_dc: float,
    discharge: float,
) -> Flows:
    eta = kit.inverter_efficiency
    from_pv = direct + sold
    produced = from_pv / eta + charge
    pv1 = produced * pv1_w / offered if offered > 0 else 0.0
    output = from_pv + discharge * eta
    grid_ac = grid_dc / eta
    at_home = min(output, load_w)
    export = output - at_home
    charged = charge + grid_dc
    losses = from_pv * (1 / eta - 1) + discharge * (1 - eta) + grid_ac * (1 - eta)
    wasted = charged * (1 - kit.charge_efficiency) + discharge * (1 / kit.discharge_efficiency - 1)
    return Flows(
        pv1=pv1,
        pv2=max(0.0, produced - pv1),
        ac_output=output,
        ac_charge=grid_ac,
        grid_import=load_w - at_home + grid_ac,
        grid_export=export,
        load=load_w,
        charge=charged,
        discharge=discharge,
        loss=losses,
        battery_loss=wasted,
        self_use=at_home,
    )
