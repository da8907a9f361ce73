"""Nothing that tells who and where somebody is stays, and everything else does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from growattServer.redaction import Redactor
from growattServer.redaction.bodies import body, headers, learn_body
from growattServer.redaction.sought import Sought
from redaction_secrets import Disguise, seen
from support import HERE, new_redactor

CAPTURES = sorted(
    path
    for folder in ("v1", "legacy")
    for path in (HERE / "captures" / folder).iterdir()
    if path.suffix in (".json", ".html")
)
# the other files there count the requests only
REQUESTS = [
    path
    for path in sorted((HERE / "captures/requests").glob("*.json"))
    if path.name not in ("odd_replies.json", "redirects.json")
]
SERIAL = "BNE7A3C01K"


def leaves(document: Any, key: str = "") -> list[tuple[str, Any]]:
    """All values of a document with their keys."""
    if isinstance(document, dict):
        return [leaf for name, value in document.items() for leaf in leaves(value, name)]
    if isinstance(document, list):
        return [leaf for value in document for leaf in leaves(value, key)]
    return [(key, document)]


# --- nothing stays -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_secret_stays_in_a_body(path: Path) -> None:
    for seed in range(3):
        disguise = Disguise(seed)
        content = disguise(path.read_text("utf-8"))
        redacted = json.dumps(body(new_redactor(), content.encode()), ensure_ascii=False)
        assert seen(disguise.secrets, redacted) == [], seed


def test_the_captures_hold_secrets_to_look_for() -> None:
    disguise = Disguise(0)
    found = sum(disguise(path.read_text("utf-8")) != path.read_text("utf-8") for path in CAPTURES)
    assert found > 25
    assert len(disguise.secrets) > 25


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.name)
def test_no_secret_stays_in_a_request(path: Path) -> None:
    disguise, redactor = Disguise(1), new_redactor()
    shown: list[Any] = []
    for line in json.loads(path.read_text("utf-8")):
        for sent in line["requests"]:
            target = urlsplit(sent["request"].partition(" ")[2])
            query = [(name, disguise(value)) for name, value in parse_qsl(target.query)]
            form = [(name, disguise(value)) for name, value in parse_qsl(sent.get("body") or "")]
            if not str(sent.get("content_type")).startswith("multipart"):
                shown.append(redactor.parameters(form))
            shown.append(redactor.link(f"http://h{target.path}?{urlencode(query)}", "http://h/"))
    text = json.dumps(shown, ensure_ascii=False)
    assert seen(disguise.secrets, text) == []
    assert disguise.secrets


KEYS = """
    sn deviceSn device_sn DATALOG_SN datalogSN dataLogSn bdc1Sn batSerialNum3 battery2SerialNum
    serial_number tlxs deviceSnList plantId plant_id userId c_user_id id token access_token
    password userPassword JSESSIONID plantName userName user_name email c_user_email alias
    deviceAilas nickName phoneNum c_user_tel plantAddress city mapCity counrty lfdi plantNmi
    ownercontact installer agentCode wxOpenid cpowerAuth pinCode
