"""Which keys and parameters tell who and where somebody is, in any spelling of the vendor's.

Facts: the vendor's field tables and example bodies. A name is compared in lower case, without
punctuation and without digits: `datalogSn`, `dataLogSN`, `datalog_sn` and `bdc1Sn` are the like.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Kind(Enum):
    """What a value is, which decides how it is replaced."""

    SECRET = "token, password, cookie"  # noqa: S105  # a description
    SERIAL = "serial number, or several"
    ID = "number or name of a plant, a user, a device"
    NAME = "name, address, e-mail, free text"
    PHONE = "telephone number"
    PLACE = "coordinates"
    IP = "address in the Internet"
    PATH = "ids and serial numbers joined by underscores"


_EXACT = {
    Kind.SECRET: (
        "pwd passwd password pin pincode auth authcode authorization cookie setcookie jsessionid "
        "session sessionid sign signature valicode verifycode cpowerauth apikey secret uid openid "
        "wxopenid clientid"
    ),
    Kind.SERIAL: (
        "sn sns iccid imei imsi lfdi gridlfdi plantnmi nmi mac macaddress unitid tlxs mixs spas "
        "maxs invs inverters boosts storages hpss pbds pcss noahs devices ammeter"
    ),
    Kind.ID: (
        "id ids plantid userid parentuserid cuserid deviceid inverterid invid tlxid mixid spaid "
        "maxid storageid noahid hpsid pcsid pbdid datalogid ownerid customerid agentid "
        "installerid adduserid randomuserid"
    ),
    Kind.NAME: (
        "name user username cusername account accountname accountnameoss activename nickname "
        "useraccount pairviewuseraccount plantname treename owner ownername realname firstname "
        "lastname installer operator company companyname clientcompany designcompany gridcompany "
        "gridserverurl plantfirm agentcode customercode workercode agent ssid wifiname remark "
        "note memo description location installmapname address plantaddress useraddress street "
        "city mapcity plantcity usercity town district province country counrty "
        "plantcountry usercountry zip zipcode postal postcode postalcode usericonpath"
    ),
    Kind.PHONE: "phone phonenum phonenumber mobile mobilephone tel usertel cusertel telephone",
    Kind.PLACE: (
        "lat lng lon plantlat plantlng plantlon maplat maplng maplon mapareaid mapcityid "
        "mapcountryid mapprovinceid"
    ),
    Kind.IP: "ip clientip clienturl userip lastloginip loginip",
    Kind.PATH: "treeid parentid key",
}
_KIND_OF = {name: kind for kind, names in _EXACT.items() for name in names.split()}
_PARTS = (
    (
        Kind.SECRET,
        re.compile(
            r"token(?!type|expire)|passw|passphrase|passcode|secret|credential|cookie|bearer|psk$"
            r"|pwd$|pincode|(wifi|wlan|api|private|access|shared|security|network)key|sessionid"
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"email$|mail$|alias|ailas|contact$|organization$|username$|(first|last|full|family|real"
            r"|owner|contact|customer|person)name$|birth|(home|street|post|mail|plant)address"
        ),
    ),
    (Kind.PHONE, re.compile(r"phone|mobile(no|number)|handset")),
    (Kind.PLACE, re.compile(r"latitude|longitude|coordinate|geoloc|latlo?ng|lo?nglat")),
    (Kind.SERIAL, re.compile(r"serial(?!.*temp)|(?<!bu)sns?(list)?$")),
    (Kind.ID, re.compile(r"(plant|user|device)ids?$")),
)
# in camel case or with underscores: `siteLat`, `geo_point`
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PLACE_WORDS = frozenset(
    word
    for one in [
        "lat",
        "lng",
        "lon",
        "latlng",
        "coord",
        "coords",
        "geo",
        "gps",
        "geom",
        "geometry",
        "latitude",
        "longitude",
    ]
    for word in (one, one.capitalize(), one.upper())
)
# what looks like a serial number there is none
_TECHNICAL = re.compile(
    r"model|version|safety|time|date|calendar|(?<=.)type$|parametername|debug", re.I
)
_ZONE = re.compile(r"timezone|displayname", re.I)


def plain(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[^a-z]", "", name.lower())


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind | None:
    """The kind of the values under this key, None where they are nobody's business."""
    compared = plain(name)
    if compared in _KIND_OF:
        return _KIND_OF[compared]
    if not _PLACE_WORDS.isdisjoint(_WORD.findall(name)):
        return Kind.PLACE
    return next((kind for kind, pattern in _PARTS if pattern.search(compared)), None)


@lru_cache(maxsize=4096)
def is_technical(name: str) -> bool:
    """Whether values here are models, versions or times, which may look like serial numbers."""
    return bool(_TECHNICAL.search(name))


@lru_cache(maxsize=4096)
def is_zone(name: str) -> bool:
    """Whether values here are time zones, which stay although they name a city."""
    return bool(_ZONE.search(name))
