"""Plants, devices and readings of an account, from whichever API its credentials open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from .. import (
    DeviceType,
    GrowattApi,
    GrowattError,
    GrowattPermissionError,
    OpenApiV1,
    Record,
)
from ..cleaning import says_offline
from . import inventory as inventories
from .accounts import PASSWORD, Account
from .clock import PlantClock, choose_zone, offset_of, utc_now
from .connect import account as account_of_this_run
from .connect import newer_client, password_client, token_client
from .inventory import Device, Inventory, Plant
from .listing import Place, completed, placed, remembered
from .readers import Reader, V1Reader, V4Reader
from .tables import age as shown_age

if TYPE_CHECKING:
    from .. import OpenApiV4

VENDOR_CLOCK = PlantClock("Asia/Shanghai")
"""Some times of the app's API are on the clock of the vendor's servers; which ones is disputed."""

APP_FAMILIES = {"tlx": "MIN", "mix": "SPH", "bat": "BATTERY"}
"""What the app calls families that the token API knows by another name."""


@dataclass(frozen=True)
class Reading:
    """The latest values of a device or plant.

    `measured` is on the clock of the plant, or of the vendor where `clock_is_sure` is False, or it
    says its zone itself;
    `asked` is when the answer came, `age` the record's own, where it is an earlier answer.
    """

    record: Record
    asked: datetime
    age: timedelta | None = None
    clock_is_sure: bool = True

    @property
    def is_offline(self) -> bool:
        """Whether the reply itself says so, and has no time of its own that would tell."""
        return self.measured is None and says_offline(self.record) is True

    def age_at(self, moment: datetime, clock: PlantClock) -> timedelta | None:
        """How long ago the values were measured; None where the record does not say when."""
        if self.measured is None:
            return None
        if self.measured.tzinfo is not None:
            return max(timedelta(0), moment - self.measured)
        clocks = [clock] if self.clock_is_sure else [clock, VENDOR_CLOCK]
        return min(each.age(self.measured, moment) for each in clocks)

    def wall(self, clock: PlantClock) -> datetime | None:
        """`measured` on the clock of the plant; in its own zone where that clock is not known."""
        moment = self.measured
        if moment is None or moment.tzinfo is None:
            return moment
        return clock.wall(moment) or moment

    @property
    def measured(self) -> datetime | None:
        """When it was measured; None where the record does not say."""
        for name in ("time", "calendar_time", "last_update_time"):
            moment = getattr(self.record, name, None)
            if isinstance(moment, datetime):
                return moment
        return None


ROWS_A_PAGE = 100
"""As many plants or devices as the server gives in one answer; the next one it gives later."""


class Cloud:
    """One account's plants, devices and readings; subclasses know an API each."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.oldest: timedelta | None = None
        self._missing: list[str] = []

    def seen(self, answer: Any) -> Any:
        """Note how old an answer is, where it was given in place of a new one; gives it back."""
        age = getattr(answer, "age", None)
        if isinstance(age, timedelta):
            self.oldest = max(age, self.oldest or age)
        return answer

    def notes(self) -> list[str]:
        """What there is to know about the answers of this run."""
        if self.oldest is None or self.oldest < timedelta(minutes=1):
            return self._missing
        return [
            *self._missing,
            f"Values from {shown_age(self.oldest)} ago: the server allows no new request yet.",
        ]

    def note_missing(self, what: str, shown: int, count: int | None) -> None:
        """Note that a list has more rows than are shown."""
        if count is not None and count > shown:
            said = f"{what}: the first {shown} of {count}; the server gives no more at once."
            self._missing.append(f"{said} To record all of them: growatt record")

    def inventory(self, fresh: bool = False) -> Inventory:
        """Plants and devices, remembered for a day unless `fresh`."""
        known = None if fresh else inventories.load(self.account)
        if known is not None and inventories.is_fresh(known):
            return known
        try:
            plants = tuple(self.plants())
        except GrowattPermissionError as error:
            inventories.note_refusal(self.account, str(error))
            raise
        devices = self.with_others(
            inventories.listed_once(device for plant in plants for device in self.devices(plant))
        )
        asked = utc_now() - (self.oldest or timedelta(0))
        found = Inventory(plants, devices, asked.timestamp())
        inventories.save(self.account, found)
        return found

    def plants(self) -> Iterator[Plant]:
        """Ask for the plants."""
        raise NotImplementedError

    def devices(self, plant: Plant) -> Iterator[Device]:
        """Ask for the devices of a plant."""
        raise NotImplementedError

    def with_others(self, devices: tuple[Device, ...]) -> tuple[Device, ...]:
        """All devices of the plants, with what else is asked about them."""
        return devices

    def reads(self, device: Device) -> bool:
        """Whether this API has readings of such a device."""
        raise NotImplementedError

    def latest(self, device: Device) -> Record | None:
        """Ask for the latest readings; None where the server has none."""
        raise NotImplementedError