"""


@settings(deadline=None)
@given(
    key=st.sampled_from(KEYS.split()),
    secret=st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=9, max_size=20).filter(
        lambda text: sum(map(str.isdigit, text)) > 2
    ),
    beside=st.sampled_from(["{}", "LIST_{}_96", "ShinePano - {}", "no such device: {}.", "{}"]),
)
def test_what_is_known_is_replaced_everywhere(key: str, secret: str, beside: str) -> None:
    document = {secret: [{key: secret}], "statusText": beside.format(secret), "n": {key: [secret]}}
    redacted = new_redactor().document(document)
    assert secret not in json.dumps(redacted)
    made = redacted["n"][key][0]
    assert redacted == {made: [{key: made}], "statusText": beside.format(made), "n": {key: [made]}}
    assert len(made) == len(secret)


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_any_value_under_any_key_is_taken(value: Any) -> None:
    for key in ("sn", "id", "token", "plantName", "latitude", "lastLoginIp", "treeID", "pac"):
        redacted = new_redactor().document(
            {key: value, value if isinstance(value, str) else "k": 1}
        )
        json.dumps(redacted)


def test_coordinates_become_zeros() -> None:
    place = {"latitude": "48.13743", "lng": 11.57549, "mapLat": None, "longitude_d": ""}
    assert new_redactor().document(place) == {
        "latitude": "00.00000",
        "lng": 0.0,
        "mapLat": None,
        "longitude_d": "",
    }


def test_addresses_of_homes_become_those_of_examples() -> None:
    redacted = new_redactor().document(
        {"client_url": "/84.133.7.9:25808", "tcpServerIp": "47.1.2.3"}
    )
    assert redacted["client_url"].startswith("/192.0.2.")
    assert redacted["client_url"].endswith(":25808")
    assert redacted["tcpServerIp"].startswith("192.0.2.")


def test_what_looks_like_a_secret_needs_no_key() -> None:
    texts = {
        "values": [SERIAL, "NTCBCXA40A", "0PVPA3C01K22M004"],
        "said": "mail anna.meier@posteo.example",
        "a": "0123456789abcdef0123456789abcdef",
        "b": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    }
    redacted = json.dumps(new_redactor().document(texts))
    hidden = [
        SERIAL,
        "NTCBCXA40A",
        "0PVPA3C01K22M004",
        "anna.meier",
        "posteo",
        "0123456789abcdef",
        "dozjgNryP4",
    ]
    assert seen(hidden, redacted) == []


def test_a_password_in_the_address_is_left_out() -> None:
    address, query = new_redactor().address(
        "https://anna:pw-secret@host.example:81/v1/x?sn=BNE7A3C01K&op=a"
    )
    assert address == "https://host.example:81/v1/x"
    assert [name for name, _ in query] == ["sn", "op"]
    assert SERIAL not in str(query)


# --- everything else stays -----------------------------------------------------------------------

IDENTITIES = """tlxs mixs spas maxs boosts boost_sn deviceSN
    sn serialNum deviceSn device_sn datalogSn datalogSN dataLogSn datalog_sn datalogger_sn
    dataloggerSn inverterId batSn batSns battery1SerialNum bdc1Sn tlx_sn mix_sn spa_sn max_sn
    hps_sn pcs_sn pbd_sn storage_sn inverters displayName plantId plant_id id user_id
    device_id name plantName alias deviceAilas treeName treeID parentID key portName city country
    counrty latitude longitude plant_lat plant_lng installer operator ownercontact
    ownerorganization email phoneNum password cpowerAuth cpowerToken accountName accountNameOss
    agentCode userAccount plantAddress client_url lastLoginIp tcpServerIp
    area imgPath plantImgName locationImgName image_url device_name deviceName
    keys values msg error_msg
    alarm_message c_user_id c_user_name c_user_email c_user_tel
