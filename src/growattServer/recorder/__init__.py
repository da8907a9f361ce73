"""Your own copy of your data: a store, and the recorder that fills it and keeps it up to date.

    from growattServer import OpenApiV1
    from growattServer.recorder import Recorder, Store, read_frame

    with OpenApiV1(token="...") as api, Store("home.db") as store:
        recorder = Recorder(api, store)
        print(recorder.plan())
        for event in recorder.run():     # the past and then the present, until Ctrl-C
            print(event)

It needs `pip install 'growattServer[recorder]'`.
"""

try:
    import sqlalchemy as _sqlalchemy
except ImportError:
    from ..exceptions import GrowattMissingExtraError

    raise GrowattMissingExtraError("recorder", "the recorder") from None

from .ask.plan import Plan, plan
from .ask.recorder import Recorder
from .care.backup import backup, copy_rows
from .care.check import Finding, check
from .care.imports import import_file
from .care.retention import Retention, compact
from .errors import (
    GrowattDeviceNotFoundError,
    GrowattStoreBusyError,
    GrowattStoreError,
    GrowattStoreVersionError,
)
from .events import Event
from .keep.store import Store, StoredDevice, StoredPlant
from .read.batches import Batch, read_readings, read_rollups
from .read.export import export
from .read.frames import read_frame

__all__ = [
    "Batch",
    "Event",
    "Finding",
    "GrowattDeviceNotFoundError",
    "GrowattStoreBusyError",
    "GrowattStoreError",
    "GrowattStoreVersionError",
    "Plan",
    "Recorder",
    "Retention",
    "Store",
    "StoredDevice",
    "StoredPlant",
    "backup",
    "check",
    "compact",
    "copy_rows",
    "export",
    "import_file",
    "plan",
    "read_frame",
    "read_readings",
    "read_rollups",
]

del _sqlalchemy
