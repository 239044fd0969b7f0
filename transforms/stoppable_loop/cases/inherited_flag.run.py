"""After a stop that the base class has, the clock ends."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, stop):
    clock = case.Clock()
    await clock.start()
    await asyncio.sleep(0.02)
    if stop:
        await clock.stop()
    return clock.ticks > 0, await ends(clock.task)


async def scenario_stopped(case):
    return await run(case, True)


async def scenario_running(case):
    return await run(case, False)


CHANGED = {"stopped": (("returned", (True, "went on")), ("returned", (True, "ended")))}
