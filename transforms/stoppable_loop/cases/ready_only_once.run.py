"""After a stop the poller ends, and so does every later one of the same object."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def scenario_stopped(case):
    poller = case.Poller()
    poller.start()
    await asyncio.sleep(0)
    poller.stop()
    return await ends(poller.task)


async def scenario_running(case):
    poller = case.Poller()
    poller.start()
    return await ends(poller.task)


async def scenario_started_again(case):
    poller = case.Poller()
    poller.stop()
    poller.start()
    return await ends(poller.task)


CHANGED = {
    "stopped": (("returned", "went on"), ("returned", "ended")),
    "started_again": (("returned", "went on"), ("returned", "ended")),
}
