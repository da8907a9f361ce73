"""A program that speaks like the app, for the tests of that side of the simulator."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import requests

from growattServer.simulator import Simulator

MIN_PLANT, SPH_PLANT = 1000001, 1000002
CAPTURES = Path(__file__).parents[1] / "captures" / "legacy"
USER_ID = 7000001
AGENT = "Dalvik/2.1.0 (Linux; U; Android 12)"


def secret(password: str) -> str:
    """MD5 in hexadecimal, where an even place never holds a 0."""
    digits = list(hashlib.md5(password.encode(), usedforsecurity=False).hexdigest())
    for place in range(0, 32, 2):
        digits[place] = digits[place].replace("0", "c")
    return "".join(digits)


class App:
    """One phone with its cookie."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["User-Agent"] = AGENT

    def send(self, method: str, page: str, **more: Any) -> requests.Response:
        return self.session.request(method, self.sim.url + page, timeout=60, **more)

    def login(self, user: str = "demo", password: str = "demo") -> Any:  # noqa: S107
        form = {"userName": user, "password": secret(password)}
        reply = self.send("POST", "newTwoLoginAPI.do", data=form)
        assert reply.status_code == 200
        return reply.json()["back"]

    def ask(self, page: str, **params: Any) -> Any:
        """The JSON of an answer; the page may carry its `op`."""
        reply = self.send("POST", page, data=params)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def inside(self) -> bool:
        """Does the server still know this phone?"""
        reply = self.send("GET", "newPlantAPI.do?op=getPlant", params={"plantId": MIN_PLANT})
        return "plantName" in reply.text

    def close(self) -> None:
        self.session.close()


def example(name: str) -> Any:
    """One of the vendor's example bodies; of a page, the object inside its script."""
    if name.endswith(".html"):
        return inside_script((CAPTURES / name).read_text("utf-8"))
    return json.loads((CAPTURES / f"{name}.json").read_text("utf-8"))


def inside_script(page: str) -> Any:
    found = re.search(r"inv=JSON\.parse\('(\{.*?\})'\)", page)
    assert found, page
    return json.loads(found[1])


MIN, SPH = {"id": "SIMMIN0001", "plantId": MIN_PLANT}, {"mixId": "SIMSPH0001", "plantId": SPH_PLANT}
INV, SPF = {"inverterId": "SIMINV0001"}, {"storageId": "SIMSPF0001"}
TLX, MIX, STORAGE = "newTlxApi.do?op=", "newMixApi.do?op=", "newStorageAPI.do?op="
PLANTS, NOAH = "newTwoPlantAPI.do?op=", "noahDeviceApi/noah/"
SET = "newTcpsetAPI.do?op="
TODAY = "2026-06-15"
