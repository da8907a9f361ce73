"""The calls of an installer: end users, and plants that are made, changed and deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from .asking import SYSTEM_ERROR, Body, Page, Params, good, read_date
from .errors import VendorError
from .installer import EndUser
from .java import date_time
from .logger_calls import check_user
from .plant import Plant
from .plant_calls import plant_of, plant_rows
from .scene import Scene

_FIRST_USER = 70_000_000
_USERS_EACH = 10_000
_CODE = re.compile(r"[A-Za-z0-9]{0,20}")


def _refused() -> VendorError:
    return VendorError(SYSTEM_ERROR, "error_system_error")


# ---- end users -------------------------------------------------------------------------------


def _users(scene: Scene) -> list[EndUser]:
    """The end users; the owner of the account is the first of them."""
    world, name = scene.world, scene.account.rules.user
    since = min((plant.created for plant in world.plants.values()), default=date(2023, 4, 11))
    registered = datetime.combine(since, time(), UTC).timestamp()
    owner = EndUser(world.user_id, name, f"{name}@example.com", "", registered, scene.account)
    return [owner, *world.installer.users.values()]


def _installer_code(params: Params) -> str:
    code = params.get("agent_code", "") or params.get("agentCode", "")
    if not _CODE.fullmatch(code):
        raise VendorError(10014, "error_agent_code")
    return code


def user_list(scene: Scene, params: Params) -> Body:
    """All end users."""
    page = Page(params)
    rows = [
        {
            "c_user_id": user.user_id,
            "c_user_name": user.name,
            "c_user_email": user.email,
            "c_user_tel": user.phone,
            "c_user_regtime": date_time(datetime.fromtimestamp(user.registered, UTC)),
        }
        for user in _users(scene)
    ]
    return good({"count": len(rows), "c_user": page.of(rows)})


def user_check(scene: Scene, params: Params) -> Body:
    """Is a name free?"""
    name = params.get("user_name", "").strip()
    if name == "":
        raise VendorError(10002, "error_user_name_is_empty")
    if any(user.name == name for user in _users(scene)):
        raise VendorError(10003, "error_user_name_exist")
    return good("")


def user_register(scene: Scene, params: Params) -> Body:
    """A new end user, who logs in with the app and has no plant so far."""
    if params.get("user_password", "") == "":
        raise VendorError(10002, "error_user_password_is_empty")
    user_check(scene, params)
    if params.get("user_email", "").strip() == "":
        raise VendorError(10004, "error_user_email_is_empty")
    if params.get("user_type", "").strip() == "":
        raise VendorError(10006, "error_user_type_is_empty")
    users = scene.world.installer.users
    first = _FIRST_USER + scene.world.owner * _USERS_EACH
    number = max(users, default=first) + 1
    name = params["user_name"].strip()
    users[number] = EndUser(
        number,
        name,
        params["user_email"].strip(),
        params.get("user_tel", "").strip(),
        scene.now,
        scene.account.beside(name, params["user_password"]),
        _installer_code(params),
    )
    return good({"c_user_id": number})


def user_modify(scene: Scene, params: Params) -> Body:
    """Another telephone number; that of the owner stays as it is."""
    number = params.get("c_user_id", "").strip()
    if number == "":
        raise VendorError(10002, "error_user_id_is_empty")
    if not number.isdecimal() or not scene.world.has_user(int(number)):
        raise VendorError(10003, "error_user_not_exist")
    code = _installer_code(params)
    user = scene.world.installer.users.get(int(number))
    if user is not None:
        user.phone = params.get("mobile", "").strip()
        user.agent_code = code or user.agent_code
    return good("")


# ---- their plants ----------------------------------------------------------------------------


def plant_list_by_user(scene: Scene, params: Params) -> Body:
    """The plants of one end user."""
    page, name = Page(params), params.get("user_name", "").strip()
    numbers = [user.user_id for user in _users(scene) if user.name == name]
    if not numbers:
        raise _refused()
    plants = [plant for plant in scene.world.plants.values() if plant.user_id == numbers[0]]
    return good({"count": len(plants), "plants": plant_rows(scene, page.of(plants))})


def _number(params: Params, name: str, low: float, high: float) -> float | None:
    text = params.get(name, "").strip()
    if text == "":
        return None
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) or not low <= float(text) <= high:
        raise _refused()
    return float(text)


def _who_and_what(scene: Scene, params: Params) -> tuple[int, str, float]:
    """End user, name and peak power in W of a plant that is made or changed."""
    if params.get("c_user_id", "").strip() == "":
        raise VendorError(10002, "error_user_id_is_empty")
    name = params.get("name", "").strip()
    if name == "":
        raise VendorError(10003, "error_plant_name_is_empty")
    peak_kw = _number(params, "peak_power", 0, 1e6)
    if peak_kw is None:
        raise VendorError(10004, "error_peak_power_is_empty")
    user_id = check_user(scene, params, VendorError(10002, "error_user_id_is_empty"))
    return user_id, name, peak_kw * 1000


def _check_name(scene: Scene, user_id: int, name: str, but: Plant | None = None) -> None:
    others = (plant for plant in scene.world.plants.values() if plant is not but)
    if any((plant.user_id, plant.name) == (user_id, name) for plant in others):
        raise VendorError(10006, "error_plant_name_exist")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a plant is and what is said of it, each None where it is left out."""

    latitude: float | None
    longitude: float | None
    hours: float | None
    kind: float | None
    country: str
    installer_code: str
    currency: str

    @classmethod
    def of(cls, params: Params) -> _Place:
        """What a call says, or its failure."""
        return cls(
            _number(params, "latitude", -90, 90),
            _number(params, "longitude", -180, 180),
            _number(params, "timezone_id", -12, 14),
            _number(params, "plant_type", 0, 2),
            # the vendor's name for it
            params.get("latitude_f", "").strip(),
            params.get("latitude_d", "").strip(),
            params.get("currency", "").strip(),
        )

    def given_to(self, plant: Plant, scene: Scene) -> None:
        """Let the plant be so from now on; what is left out stays as it is."""
        usual = plant.standard_offset(scene.now).total_seconds() / 3600
        scene.world.move_plant(
            plant,
            plant.latitude if self.latitude is None else self.latitude,
            plant.longitude if self.longitude is None else self.longitude,
            usual if self.hours is None else self.hours,
            scene.now,
        )
        plant.plant_type = plant.plant_type if self.kind is None else int(self.kind)
        plant.country = self.country or plant.country
        plant.installer_code = self.installer_code or plant.installer_code
        plant.currency = self.currency or plant.currency


