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
    full_soc: float = 100.0
    discharge_power_percent: float = 100.0
    load_first_stop_soc: float = 10.0
    grid_first_stop_soc: float = 10.0
    ac_charge_enabled: bool = False
    ac_charge_stop_soc: float = 100.0
    off_grid_output: bool = False
    off_grid_stop_soc: float = 10.0
    default_output_w: float = 0.0
    grid_limits: tuple[float, ...] | None = None
    """Lowest and highest volts, lowest and highest hertz of a grid that it feeds."""
    segments: tuple[Segment, ...] = ()

    def mode_at(self, minute: int) -> tuple[Mode, float]:
        """Mode and wanted output of this minute of the local day; outside segments, load first."""
        for segment in self.segments:
            if segment.enabled and segment.covers(minute):
                return segment.mode, segment.output_w
        return Mode.LOAD_FIRST, self.default_output_w

    def bears(self, volts: float, hertz: float) -> bool:
        """Does it stay connected to such a grid?"""
        if self.grid_limits is None:
            return True
        low_v, high_v, low_hz, high_hz = self.grid_limits
        return low_v <= volts <= high_v and low_hz <= hertz <= high_hz

    def modes_of_day(self) -> list[tuple[Mode, float]]:
        """Mode and wanted output of each minute of a day, so that a step need not search."""
        if not any(segment.enabled for segment in self.segments):
            return [self.mode_at(0)] * 1440
        return [self.mode_at(minute) for minute in range(1440)]


# What rounding leaves over must not be charged while the battery is discharging.
_CRUMB_W = 1e-9


# Power of both strings, load, and content of the battery, to the powers of a step, as in Flows.
Share = Callable[[float, float, float, float], tuple[float, ...]]
# Kit, control, mode, wanted output and hours of a step: what many steps have in common.
Dispatch = Callable[[Hardware, Control, Mode, float, float], Share]


def dispatch(kit: Hardware, control: Control, mode: Mode, output_w: float, hours: float) -> Share:
    """Share out the power of a step; sunlight that nobody may take is not produced.

    An inverter with a meter follows the house, so the wanted output says nothing here.
    """
    if not control.inverter_on:
        return lambda pv1_w, pv2_w, load_w, stored_wh: Flows(grid_import=load_w, load=load_w)
    if mode in (Mode.LOAD_FIRST, Mode.HOLD):
        return _follow_house(kit, control, 0.0 if mode is Mode.HOLD else kit.max_discharge_w, hours)
    flows, eta, capacity = _flows_of(kit), kit.inverter_efficiency, kit.battery_capacity_wh
    charge_share, discharge_share = kit.charge_efficiency, kit.discharge_efficiency
    is_battery_first = mode is Mode.BATTERY_FIRST
    most_charge, most_discharge = kit.max_charge_w, kit.max_discharge_w
    full = control.full_soc
    if is_battery_first:
        most_charge *= control.charge_power_percent / 100
        full = min(full, control.charge_stop_soc)
    else:
        most_discharge *= control.discharge_power_percent / 100
    full_wh, floor_wh = capacity * full / 100, capacity * control.grid_first_stop_soc / 100
    full_by_grid_wh = capacity * min(full, control.ac_charge_stop_soc) / 100
    ac_w, export_w = _limits_w(kit, control)

    def room_w(full_wh: float, stored_wh: float) -> float:
        return max(0.0, min((full_wh - stored_wh) / charge_share / hours, most_charge))

    def share(pv1_w: float, pv2_w: float, load_w: float, stored_wh: float) -> tuple[float, ...]:
        offered = pv1_w + pv2_w
        charge_w = room_w(full_wh, stored_wh)
        discharge = grid_dc = 0.0
        charge = min(charge_w, offered) if is_battery_first else 0.0
        direct = min((offered - charge) * eta, load_w, ac_w)
        rest = offered - charge - direct / eta
        if rest < _CRUMB_W:
            rest = 0.0
        ac_left = ac_w - direct
        sold = min(rest * eta, ac_left, export_w) if rest else 0.0
        ac_left -= sold
        if not is_battery_first:
            spare_w = (stored_wh - floor_wh) * discharge_share / hours
            wanted = min(ac_left, load_w - direct + export_w - sold)
            discharge = max(0.0, min(most_discharge, max(0.0, spare_w), wanted / eta))
            if discharge == 0.0:
                charge = min(max(0.0, rest - sold / eta), charge_w)
        elif control.ac_charge_enabled:
            # What leaves the grid passes the inverter, which converts no more than its rating.
            grid_dc = max(0.0, min(room_w(full_by_grid_wh, stored_wh) - charge, ac_w * eta))
        return flows(offered, pv1_w, load_w, direct, sold, charge, grid_dc, discharge)

    return share


