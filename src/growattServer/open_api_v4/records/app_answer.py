"""What the records of the app's calls have in common."""

from __future__ import annotations

from typing import Any

from growattServer.fields import Basis, Field, Kind, Record


class NoahAppAnswer(Record):
    """A record of the app's calls: where a row names no basis, it was seen in an answer."""

    def __init_subclass__(cls, *, kind: Kind = Kind.MEASUREMENT, **options: Any) -> None:
        super().__init_subclass__(kind=kind, **options)
        for row in vars(cls).values():
            if isinstance(row, Field) and row.basis is Basis.DOCUMENTED:
                row.basis = Basis.CAPTURE
