"""Growatt's newer API with a token, V4 or "new-api" (showdoc.com.cn/2540838290984246)."""

from .api import AsyncOpenApiV4, OpenApiV4
from .devices import AsyncV4Device, V4Device

__all__ = ["AsyncOpenApiV4", "AsyncV4Device", "OpenApiV4", "V4Device"]
