"""`growatt serve`: the recorder, and everything else fed from what it records."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..answer import as_json
from ..cloud import TokenCloud, cloud
from ..connect import token_api
from ..errors import NothingThere, WrongUse
from ..recording import as_line, end_well_on_sigterm, follow, recorder_of
from ..stores import opened, store_option
from ..terminal import terminal
from ..verb import complete_devices, verb
from .record import SHAPE

if TYPE_CHECKING:
    from ...recorder import Event


@verb(
    "serve",
    examples=[
        "growatt serve --config growatt.toml",
        "growatt serve --config growatt.toml YOUR_DEVICE_SERIAL_NUMBER",
    ],
    shape=SHAPE,
)
@click.argument("serial", nargs=-1, shell_complete=complete_devices)
@click.option(
    "--config",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that says where readings go; docs/live.md describes it.",
)
@store_option
def serve_command(serial: tuple[str, ...], config: Path, store: str | None) -> None:
    """It records as `growatt record` does, until Ctrl-C, and passes each reading on as it comes: to
    Prometheus, InfluxDB, a webhook or CSV files. One program asks the server, and all others are
    fed. What could not be delivered is delivered later, also after a restart.
    """
    source = cloud()
    if not isinstance(source, TokenCloud):
        token_api("a recording")
        raise AssertionError("an account without a token is refused there")
    configured = _read(config)
    end_well_on_sigterm()
    from ...exporters import Exporters
    from ...exporters.config import new_exporters

    made = new_exporters(configured)
    with opened(store) as kept:
        recorder = recorder_of(source, kept, serial, None)
        with Exporters(kept, made, tell=_tell) as exporters:
            follow(recorder, recorder.run(), exporters.wake)


def _read(path: Path) -> dict[str, Any]:
    """What the file says."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NothingThere(f"there is no file {path}", "docs/live.md shows what to write") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"{path} cannot be read: {error}", "docs/live.md") from None


def _tell(event: Event) -> None:
    """What an exporter tells, from its thread."""
    screen = terminal()
    if screen.json:
        screen.line(as_json(as_line(event), indent=False))
    else:
        screen.note(str(event))
