"""Growatt solar inverters and batteries, through the Growatt cloud.

import growattServer

api = growattServer.OpenApiV1(token="...")
for plant in api.plant_list().plants:
    print(plant.name, plant.current_power)
"""

from . import base_api as base_api
from .exceptions import (
    GrowattAccountLockedError,
    GrowattAccountLockedStatusError,
    GrowattConnectionError,
    GrowattConnectTimeoutError,
    GrowattDeviceOfflineError,
    GrowattError,
    GrowattHTTPError,
    GrowattIncompleteReplyError,
    GrowattLoginError,
    GrowattLoginPageError,
    GrowattMissingExtraError,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattProxyError,
    GrowattRateLimitError,
    GrowattReadTimeoutError,
    GrowattReplyError,
    GrowattSessionExpiredError,
    GrowattSessionExpiredStatusError,
    GrowattSettingError,
    GrowattSSLError,
    GrowattTimeoutError,
    GrowattTimespanError,
    GrowattTooManyRedirectsError,
    GrowattTransportError,
    GrowattUnknownDeviceError,
    GrowattUserAgentError,
    GrowattV1ApiError,
    GrowattV1ApiErrorCode,
    GrowattWrongPasswordError,
)
from .fields import Field, Kind, Record
from .open_api_v1 import AsyncOpenApiV1, DeviceType, OpenApiV1
from .shinephone import (
    BATT_MODE_BATTERY_FIRST,
    BATT_MODE_GRID_FIRST,
    BATT_MODE_LOAD_FIRST,
    AsyncGrowattApi,
    GrowattApi,
    Timespan,
    hash_password,
)

GrowattApiV1 = OpenApiV1
name = "growattServer"

__all__ = [
    "BATT_MODE_BATTERY_FIRST",
    "BATT_MODE_GRID_FIRST",
    "BATT_MODE_LOAD_FIRST",
    "AsyncGrowattApi",
    "AsyncOpenApiV1",
    "DeviceType",
    "Field",
    "GrowattAccountLockedError",
    "GrowattAccountLockedStatusError",
    "GrowattApi",
    "GrowattApiV1",
    "GrowattConnectTimeoutError",
    "GrowattConnectionError",
    "GrowattDeviceOfflineError",
    "GrowattError",
    "GrowattHTTPError",
    "GrowattIncompleteReplyError",
    "GrowattLoginError",
    "GrowattLoginPageError",
    "GrowattMissingExtraError",
    "GrowattParameterError",
    "GrowattPermissionError",
    "GrowattProxyError",
    "GrowattRateLimitError",
    "GrowattReadTimeoutError",
    "GrowattReplyError",
    "GrowattSSLError",
    "GrowattSessionExpiredError",
    "GrowattSessionExpiredStatusError",
    "GrowattSettingError",
    "GrowattTimeoutError",
    "GrowattTimespanError",
    "GrowattTooManyRedirectsError",
    "GrowattTransportError",
    "GrowattUnknownDeviceError",
    "GrowattUserAgentError",
    "GrowattV1ApiError",
    "GrowattV1ApiErrorCode",
    "GrowattWrongPasswordError",
    "Kind",
    "OpenApiV1",
    "Record",
    "Timespan",
    "hash_password",
]