"""


@pytest.mark.parametrize(
    "path", [path for path in CAPTURES if path.suffix == ".json"], ids=lambda path: path.name
)
def test_readings_settings_and_times_stay(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    before, after = leaves(document), leaves(new_redactor().document(document))
    assert [key for key, _ in before] == [key for key, _ in after]
    changed = set()
    for (key, old), (_, new) in zip(before, after, strict=True):
        assert type(old) is type(new)
        if old != new:
            changed.add(key)
            assert len(str(old)) == len(str(new)) or key in (
                "client_url",
                "lastLoginIp",
                "tcpServerIp",
            )
    assert changed <= set(IDENTITIES.split())


def test_time_zones_models_and_versions_stay() -> None:
    document = {
        "city": "Berlin",
        "timezone": "Europe/Berlin",
        "zone": {"ID": "Asia/Shanghai", "displayName": "Berlin Time"},
        "modelText": "A0B0D0T0P0U0M0S0",
        "fwVersion": "AB12CD34EF",
        "lastUpdateTimeText": "2026-06-15 12:00:00",
        "statusText": "Operating",
    }
    redacted = new_redactor().document(document)
    assert redacted.pop("city") != document.pop("city")
    assert redacted == document


def test_a_plant_called_like_a_word_of_the_protocol_changes_no_word() -> None:
    document = {"plantName": "storage", "deviceType": "storage", "storage": 1}
    redacted = new_redactor().document(document)
    assert redacted["plantName"] != "storage"
    assert (redacted["deviceType"], redacted["storage"]) == ("storage", 1)


def test_flags_and_placeholders_stay() -> None:
    document = {
        "userId": 0,
        "groupId": -1,
        "firstBattFaultSn": 0,
        "vBusN": 328.2,
        "batSn": "\0\0\0",
        "alias": "null",
        "isPhoneNumReg": 0,
        "token": "",
        "plantName": None,
        "installer": "0",
        "device_sn": "AMMETER",
    }
    assert new_redactor().document(document) == document


def test_the_keys_that_stay_are_those_of_the_field_rows() -> None:
    done = subprocess.run(
        [sys.executable, HERE.parent / "scripts/reading_keys.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    module = HERE.parent / "src/growattServer/redaction/readings.py"
    hint = f"run: .venv/bin/python scripts/reading_keys.py > {module.relative_to(HERE.parent)}"
    assert module.read_text("utf-8") == done.stdout, hint


# --- pseudonyms ----------------------------------------------------------------------------------


def test_a_pseudonym_is_the_same_everywhere_and_of_the_same_shape() -> None:
    redactor = new_redactor()
    first = redactor.document({"plantId": 1700001, "sn": SERIAL, "name": "Älpli 屋 7"})
    second = redactor.document({"plantId": "1700001", "treeID": f"ST_{SERIAL}"})
    assert str(first["plantId"]) == second["plantId"]
    assert second["treeID"] == f"ST_{first['sn']}"
    assert redactor.parameters([("tlx_sn", f"{SERIAL},{SERIAL}")]) == [
        ("tlx_sn", f"{first['sn']},{first['sn']}")
    ]
    assert [one.isdigit() for one in first["sn"]] == [one.isdigit() for one in SERIAL]
    assert len(first["name"].encode()) == len("Älpli 屋 7".encode())
    assert redactor.document(first) == first


def test_no_two_values_share_a_pseudonym() -> None:
    redactor = new_redactor()
    made = [redactor.document({"id": number})["id"] for number in range(100, 1000)]
    made += [
        redactor.document({"name": f"{letter}{more}"})["name"] for letter in "abc" for more in "xy"
    ]
    assert len(set(made)) == len(made)


def test_each_recording_has_its_own_pseudonyms() -> None:
    one, other = (Redactor().document({"sn": SERIAL})["sn"] for _ in "12")
    assert one != other


# --- bodies and headers --------------------------------------------------------------------------


def test_pages_are_known_by_kind_length_and_marks() -> None:
    page = (HERE / "captures/legacy/session_expired.html").read_bytes()
    described = body(new_redactor(), page)
    assert described == {
        "kind": "page",
        "bytes": len(page),
        "marks": ["you have not login", "login", "error500"],
    }
    assert body(new_redactor(), b'{"sn": "BNE7A3C01K", "x') == {
        "kind": "half JSON",
        "bytes": 23,
        "opens": "{",
    }
    assert body(new_redactor(), b" ") == {"kind": "empty", "bytes": 1}
    assert body(new_redactor(), b"BNE7A3C01K not found") == {
        "kind": "text",
        "bytes": 20,
        "marks": ["not found"],
    }
    assert body(new_redactor(), b"[" * 100_000)["kind"] == "half JSON"


def test_of_the_headers_few_stay() -> None:
    received = {
        "Content-Type": "text/html",
        "Set-Cookie": "JSESSIONID=AB12; Expires=Wed, 01 Jan 2031 00:00:00 GMT, SERVERID=x|1",
        "X-User": "anna",
    }
    kept = {"Content-Type": "text/html", "Set-Cookie": ["JSESSIONID", "SERVERID"]}
    assert headers(new_redactor(), received) == kept
    cookies = [("Set-Cookie", "JSESSIONID=AB12; Path=/"), ("Set-Cookie", "SERVERID=x|1")]
    assert headers(new_redactor(), CIMultiDict([("content-type", "text/html"), *cookies])) == kept


@pytest.mark.values(11)
@pytest.mark.parametrize(
    "piece", ["a", "A1", "word ", "9", "a.", "a@", "{", "=&", "://", "ab1", "张"], ids=repr
)
@pytest.mark.parametrize("shape", ["<p>%s</p>", '{"msg": "%s"}', '{"x": "%s"}', '{"x": "a=%s"}'])
def test_a_long_text_takes_no_longer_than_its_length(piece: str, shape: str) -> None:
    content = (shape % (piece * (300_000 // len(piece)))).encode()
    redactor = new_redactor()
    redactor.learn("QXT7B4D02M")
    began = time.process_time()
    learn_body(redactor, content)
    body(redactor, content)
    # what takes the square of the length takes minutes
    assert time.process_time() - began < 30


@given(
    st.lists(st.text("ab1._ é张", min_size=1, max_size=9), max_size=12),
    st.text("ab1._ é张", max_size=60),
)
def test_known_values_are_found_as_one_pattern_of_all_would_find_them(
    values: list[str], text: str
) -> None:
    sought = Sought()
    for value in values:
        sought.add(value)
    longest_first = sorted(set(values), key=len, reverse=True)
    patterns = [pattern for one in longest_first if (pattern := sought_as(one))]
    wanted = re.sub("|".join(patterns), lambda found: f"<{found[0]}>", text) if patterns else text
    assert sought.replaced(text, lambda value: f"<{value}>") == wanted


def sought_as(value: str) -> str | None:
    exact = re.escape(value)
    if value.isdigit():
        return rf"(?<![\d.]){exact}(?!\d|\.\d)" if len(value) > 4 else None
    if len(value) > 5 and any(map(str.isdigit, value)):
        return exact
    if "张" in value and len(value) > 1:
        return exact
    return rf"(?<![^\W_]){exact}(?![^\W_])" if len(value) > 3 else None
