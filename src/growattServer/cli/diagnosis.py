"""What `doctor` looks at, one thing after the other; each gives a verdict and what to do next."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from growattServer.counting import counted

from .. import GrowattError, GrowattPermissionError, GrowattRateLimitError
from ..open_api_v1.devices import SETTABLE
from ..servers import REGIONS
from ..settings import Journal
from .accounts import PASSWORD, TOKEN, Account, path_of_accounts
from .clock import PlantClock, utc_now
from .cloud import PasswordCloud, Reading, TokenCloud, reading
from .errors import trouble_of
from .files import state_directory, write_private
from .inventory import Device, Inventory, recent_refusal
from .printable import as_word
from .proving import handle_of, unfinished_of
from .tables import age

GOOD, WARN, BAD = "good", "look", "bad"
ASKED = ("other_regions", "north_america", "australia_new_zealand", "china")
CLOCK_SLACK = timedelta(minutes=2)
DEVICE_CLOCK_SLACK = timedelta(minutes=15)
STALE = timedelta(minutes=30)


@dataclass(frozen=True)
class Line:
    """One thing that was looked at."""

    about: str
    verdict: str
    said: str
    next: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON."""
        return asdict(self)


class Diagnosis:
    """The examination of one account; `lines()` gives what it finds while it goes on."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.cloud: TokenCloud | PasswordCloud = (
            PasswordCloud(account) if account.kind == PASSWORD else TokenCloud(account)
        )
        self.inventory: Inventory | None = None
        self._dates: list[tuple[datetime, datetime]] = []
        self._limited: list[str] = []

    def lines(self) -> Iterator[Line]:
        """Everything, from the account to the clocks; what cannot be looked at is left out."""
        yield self._stored()
        yield from self._files()
        yield from self._server()
        if self.inventory is not None:
            yield self._plants(self.inventory)
            yield from self._devices(self.inventory)
            yield from self._readings(self.inventory)
            yield from self._device_clocks(self.inventory)
            yield from self._plans()
        yield from self._clock()
        yield from self._limits()

    # --- this machine ----------------------------------------------------------------------------

    def _stored(self) -> Line:
        account = self.account
        said = f"{account.name}: a {account.kind} for {account.server}, from the {account.kept}"
        if account.kept != "file":
            return Line("account", GOOD, said)
        mode = stat.S_IMODE(os.stat(path_of_accounts()).st_mode)
        if mode & 0o077 and os.name == "posix":
            path = path_of_accounts()
            return Line("account", BAD, f"{said}, which others can read", f"chmod 600 {path}")
        return Line("account", GOOD, said)

    def _files(self) -> Iterator[Line]:
        path = state_directory() / "doctor"
        try:
            # a full disk has room for empty files
            write_private(path, "room\n")
            path.unlink()
        except OSError as error:
            where = state_directory()
            yield Line(
                "files", BAD, f"{where} cannot be written: {error.strerror}", f"ls -ld {where}"
            )

    # --- the server ------------------------------------------------------------------------------

    def _server(self) -> Iterator[Line]:
        server = self.account.server
        try:
            self._listen()
            self.inventory = self.cloud.inventory(fresh=True)
        except GrowattError as error:
            yield from self._unheard(error)
            return
        if not self._dates:
            old = age(self.cloud.oldest)
            said = f"it answered {old} ago, and does not allow another request yet"
            yield Line("server", GOOD, said)
            return
        yield Line("server", GOOD, f"{server} answers")
        yield Line("region", GOOD, f"the {self.account.kind} belongs to this server")

    def _listen(self) -> None:
        """Note the clock of the server, which comes with each of its answers."""

        def note(response: Any, *_: Any, **more: Any) -> None:
            try:
                moment = parsedate_to_datetime(response.headers["Date"])
            except (KeyError, TypeError, ValueError):
                return
            self._dates.append((moment.astimezone(UTC), utc_now()))

        self.cloud.api.session.hooks["response"].append(note)

    def _unheard(self, error: GrowattError) -> Iterator[Line]:
        trouble = trouble_of(error, "doctor")
        kind = trouble.kind if trouble else ""
        said = trouble.said if trouble else str(error)
        server = self.account.server
        if kind == "no_answer":
            steps = "check the network and this address; GROWATT_SERVER overrides it"
            yield Line("server", BAD, said, steps)
            return
        refused = recent_refusal(self.account)
        if isinstance(error, GrowattRateLimitError) and refused is not None:
            # it would say the same, and may not be asked so soon
            yield self._other_regions()
            return
        if isinstance(error, GrowattRateLimitError):
            self._limited.append("the plants")
            return
        yield Line("server", GOOD, f"{server} answers")
        if kind == "locked":
            yield Line("account lock", BAD, said, f"wait; {trouble and trouble.next}")
        elif isinstance(error, GrowattPermissionError) and self.account.kind == TOKEN:
            yield self._other_regions()
        else:
            yield Line(self.account.kind, BAD, said, "growatt login")

    def _other_regions(self) -> Line:
        """The server does not know the token: ask those of the other regions."""
        if self.account.server not in REGIONS.values():
            return Line(
                "token", BAD, f"{self.account.server} does not know this token", "growatt login"
            )
        for region in ASKED:
            server = REGIONS[region]
            if server == self.account.server:
                continue
            try:
                there = TokenCloud(Account("", server, TOKEN, "", secret=self.account.secret))
                there.api.plant_list()
            except GrowattError:
                continue
            return Line(
                "region", BAD, f"the token belongs to {region}", f"growatt login --server {region}"
            )
        return Line(
            "token",
            BAD,
            "no server knows this token",
            "copy it again from the ShinePhone app, then: growatt login",
        )

    # --- what the account has --------------------------------------------------------------------

    def _plants(self, inventory: Inventory) -> Line:
        count = len(inventory.plants)
        if not count:
            steps = (
                "create the token in the ShinePhone app (one from the web site may see no plants), "
                "then: growatt login"
            )
            return Line("plants", BAD, "this account sees no plants", steps)
        named = ", ".join(plant.name or plant.plant_id for plant in inventory.plants[:5])
        return Line("plants", GOOD, f"{count}: {named}{', ...' if count > 5 else ''}")

    def _devices(self, inventory: Inventory) -> Iterator[Line]:
        devices = [device for device in inventory.devices if device.family != "OTHER"]
        if not devices:
            if inventory.plants:
                yield Line("devices", BAD, "the plants have no devices", "check the ShinePhone app")
            return
        yield from self._newer_api()
        counts = Counter(device.family for device in devices)
        told = ", ".join(f"{count} {family}" for family, count in sorted(counts.items()))
        yield Line("devices", GOOD, told)
        unread = sorted({one.family for one in devices if not self.cloud.reads(one)})
        if unread:
            yield Line(
                "families",
                WARN,
                f"no readings of {', '.join(unread)} with a {self.account.kind}",
                "growatt login --account app --user YOUR_USER_NAME"
                if self.account.kind == TOKEN
                else None,
            )
        for device in devices:
            if device.online is False:
                last = device.last_update_time
                since = f", since {last} on its clock" if last else ""
                yield Line(
                    device.device_sn,
                    WARN,
                    f"offline{since}",
                    "check the lights of its datalogger, and the network there",
                )

    def _newer_api(self) -> Iterator[Line]:
        error = getattr(self.cloud, "v4_trouble", None)
        if error is not None:
            trouble = trouble_of(error, "doctor")
            said = trouble.said if trouble else str(error)
            missing = "devices that only V4 has, such as NOAH and WIT, are not listed"
            steps = "growatt devices --fresh, later; or growatt login --user YOUR_USER_NAME"
            yield Line("V4", WARN, f"{said}; {missing}", steps)

    def _readings(self, inventory: Inventory) -> Iterator[Line]:
        for device in inventory.devices:
            if not self.cloud.reads(device):
                continue
            about = f"{device.device_sn} readings"
            found = self._tried(about, partial(reading, self.cloud, device))
            if isinstance(found, Line):
                yield found
            elif found is not None:
                yield _freshness(about, found, inventory.clock_of(device), self._now())
            elif about not in self._limited:
                yield Line(about, WARN, "the server has none", "growatt devices --fresh")

    def _tried(self, about: str, call: Callable[[], Any]) -> Any:
        """What a call gives, or the line about its failure; a limit is noted for later."""
        try:
            return call()
        except GrowattRateLimitError:
            self._limited.append(about)
            return None
        except GrowattError as error:
            trouble = trouble_of(error, "doctor")
            said = trouble.said if trouble else str(error)
            return Line(about, WARN, said, trouble.next if trouble else None)

    # --- clocks, limits, plans -------------------------------------------------------------------

    def _device_clocks(self, inventory: Inventory) -> Iterator[Line]:
        if not isinstance(self.cloud, TokenCloud):
            return
        for device in inventory.devices:
            if device.family in SETTABLE and device.last_update_time and device.online is not False:
                about = f"{device.device_sn} clock"
                handle = handle_of(self.cloud, device)
                settings = self._tried(about, handle.read_settings)
                if isinstance(settings, Line):
                    yield settings
                elif settings and settings.get("clock") is not None:
                    clock = inventory.clock_of(device)
                    yield _device_clock(
                        about, device, settings["clock"], clock.wall(self._now()), clock.zone
                    )

    def _ahead(self) -> timedelta:
        """How far this machine is ahead of the server."""
        return min((here - there for there, here in self._dates), key=abs, default=timedelta(0))

    def _now(self) -> datetime:
        """The present, also where the clock of this machine is wrong."""
        ahead = self._ahead()
        return utc_now() - ahead if abs(ahead) > CLOCK_SLACK else utc_now()

    def _clock(self) -> Iterator[Line]:
        if not self._dates:
            return
        ahead = self._ahead()
        if abs(ahead) > CLOCK_SLACK:
            word = "ahead of" if ahead > timedelta(0) else "behind"
            said = f"this machine is {age(abs(ahead))} {word} the server"
            yield Line("clock", BAD, said, "set the clock of this machine (timedatectl)")
        else:
            yield Line("clock", GOOD, "this machine agrees with the server")

    def _limits(self) -> Iterator[Line]:
        if self._limited:
            told = ", ".join(self._limited)
            yield Line("limits", WARN, f"too soon to ask for {told}", "growatt budget")
        elif self.inventory is not None:
            budget = self.cloud.api.budget()
            is_low = budget.left is not None and budget.left < 10
            steps = "growatt budget" if is_low else None
            yield Line("limits", WARN if is_low else GOOD, str(budget), steps)

    def _plans(self) -> Iterator[Line]:
        if not isinstance(self.cloud, TokenCloud):
            return
        try:
            serials = {one.device_sn for one in self.inventory.devices} if self.inventory else ()
            waiting = [plan for plan in unfinished_of(self.cloud) if plan.device_sn in serials]
            low = [
                device.device_sn
                for device in (self.inventory.devices if self.inventory else ())
                if device.settable and Journal().writes_left(device.device_sn) <= 0
            ]
        except GrowattError as error:
            yield Line("settings", WARN, str(error), "growatt settings verify")
            return
        if waiting:
            due = sum(plan.is_due for plan in waiting)
            said = f"{counted(len(waiting), 'unfinished plan')}, {due} of them due"
            yield Line("settings", WARN, said, "growatt settings verify")
        if low:
            yield Line("writes", WARN, f"none left today for {', '.join(low)}", "growatt budget")


def _freshness(about: str, found: Reading, clock: PlantClock, now: datetime) -> Line:
    steps = "check the lights of its datalogger, and the network there"
    if found.is_offline:
        return Line(about, WARN, "the server says that it is offline", steps)
    old = found.age_at(now, clock)
    if old is None:
        return Line(about, GOOD, "there are some, of unknown age")
    if old > STALE:
        return Line(about, WARN, f"the latest ones are {age(old)} old", steps)
    return Line(about, GOOD, f"{age(old)} old")


def _device_clock(
    about: str, device: Device, shown: Any, now: datetime | None, zone: str | None
) -> Line:
    """Whether a device's clock agrees with the time where it hangs.

    The server shows it as old as its last data, so it may be anywhere between those and now.
    """
    reported = datetime.fromisoformat(device.last_update_time or "")
    is_live = now is not None and abs(now - reported) < timedelta(days=1)
    latest = now if now is not None and is_live else reported
    earliest = reported if timedelta(0) <= latest - reported <= STALE else latest
    ahead = max(_apart(shown, latest), timedelta(0)) + min(_apart(shown, earliest), timedelta(0))
    where = f"the time in {zone}" if is_live else "its last data"
    if abs(ahead) > DEVICE_CLOCK_SLACK:
        word = "ahead of" if ahead > timedelta(0) else "behind"
        return Line(
            about,
            WARN,
            f"{age(abs(ahead))} {word} {where}: windows begin and days end at the wrong time",
            f"growatt settings set {as_word(device.device_sn)} clock=now"
            f"{'' if now else ' --zone ZONE'}",
        )
    unknown = "" if now else "; the time zone of its plant is not known for sure"
    return Line(about, GOOD, f"agrees with {where}{unknown}")


def _apart(shown: Any, moment: datetime) -> timedelta:
    """How far a clock is ahead of a moment; of one without a date by the shorter way round."""
    if isinstance(shown, datetime):
        return shown - moment
    day, half = timedelta(days=1), timedelta(hours=12)
    return (datetime.combine(moment.date(), shown) - moment + half) % day - half