def _limits_w(kit: Hardware, control: Control) -> tuple[float, float]:
    """How much an inverter may give, and how much of it to the grid."""
    ac_w = kit.rated_power_w * control.active_power_percent / 100
    export = control.export_limit_percent
    return ac_w, math.inf if export is None else kit.rated_power_w * export / 100


def _follow_house(kit: Hardware, control: Control, most_discharge: float, hours: float) -> Share:
    """The house first, then the battery, then the grid: what nearly all steps are.

    Comparisons stand in place of min and max, and what `_flows_of` would say is written out: this
    runs once for each step of each device.
    """
    eta, most_charge = kit.inverter_efficiency, kit.max_charge_w
    charge_share, discharge_share = kit.charge_efficiency, kit.discharge_efficiency
    full_wh = kit.battery_capacity_wh * control.full_soc / 100
    floor_wh = kit.battery_capacity_wh * control.load_first_stop_soc / 100
    ac_w, export_w = _limits_w(kit, control)
    lost_out, lost_in = 1 / eta - 1, 1 - eta
    wasted_in, wasted_out = 1 - charge_share, 1 / discharge_share - 1

    def share(pv1_w: float, pv2_w: float, load_w: float, stored_wh: float) -> tuple[float, ...]:
        offered = pv1_w + pv2_w
        from_pv = charge = discharge = pv1 = pv2 = 0.0
        missing, ac_left = load_w, ac_w
        if offered:
            from_pv = offered * eta
            if load_w < from_pv:
                from_pv = load_w
            if ac_w < from_pv:
                from_pv = ac_w
            missing, ac_left = load_w - from_pv, ac_w - from_pv
            rest = offered - from_pv / eta
            if rest >= _CRUMB_W:
                room = (full_wh - stored_wh) / charge_share / hours
                if room > 0.0:
                    charge = room if room < most_charge else most_charge
                    if rest < charge:
                        charge = rest
                    rest -= charge
                if rest:
                    sold = min(rest * eta, ac_left, export_w)
                    ac_left -= sold
                    from_pv += sold
            produced = from_pv / eta + charge
            pv1 = produced * pv1_w / offered
            pv2 = produced - pv1
            if pv2 < 0.0:
                pv2 = 0.0
        spare = (stored_wh - floor_wh) * discharge_share / hours
        if spare > 0.0:
            discharge = most_discharge if most_discharge < spare else spare
            if missing / eta < discharge:
                discharge = missing / eta
            if ac_left / eta < discharge:
                discharge = ac_left / eta
            if discharge < 0.0:
                discharge = 0.0
        output = from_pv + discharge * eta
        home = load_w if load_w < output else output
        loss = from_pv * lost_out + discharge * lost_in
        wasted = charge * wasted_in + discharge * wasted_out
        bought, sold = load_w - home, output - home
        return pv1, pv2, output, 0.0, bought, sold, load_w, charge, discharge, loss, wasted, home

    return share