def plant_add(scene: Scene, params: Params) -> Body:
    """A new plant, without a device so far."""
    user_id, name, peak_w = _who_and_what(scene, params)
    _check_name(scene, user_id, name)
    place, price = _Place.of(params), _number(params, "formulaMoney", 0, 1e6)
    text = params.get("createDate", "").strip()
    today = datetime.fromtimestamp(scene.now, UTC).date()
    plant = scene.world.add_plant(
        name=name,
        user_id=user_id,
        created=read_date(text, _refused()) if text else today,
        nominal_power_w=peak_w,
    )
    plant.city = params.get("city", "").strip() or plant.city
    plant.address = params.get("plantAddress", "").strip() or plant.address
    plant.price_per_kwh = plant.price_per_kwh if price is None else price
    place.given_to(plant, scene)
    return good({"plant_id": plant.plant_id})


def plant_modify(scene: Scene, params: Params) -> Body:
    """Other values for a plant."""
    user_id, name, peak_w = _who_and_what(scene, params)
    unknown = VendorError(10007, "error_plant_not_exist")
    plant = plant_of(scene, params, empty=unknown, unknown=unknown)
    if plant.user_id != user_id:
        raise unknown
    _check_name(scene, user_id, name, but=plant)
    _Place.of(params).given_to(plant, scene)
    plant.name, plant.nominal_power_w = name, peak_w
    return good("")


def plant_delete(scene: Scene, params: Params) -> Body:
    """A plant less; its dataloggers can be added to another one."""
    plant = plant_of(
        scene,
        params,
        empty=VendorError(10002, "error_plant_id_is_empty"),
        unknown=VendorError(10004, "error_plant_not_exist"),
    )
    scene.world.remove_plant(plant)
    return good("")