class TokenCloud(Cloud):
    """An account with an API token."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.api: OpenApiV1 = token_client(account)
        self.v4_trouble: GrowattError | None = None
        self._places: dict[str, Place] = {}

    @cached_property
    def v4(self) -> OpenApiV4:
        """The client of the newer API, which has devices that the other one has not."""
        return newer_client(self.account)

    @cached_property
    def v4_of_settings(self) -> OpenApiV4:
        """The same for settings, of which only what is new will do: it waits where it has to."""
        return newer_client(self.account, "wait")

    def plants(self) -> Iterator[Plant]:
        answer = self.seen(self.api.plant_list(perpage=ROWS_A_PAGE))
        rows = answer.plants or []
        self.note_missing("Plants", len(rows), answer.count)
        for row in rows:
            today, hours = self._today_and_hours(row.plant_id)
            place = (row.latitude, row.longitude)
            choice = choose_zone(hours, *place, utc_now(), row.country)
            yield Plant(
                str(row.plant_id),
                row.name,
                row.city,
                row.country,
                row.peak_power,
                row.current_power,
                today,
                row.energy_total,
                offset_of(hours),
                choice.zone if choice.is_sure else None,
                f"{choice.zone}: {choice.why}",
            )

    def _today_and_hours(self, plant_id: Any) -> tuple[float | None, str | None]:
        """Energy today and hours from UTC: what the list lacks, and what it can do without."""
        try:
            overview = self.seen(self.api.plant_energy_overview(plant_id))
        except GrowattError:
            return None, None
        return overview.energy_today, overview.timezone

    def devices(self, plant: Plant) -> Iterator[Device]:
        answer = self.seen(self.api.device_list(plant.plant_id, perpage=ROWS_A_PAGE))
        rows = answer.devices or []
        # a server was seen to count one and to give none
        if rows:
            self.note_missing(f"Devices of {plant.name}", len(rows), answer.count)
        for row in rows:
            number = row.type if row.type is not None else 3
            known = {member.value: member.name for member in DeviceType}
            yield Device(
                row.device_sn or "",
                known.get(number, f"TYPE {number}"),
                plant.plant_id,
                plant.name or "",
                row.model,
                _is_online(row),
                row.status,
                _text(row.last_update_time),
            )
            for serial in filter(None, (_if_told(row, "datalogger_sn"), row.device_sn)):
                self._places.setdefault(serial, (plant.plant_id, plant.name or ""))

    def with_others(self, devices: tuple[Device, ...]) -> tuple[Device, ...]:
        """The devices with those that V4 alone lists; without V4 there is V1."""
        try:
            rows = self.seen(self.v4.devices())
        except GrowattError as error:
            from ..open_api_v4.calls import has_no_v4

            self.v4_trouble = error
            if has_no_v4(error):
                return devices
            self._missing.append(
                "Devices that only V4 has may be missing: it did not answer as it should. "
                "Next: growatt doctor, and later: growatt devices --fresh"
            )
            known = inventories.load(self.account)
            return completed(devices, remembered(known.devices if known else ()))
        listed = [
            (serial, _if_told(row, "family") or "?", row.datalogger_sn)
            for row in rows
            if (serial := _if_told(row, "device_sn"))
        ]
        return completed(devices, placed(listed, self._places))

    def reads(self, device: Device) -> bool:
        return device.is_of_v1 or device.is_of_v4

    def reader(self, device: Device) -> Reader:
        """The device in the API that has its readings."""
        return V1Reader(self.api, device) if device.is_of_v1 else V4Reader(self.v4, device)

    def latest(self, device: Device) -> Record | None:
        return self.reader(device).latest()


class PasswordCloud(Cloud):
    """An account with a user and a password."""

    def __init__(self, account: Account, *, anew: bool = False) -> None:
        super().__init__(account)
        self._client: GrowattApi | None = None
        self._anew = anew

    @property
    def api(self) -> GrowattApi:
        """The client; a login happens when it is first needed."""
        if self._client is None:
            self._client = password_client(self.account, anew=self._anew)
        return self._client

    def plants(self) -> Iterator[Plant]:
        me = self.api.resume_login(
            self.account.user or "", self.account.secret, is_password_hashed=True
        )
        if me.error is not None:
            raise me.error
        for row in self.seen(self.api.plant_list(str(me.user_id))).plants or []:
            yield Plant(
                str(row.plant_id),
                row.name,
                current_power=row.current_power,
                energy_today=row.energy_today,
                energy_total=row.energy_total,
            )

    def devices(self, plant: Plant) -> Iterator[Device]:
        for row in self.seen(self.api.device_list(plant.plant_id)):
            family = row.family or "?"
            yield Device(
                row.device_sn or "",
                APP_FAMILIES.get(family, family.upper()),
                plant.plant_id,
                plant.name or "",
                None,
                _is_online(row),
                row.status,
            )

    def _calls(self) -> dict[str, Callable[[Device], Any]]:
        api = self.api
        return {
            "MIN": lambda one: api.tlx_detail(one.device_sn).latest,
            "SPH": lambda one: api.mix_system_status(one.device_sn, one.plant_id or ""),
            "INVERTER": lambda one: api.inverter_detail(one.device_sn),
            "STORAGE": lambda one: api.storage_params(one.device_sn).latest,
            "NOAH": lambda one: api.noah_system_status(one.device_sn).latest,
        }

    def reads(self, device: Device) -> bool:
        return device.family in ("MIN", "SPH", "INVERTER", "STORAGE", "NOAH")

    def latest(self, device: Device) -> Record | None:
        return cast("Record | None", self._calls()[device.family](device))


def _is_online(row: Record) -> bool | None:
    is_offline = says_offline(row)
    return None if is_offline is None else not is_offline


def _if_told(row: Record, name: str) -> str | None:
    """A value that every such row should have, of one that may lack it."""
    found: str | None = type(row).fields[name].read(row)
    return found


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(sep=" ")


def cloud() -> TokenCloud | PasswordCloud:
    """The account of this run, with the API that fits."""
    account = account_of_this_run()
    return PasswordCloud(account) if account.kind == PASSWORD else TokenCloud(account)


def reading(of: Cloud, device: Device) -> Reading | None:
    """The latest readings of a device, with the moment at which they came."""
    record = of.latest(device)
    if record is None:
        return None
    age = getattr(record, "age", None)
    old = age if isinstance(age, timedelta) else None
    return Reading(record, utc_now(), old, clock_is_sure=isinstance(of, TokenCloud))
