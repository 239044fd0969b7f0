"""After terminate() the loop ends, its else runs, and the function returns None."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, terminate):
    reader = case.Reader()
    task = asyncio.create_task(reader.read())
    await asyncio.sleep(0.02)
    if terminate:
        reader.terminate()
    how = await ends(task)
    return how, reader.said, None if task.cancelled() else task.result()


async def scenario_terminated(case):
    return await run(case, True)


async def scenario_cancelled(case):
    return await run(case, False)


CHANGED = {
    "terminated": (("returned", ("went on", [], None)), ("returned", ("ended", ["nothing left"], None)))
}