def dispatch_off_grid(
    kit: Hardware, control: Control, mode: Mode, output_w: float, hours: float
) -> Share:
    """The same while the grid is away: the house gets what there is, and else goes without.

    Schedule and limits of power do not count then, and of the stop levels only that for this case.
    """
    if not (control.inverter_on and control.off_grid_output):
        return lambda pv1_w, pv2_w, load_w, stored_wh: Flows()
    flows, eta, capacity = _flows_of(kit), kit.inverter_efficiency, kit.battery_capacity_wh

    def share(pv1_w: float, pv2_w: float, load_w: float, stored_wh: float) -> tuple[float, ...]:
        spare_wh = max(0.0, stored_wh - capacity * control.off_grid_stop_soc / 100)
        missing_wh = capacity * control.full_soc / 100 - stored_wh
        may_charge = min(kit.max_charge_w, missing_wh / kit.charge_efficiency / hours)
        may_discharge = min(kit.max_discharge_w, spare_wh * kit.discharge_efficiency / hours)
        offered = pv1_w + pv2_w
        wanted = min(load_w, kit.rated_power_w)
        direct = min(offered * eta, wanted)
        rest = offered - direct / eta
        charge = min(rest, max(0.0, may_charge)) if rest >= _CRUMB_W else 0.0
        discharge = 0.0 if charge else max(0.0, min(may_discharge, (wanted - direct) / eta))
        served = direct + discharge * eta
        return flows(offered, pv1_w, served, direct, 0.0, charge, 0.0, discharge)

    return share


def dispatch_balcony(
    kit: Hardware, control: Control, mode: Mode, output_w: float, hours: float
) -> Share:
    """The same for a balcony battery, which knows no meter and gives what it was told to give.

    Battery first gives nothing before the battery is full. What a full battery leaves over goes
    out, up to the rated power.
    """
    flows, eta, capacity = _flows_of(kit), kit.inverter_efficiency, kit.battery_capacity_wh
    wanted = min(output_w, kit.rated_power_w) if mode is Mode.LOAD_FIRST else 0.0

    def share(pv1_w: float, pv2_w: float, load_w: float, stored_wh: float) -> tuple[float, ...]:
        missing_wh = max(0.0, capacity * control.charge_stop_soc / 100 - stored_wh)
        spare_wh = max(0.0, stored_wh - capacity * control.load_first_stop_soc / 100)
        may_charge = min(kit.max_charge_w, missing_wh / kit.charge_efficiency / hours)
        may_discharge = min(kit.max_discharge_w, spare_wh * kit.discharge_efficiency / hours)
        offered = pv1_w + pv2_w
        given = min(offered * eta, wanted)
        rest = offered - given / eta
        charge = min(rest, may_charge) if rest >= _CRUMB_W else 0.0
        given += min((rest - charge) * eta, kit.rated_power_w - given)
        discharge = 0.0 if charge else max(0.0, min(may_discharge, (wanted - given) / eta))
        return flows(offered, pv1_w, load_w, given, 0.0, charge, 0.0, discharge)

    return share


def _flows_of(kit: Hardware) -> Callable[..., tuple[float, ...]]:
    """What a kit makes of a decision: all powers, with what is lost on the way."""
    eta, wasted_in = kit.inverter_efficiency, 1 - kit.charge_efficiency
    lost_out, lost_in, wasted_out = 1 / eta - 1, 1 - eta, 1 / kit.discharge_efficiency - 1

    def flows(
        offered: float,
        pv1_w: float,
        load_w: float,
        direct: float,
        sold: float,
        charge: float,
        grid_dc: float,
        discharge: float,
    ) -> tuple[float, ...]:
        from_pv = direct + sold
        produced = from_pv / eta + charge
        pv1 = produced * pv1_w / offered if offered > 0 else 0.0
        output = from_pv + discharge * eta
        grid_ac = grid_dc / eta
        at_home = load_w if load_w < output else output
        pv2 = produced - pv1
        charged = charge + grid_dc
        return (
            pv1,
            pv2 if pv2 > 0.0 else 0.0,
            output,
            grid_ac,
            load_w - at_home + grid_ac,
            output - at_home,
            load_w,
            charged,
            discharge,
            from_pv * lost_out + discharge * lost_in + grid_ac * lost_in,
            charged * wasted_in + discharge * wasted_out,
            at_home,
        )

    return flows


def pv_w(light_w_m2: list[float], peak_w: float, vigour: list[float]) -> list[float]:
    """Power of the panels in some light."""
    # A tenth is lost to dirt, wires and glass.
    return [
        light * peak_w * 9e-4 * share if light else 0.0
        for light, share in zip(light_w_m2, vigour, strict=True)
    ]
