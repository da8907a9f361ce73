"""What can be set on a device, and how it is set so that one knows what became of it.

    plan = inverter.plan({"charge_power": 80})   # reads, sends nothing
    print(plan)                                  # the differences
    report = plan.apply()                        # what was there goes to disk, then writes go out
    report = plan.verify()                       # reads back: applied, pending, rejected, ...
    plan.revert()                                # as it was

`FAMILIES` is the catalogue of V1, `V4_FAMILIES` that of V4; `unfinished(api)` and
`revert_due(api)` are for the process after this one.
"""

from . import families
from .catalogue import Family, Setting
from .entry import Goal, Phase
from .errors import GrowattJournalError, GrowattPlanBusyError, GrowattWriteBudgetError
from .families import *  # noqa: F403  # those of its list
from .families import FAMILIES, V4_FAMILIES, family_of
from .journal import WRITES_A_DAY, Journal
from .later import plans, revert_due, unfinished
from .needs import Need, needs_of
from .plan import Plan
from .reading import Settings
from .report import Line, Report, Status
from .requirements import OVERRULERS, Requirement
from .schedule import Mode, Schedule, Window

__all__ = [
    "FAMILIES",
    "OVERRULERS",
    "V4_FAMILIES",
    "WRITES_A_DAY",
    "Family",
    "Goal",
    "GrowattJournalError",
    "GrowattPlanBusyError",
    "GrowattWriteBudgetError",
    "Journal",
    "Line",
    "Mode",
    "Need",
    "Phase",
    "Plan",
    "Report",
    "Requirement",
    "Schedule",
    "Setting",
    "Settings",
    "Status",
    "Window",
    "family_of",
    "needs_of",
    "plans",
    "revert_due",
    "unfinished",
]
__all__ += families.__all__
