"""After a stop that the base class of another file has, the heart stops."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, stop):
    heart = case.Heart()
    heart.start()
    await asyncio.sleep(0.02)
    if stop:
        await heart.stop()
    return await ends(heart.task)


async def scenario_stopped(case):
    return await run(case, True)


async def scenario_running(case):
    return await run(case, False)


CHANGED = {"stopped": (("returned", "went on"), ("returned", "ended"))}
