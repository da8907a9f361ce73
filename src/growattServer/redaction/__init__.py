"""Taking credentials, serial numbers, ids, names and places out of what goes over the wire."""

from __future__ import annotations

from .redactor import Redactor as Redactor
