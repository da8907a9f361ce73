"""Growatt's newer API with a token, V4 or "new-api" (showdoc.com.cn/2540838290984246)."""

from .api import AsyncOpenApiV4, OpenApiV4

__all__ = ["AsyncOpenApiV4", "OpenApiV4"]
