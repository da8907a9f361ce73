"""`growatt compact`: freeze what no longer changes, and free the disk space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from growattServer.counting import counted

from ..answer import Answer
from ..progress import Steps
from ..stores import check_filled, opened, store_option
from ..terminal import terminal
from ..verb import verb

if TYPE_CHECKING:
    from ...recorder import Event, Store

SHAPE = {"weeks": "integer", "rows": "integer", "bytes": "integer or null: size of the file"}


@verb("compact", examples=["growatt compact"], shape=SHAPE)
@store_option
def compact_command(store: str | None) -> Answer:
    """Packs all weeks that no longer change, so that the store needs far less space. Nothing is
    lost. growatt record packs them one by one, but only this makes the file smaller. No recorder
    may be running. Stop it at any time; it continues from there when you start it again.
    """
    from rich.text import Text

    from ...recorder import compact
    from ...recorder.events import Frozen

    frozen: list[int] = []
    with opened(store) as kept, Steps(terminal(), "Freezing", 0) as steps:
        check_filled(kept)

        def tell(event: Event) -> None:
            if isinstance(event, Frozen):
                frozen.append(event.rows)
                steps.step()
                steps.left(event.left)
                steps.note(f"{event.device_sn} {event.first}")

        compact(kept, progress=tell)
        size = _size_of(kept)
    said = f"{counted(len(frozen), 'week')} frozen"
    if size is not None:
        said += f"; the store has {size / 2**20:.1f} MiB now"
    return Answer(
        {"weeks": len(frozen), "rows": sum(frozen), "bytes": size}, lambda: Text(f"{said}.")
    )


def _size_of(store: Store) -> int | None:
    """The size of an SQLite store."""
    return None if store.path is None else store.path.stat().st_size
