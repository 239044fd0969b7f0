"""After a shutdown the pump ends and what follows the loop runs; a cancellation still skips it."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, shutdown):
    pump = case.Pump()
    task = asyncio.create_task(pump.run())
    await asyncio.sleep(0.02)
    if shutdown:
        pump.shutdown()
    return await ends(task), pump.left, pump.running


async def scenario_shut_down(case):
    return await run(case, True)


async def scenario_cancelled(case):
    return await run(case, False)


CHANGED = {
    "shut_down": (
        ("returned", ("went on", ["valve shut"], False)),
        ("returned", ("ended", ["valve shut", "pump idle"], False)),
    )
}
