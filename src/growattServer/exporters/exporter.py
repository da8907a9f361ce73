"""What an exporter is: a place that readings go to."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from .reading import Reading


class Exporter:
    """A place that readings go to, such as a database or a broker; make your own from this class.

    `on_reading` gets one reading after the other, in the order in which they came into the store.
    After some of them comes `flush`: when it returns, they are delivered. Whatever either of them
    raises means that the target is not there: they come again later, from the first that was not
    delivered. An exporter runs in a thread of its own, so it may wait.
    """

    delivers_later = True
    """Does the target want what could not be delivered, when it is back? A database does; a display
    of the present gets the newest reading of each device then."""

    wants_changes = False
    """Does it want readings once more whose values have changed, as by cleaning?"""

    delivers_each = False
    """Is a reading delivered when `on_reading` returns, and not only at `flush`?"""

    def on_reading(self, reading: Reading) -> None:
        """Take a reading."""
        raise NotImplementedError

    def flush(self) -> None:
        """Deliver what was taken."""

    def close(self) -> None:
        """Let go of the target; nothing comes after it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
