"""The session: the answer to the login, and the account in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from growattServer import exceptions
from growattServer.fields import (
    Basis,
    Kind,
    flag,
    hours,
    integer,
    nested,
    raw,
    required,
    rows,
    text,
    timestamp,
)
from growattServer.shinephone.records.answer import Answer

CAPTURE, NAME = Basis.CAPTURE, Basis.NAME
IDENTITY, MEASUREMENT = Kind.IDENTITY, Kind.MEASUREMENT


class LoginPlant(Answer, kind=Kind.IDENTITY):
    """A plant of the account, in `LoginReply`."""

    plant_id = required(integer("plantId", "Number of the plant"))
    name = text("plantName", "Plant name")


class Account(Answer, kind=Kind.IDENTITY):
    """The account in `LoginReply`. Beside names it holds secrets: see their meanings."""

    user_id = required(integer("id", "Number of the user, as plant_list wants it"))
    user_level = integer("rightlevel", "Access level")
    user_name = text("accountName", "Account name")
    oss_user_name = text("accountNameOss", "Account name, for the OSS platform")
    nick_name = text("nickName", "Nick name, often empty")
    activator_name = text("activeName", "Profile text, often empty")
    email = text("email", "E-mail address, often empty")
    phone_number = text("phoneNum", "Phone number, often empty")
    company = text("company", "Company, often empty")
    area = text("area", "Part of the world")
    country = text("counrty", "Country (the key is misspelled)")
    latitude_text = text("lat", "Latitude as text, often empty")
    longitude_text = text("lng", "Longitude as text, often empty")
    language = text("userLanguage", "Language code, such as gm for German")
    utc_offset = hours("timeZone", "Offset from UTC, 8 even for European accounts")
    create_time = timestamp("createDate", "Creation of the account, on the clock of the server")
    last_login_time = timestamp(
        "lastLoginTime", "Last login, on the clock of the server", kind=MEASUREMENT
    )
    last_login_address = text(
        "lastLoginIp", "Network address of the previous login", kind=MEASUREMENT
    )

    # Secrets
    password_hash = text("password", "Secret: the hashed password, echoed")
    token = text("token", "Secret: profile text, often empty")
    other_service_authority = text("cpowerAuth", "Secret: token of another Growatt service")
    other_service_token = text("cpowerToken", "Secret: token of another Growatt service")
    wechat_id = text("wxOpenid", "WeChat identity, often empty")

    # Codes and flags
    agent_code = text("agentCode", "Code of the agent, often empty")
    customer_code = text("customerCode", "Code of the customer, often empty")
    worker_code = text("workerCode", "Code of the worker, often empty")
    other_user_id = text("uid", "Profile text, often empty")
    server_url = text("serverUrl", "Address of a server, often empty")
    app_alias = text("appAlias", "Profile text, often empty")
    app_type = text("appType", "Kind of app", basis=NAME)
    notice_type = text("noticeType", "Profile text, often empty")
    icon_path = text("userIconPath", "Picture file, often empty")
    register_type = text("registerType", "How the account was registered", basis=NAME)
    distributor_enabled = flag("distributorEnable", "Distributor functions", basis=NAME)
    installer_enabled = flag("installerEnable", "Installer functions", basis=NAME)
    is_approved = flag("approved", "True when the account is approved", basis=NAME)
    is_enabled = flag("enabled", "True when the account is in use", basis=NAME)
    mail_notice_enabled = flag("mailNotice", "Notices by mail", basis=NAME)
    sms_notice_enabled = flag("smsNotice", "Notices by SMS", basis=NAME)
    is_agent = integer("isAgent", "Account of an agent", basis=NAME)
    is_big_customer = integer("isBigCustomer", "Account of a big customer", basis=NAME)
    is_phone_number_registered = integer("isPhoneNumReg", "Registered by phone number", basis=NAME)
    is_email_validated = integer("isValiEmail", "E-mail address is validated", basis=NAME)
    is_phone_validated = integer("isValiPhone", "Phone number is validated", basis=NAME)
    code_index = integer("codeIndex", "Not documented", basis=CAPTURE)
    account_kind = integer("kind", "Not documented", basis=CAPTURE)
    account_type = integer("type", "Not documented", basis=CAPTURE)
    parent_user_id = integer("parentUserId", "Number of the user above this one", basis=NAME)
    role_id = integer("roleId", "Number of the role", basis=NAME)
    user_device_type = integer("userDeviceType", "Not documented", basis=CAPTURE)
    vip_points = integer("vipPoints", "Points of the account", basis=NAME)
    dataloggers = raw("dataAcqList", "Dataloggers, empty in the samples", basis=NAME)
    inverter_groups = raw("inverterGroup", "Groups of inverters, empty in the samples", basis=NAME)
    inverters = raw("inverterList", "Inverters, empty in the samples", basis=NAME)


class LoginReply(Answer):
    """The answer to `login`, also to a refused one: then `success` is False and `account` None.

    `message` is the reason as a number: 502 wrong name or password, 507 account locked. `error` is
    the exception that fits a refusal, ready to be raised, and None after success.
    """

    error: exceptions.GrowattLoginError | None = None

    @classmethod
    def accepted(cls, back: Mapping[str, Any]) -> Self:
        """The answer to an accepted login, with `userId` and `userLevel` added."""
        user = back["user"]
        return cls({**back, "userId": user["id"], "userLevel": user.get("rightlevel")})

    @classmethod
    def refused(cls, back: Mapping[str, Any], error: exceptions.GrowattLoginError) -> Self:
        """The answer to a refused login."""
        reply = cls(back)
        reply.error = error
        return reply

    @classmethod
    def resumed(cls, user_id: Any, user_level: Any) -> Self:
        """What the answer to a login said that still holds."""
        user = {"id": user_id, "rightlevel": user_level}
        return cls(success=True, user=user, userId=user_id, userLevel=user_level)

    success = flag("success", "True when the login was accepted")
    message = text("msg", "Empty on success, otherwise a numeric code as text")
    error_text = text("error", "Reason in words, from newer servers only")
    lock_duration = hours("lockDuration", "How long the account stays locked, after message 507")
    user_id = required(
        integer(
            "userId",
            "Number of the user (copied from the account by the client)",
            kind=IDENTITY,
            basis=CAPTURE,
        )
    )
    user_level = integer(
        "userLevel",
        "Access level (copied from the account by the client)",
        kind=IDENTITY,
        basis=CAPTURE,
    )
    account = nested("user", Account, "The account, missing after a refused login")
    plants = rows("data", LoginPlant, "The plants of the account")
    device_count = integer("deviceCount", "Number of devices", basis=NAME)
    sums = raw("totalData", "Not documented, an empty object in the sample", basis=CAPTURE)

    # Features of the app
    app_code = text("app_code", "Not documented", basis=CAPTURE)
    quality = text("quality", "Not documented", basis=CAPTURE)
    service = text("service", "Not documented", basis=CAPTURE)
    checks_user_rights = flag("isCheckUserAuth", "Not documented", basis=CAPTURE)
    may_add_smart_devices = flag("isEicUserAddSmartDevice", "Not documented", basis=CAPTURE)
    views_device_info = flag("isViewDeviceInfo", "Not documented", basis=CAPTURE)
    opens_device_list = flag("isOpenDeviceList", "Feature of the app: list of devices", basis=NAME)
    opens_device_parameters = flag(
        "isOpenDeviceParams", "Feature of the app: parameters of devices", basis=NAME
    )
    opens_smart_home = flag("isOpenSmartFamily", "Feature of the app: smart home", basis=NAME)
