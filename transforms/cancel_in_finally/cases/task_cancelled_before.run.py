"""Awaiting the cancelled task raises, so the handle was never dropped, and a second start met a dead task."""

import asyncio


async def scenario_stop(case):
    heartbeat = case.Heartbeat()
    heartbeat.start()
    await asyncio.sleep(0)
    try:
        await heartbeat.stop()
        left = None
    except asyncio.CancelledError:
        left = "CancelledError"
    return left, heartbeat._task is None


async def scenario_stop_before_it_ran(case):
    heartbeat = case.Heartbeat()
    heartbeat.start()
    try:
        await heartbeat.stop()
        left = None
    except asyncio.CancelledError:
        left = "CancelledError"
    return left, heartbeat._task is None, heartbeat._beats


async def scenario_not_started(case):
    heartbeat = case.Heartbeat()
    await heartbeat.stop()
    return heartbeat._task


CHANGED = {
    "stop": (("returned", ("CancelledError", False)), ("returned", ("CancelledError", True))),
    "stop_before_it_ran": (("returned", ("CancelledError", False, 0)), ("returned", ("CancelledError", True, 0))),
}
