"""The body catches its cancellation, but a task that has not started never gets there, and awaiting it raises."""

import asyncio


async def run(case, started):
    pulse = case.Pulse()
    pulse.start()
    if started:
        await asyncio.sleep(0)
    try:
        await pulse.stop()
        left = None
    except asyncio.CancelledError:
        left = "CancelledError"
    return left, pulse.ended, pulse._task is None


async def scenario_started(case):
    return await run(case, True)


async def scenario_not_started(case):
    return await run(case, False)


CHANGED = {
    "not_started": (
        ("returned", ("CancelledError", False, False)),
        ("returned", ("CancelledError", False, True)),
    ),
}
