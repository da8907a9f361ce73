"""The library's main job, shown on a simulated cloud: `python -m growattServer.cli.demo`."""

from __future__ import annotations

import sys
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from .. import GrowattError, GrowattMissingExtraError, OpenApiV1, Record
from ..open_api_v1.devices import Min, Sph
from ..open_api_v1.records import MinEnergy
from ..open_api_v1.schedules import TimeSegment
from .plots import curve

try:
    from rich.console import Console
    from rich.table import Table

    from .demo_recorder import show_recording
except ImportError:
    sys.exit(str(GrowattMissingExtraError("cli,simulator,recorder", "the demo")))

if TYPE_CHECKING:
    from ..simulator import Simulator

START = "2026-06-15T19:00:00+02:00"
READINGS = (
    "pv_power",
    "ac_power",
    "load_power",
    "import_power",
    "export_power",
    "battery_charge_power",
    "battery_discharge_power",
    "battery_soc",
    "energy_today",
    "import_energy_today",
    "export_energy_today",
)

out = Console()


def main() -> int:
    """Show plants, readings, a curve, a schedule that is followed, and a fortnight recorded."""
    try:
        from ..simulator import Simulator

        with (
            Simulator(start=START, seed=7, speed=1) as cloud,
            OpenApiV1(cloud.token, server_url=cloud.url) as api,
        ):
            out.rule("A simulated Growatt cloud")
            out.print(
                f"It listens at {cloud.url}; its clock shows {START[:16].replace('T', ' ')}.\n"
            )
            show(api, cloud)
    except ImportError:
        return fail(GrowattMissingExtraError("simulator", "the demo"))
    except GrowattError as error:
        return fail(error)
    return 0


def fail(error: Exception) -> int:
    """Say what went wrong, without a traceback."""
    Console(stderr=True).print(f"The demo stopped: {error}", style="red", markup=False)
    return 1


def show(api: OpenApiV1, cloud: Simulator) -> None:
    """All of the demo, on a cloud that runs."""
    plant_id, min_sn = show_plants(api)
    show_curve(api, plant_id)
    inverter = Min(api, min_sn)
    show_segments("Its nine time segments", inverter.read_time_segments())
    show_control(inverter, cloud)
    show_recording(out, api, cloud, min_sn)


def show_plants(api: OpenApiV1) -> tuple[int, str]:
    """List plants, devices and live readings; gives the plant and serial number of the MIN."""
    found: tuple[int, str] = (0, "")
    for plant in api.plant_list().plants or []:
        out.print(f"[bold]{plant.name}[/] ({plant.peak_power} kWp), plant {plant.plant_id}")
        for device in api.device_list(plant.plant_id or 0).devices or []:
            out.print(
                f"  {device.device_sn}  type {device.type}  updated {device.last_update_time}"
            )
            serial = device.device_sn or ""
            if device.type == Sph.DEVICE_TYPE_ID:
                show_readings(api.sph_energy(serial))
            if device.type == Min.DEVICE_TYPE_ID:
                show_readings(api.min_energy(serial))
                found = (plant.plant_id or 0, serial)
    return found


def show_readings(energy: Record) -> None:
    """A table of the main readings, with the units that their rows carry."""
    table = Table(show_header=False, box=None, padding=(0, 1, 0, 4))
    for name in READINGS:
        row = type(energy).fields[name]
        value = getattr(energy, name)
        shown = "-" if value is None else f"{value:,.{row.precision or 0}f}"
        table.add_row(name, shown, row.unit)
    out.print(table)


def show_curve(api: OpenApiV1, plant_id: int) -> None:
    """Today's power, drawn in the terminal."""
    day = START[:10]
    powers = api.plant_power_overview(plant_id, day).powers
    points = sorted(
        (point.time.hour + point.time.minute / 60, point.power)
        for point in powers or ()
        if point.time is not None and point.power is not None
    )
    out.print(f"\nIts PV power on {day}")
    out.print(curve(points, labels=("hour", "W"), limits=(0, 24)), soft_wrap=True)


def show_segments(title: str, segments: list[TimeSegment]) -> None:
    """A table of time segments."""
    table = Table(title=title, title_justify="left")
    for column in ("Segment", "Mode", "Start", "End", "In force"):
        table.add_column(column)
    for segment in segments:
        table.add_row(
            str(segment.segment_id),
            segment.mode_name,
            segment["start_time"],
            segment["end_time"],
            "yes" if segment.enabled else "no",
        )
    out.print(table)


def show_control(inverter: Min[OpenApiV1], cloud: Simulator) -> None:
    """Write a segment, read it back, and let the time pass in which it is in force."""
    before = inverter.energy()
    out.print("\nSegment 1 should sell from the battery: grid first, 20:00 to 21:00.")
    inverter.write_parameter("discharge_power", 60)
    inverter.write_time_segment(1, 2, time(20), time(21))
    show_segments("Read back", inverter.read_time_segments()[:1])

    start = datetime.fromisoformat(START)
    table = Table(title="The battery as the clock moves on", title_justify="left")
    for column in ("Time", "State of charge", "Discharging", "Fed to the grid"):
        table.add_column(column, justify="right")
    add_state(table, start, before)
    during = before
    for minutes in (70, 90, 110, 140):
        moment = start + timedelta(minutes=minutes)
        cloud.set_clock(now=moment.isoformat())
        state = inverter.energy()
        add_state(table, moment, state)
        during = state if minutes == 90 else during
    out.print(table)
    if not (during.export_power or 0) > (before.export_power or 0):
        raise GrowattError("the battery did not follow its schedule")
    out.print("The battery followed: it discharged to the grid while the segment was in force.")


def add_state(table: Table, moment: datetime, energy: MinEnergy) -> None:
    """One line of the table of states."""
    values = (
        f"{energy.battery_soc:.0f} %",
        f"{energy.battery_discharge_power:,.0f} W",
        f"{energy.export_power:,.0f} W",
    )
    table.add_row(f"{moment:%H:%M}", *values)


if __name__ == "__main__":
    sys.exit(main())
