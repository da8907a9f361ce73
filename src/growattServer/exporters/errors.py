"""The error of an exporter whose target does not take what it is given."""

from __future__ import annotations

from ..exceptions import GrowattError


class GrowattExportError(GrowattError):
    """A target is not there, or refuses what it is given; the exporter tries again."""

    message_key = "export_failed"
    retryable = True
