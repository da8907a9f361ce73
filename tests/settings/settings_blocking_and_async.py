"""Never run, only checked: what mypy and pyright must know of plans, blocking and async."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_type

from growattServer import AsyncOpenApiV1, OpenApiV1
from growattServer.open_api_v1.devices import Min, Sph
from growattServer.settings import Plan, Report, Settings, plans, revert_due, unfinished


def blocking() -> None:
    api = OpenApiV1("token")
    device = Min(api, "SN")
    assert_type(device.read_settings(), Settings)
    plan = device.plan({"charge_power": 80}, for_=timedelta(hours=1))
    assert_type(plan, Plan[OpenApiV1])
    assert_type(plan.apply(), Report)
    assert_type(plan.verify(wait=timedelta(seconds=90)), Report)
    assert_type(plan.revert(overwrite=True), Report)
    assert_type(unfinished(api), list[Plan[OpenApiV1]])
    assert_type(revert_due(api), list[Report])
    assert_type(plan.apply(timeout=60, on_limit="wait"), Report)
    assert_type(revert_due(api, timeout=60, on_limit="last"), list[Report])
    device.plan({"charge_power": 80}, allow=True)  # type: ignore[call-overload]  # pyright: ignore


async def awaited() -> None:
    async with AsyncOpenApiV1("token") as api:
        plan = await Sph(api, "SN").plan({"charge_power": 80})
        assert_type(plan, Plan[AsyncOpenApiV1])
        assert_type(await plan.apply(), Report)
        assert_type(await plan.verify(), Report)
        assert_type(await revert_due(api), list[Report])
        assert_type(await revert_due(api, timeout=60), list[Report])
        assert_type(plans(api), list[Plan[AsyncOpenApiV1]])
        assert_type(await Min(api, "SN").read_settings(), Settings)
