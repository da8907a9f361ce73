"""The call that opens a session."""

from __future__ import annotations

from typing import Any

from ..account import LoginRefusedError
from ..password import hashed
from ..scene import Scene
from .answers import Answer, encode, locked
from .asking import Params, server_text
from .dress import dress


def login(scene: Scene, params: Params, old_session: str) -> Answer:
    """The account with its plants and a cookie, or a number that says why not."""
    account, now = scene.account, scene.now
    previous = account.last_login
    try:
        session = account.login(
            params.get("userName", ""), params.get("password", ""), old_session, now
        )
    except LoginRefusedError as refused:
        if refused.hours is not None:
            return locked(refused.hours, account.rules.lockout_shape)
        return Answer(encode({"back": {"msg": refused.code, "success": False}}))
    return Answer(encode({"back": _welcome(scene, previous or now)}), session=session)


def _welcome(scene: Scene, previous: float) -> Any:
    rules = scene.account.rules
    plants = list(scene.world.plants.values())
    user = scene.world.installer.users.get(scene.world.user_id)
    return {
        "app_code": "1",
        "data": [{"plantId": str(plant.plant_id), "plantName": plant.name} for plant in plants],
        "deviceCount": str(len(scene.world.devices)),
        "isCheckUserAuth": True,
        "isEicUserAddSmartDevice": True,
        "isOpenDeviceList": 1,
        "isOpenDeviceParams": 0,
        "isOpenSmartFamily": 0,
        "isViewDeviceInfo": False,
        "msg": "",
        "quality": "0",
        "service": "1",
        "success": True,
        "totalData": {},
        "user": dress(
            "login_user",
            {
                "accountName": rules.user,
                "accountNameOss": rules.user,
                "counrty": plants[0].country if plants else "",
                "email": user.email if user else "demo@example.invalid",
                "id": scene.world.user_id,
                "lastLoginTime": server_text(previous),
                "password": hashed(rules.password),
            },
        ),
    }
