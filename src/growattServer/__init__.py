"""Growatt solar inverters and batteries, through the Growatt cloud.

import growattServer

api = growattServer.OpenApiV1(token="...")
for plant in api.plant_list().plants:
    print(plant.name, plant.current_power)
"""

from .exceptions import (
    GrowattConnectionError,
    GrowattConnectTimeoutError,
    GrowattDeviceOfflineError,
    GrowattError,
    GrowattHTTPError,
    GrowattIncompleteReplyError,
    GrowattLoginPageError,
    GrowattMissingExtraError,
    GrowattParameterError,
    GrowattPermissionError,
    GrowattProxyError,
    GrowattRateLimitError,
    GrowattReadTimeoutError,
    GrowattReplyError,
    GrowattSSLError,
    GrowattTimeoutError,
    GrowattTransportError,
    GrowattUnknownDeviceError,
    GrowattV1ApiError,
    GrowattV1ApiErrorCode,
)
from .fields import Field, Kind, Record
from .open_api_v1 import AsyncOpenApiV1, DeviceType, OpenApiV1

GrowattApiV1 = OpenApiV1
name = "growattServer"

__all__ = [
    "AsyncOpenApiV1",
    "DeviceType",
    "Field",
    "GrowattApiV1",
    "GrowattConnectTimeoutError",
    "GrowattConnectionError",
    "GrowattDeviceOfflineError",
    "GrowattError",
    "GrowattHTTPError",
    "GrowattIncompleteReplyError",
    "GrowattLoginPageError",
    "GrowattMissingExtraError",
    "GrowattParameterError",
    "GrowattPermissionError",
    "GrowattProxyError",
    "GrowattRateLimitError",
    "GrowattReadTimeoutError",
    "GrowattReplyError",
    "GrowattSSLError",
    "GrowattTimeoutError",
    "GrowattTransportError",
    "GrowattUnknownDeviceError",
    "GrowattV1ApiError",
    "GrowattV1ApiErrorCode",
    "Kind",
    "OpenApiV1",
    "Record",
]
