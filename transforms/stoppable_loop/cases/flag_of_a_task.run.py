"""After a stop the sweep ends; before, it went on until somebody cancelled its task."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def scenario_stopped(case):
    sweeper = case.Sweeper()
    sweeper.start()
    await asyncio.sleep(0.02)
    swept = sweeper.sweeps > 0
    sweeper.stop()
    return swept, await ends(sweeper._task)


async def scenario_not_stopped(case):
    sweeper = case.Sweeper()
    sweeper.start()
    return await ends(sweeper._task)


async def scenario_cancelled(case):
    sweeper = case.Sweeper()
    sweeper.start()
    await asyncio.sleep(0)
    sweeper._task.cancel()
    await asyncio.wait([sweeper._task])
    return sweeper._task.cancelled()


async def scenario_started_again(case):
    sweeper = case.Sweeper()
    sweeper.start()
    sweeper.stop()
    sweeper._task.cancel()
    await asyncio.wait([sweeper._task])
    sweeper.start()
    return await ends(sweeper._task)


CHANGED = {"stopped": (("returned", (True, "went on")), ("returned", (True, "ended")))}
