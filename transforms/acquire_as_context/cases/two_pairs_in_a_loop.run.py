"""The loop goes on after a job whose goods are missing; before, it waited for itself."""

import asyncio


async def scenario_all_there(case):
    async def load(job):
        return job

    mover = case.Mover()
    await mover.run(["ab", "c"], load)
    return mover.moved, mover._table.locked()


async def scenario_one_missing(case):
    async def load(job):
        if job == "none":
            raise KeyError(job)
        return job

    mover = case.Mover()
    try:
        await asyncio.wait_for(mover.run(["none", "ab"], load), 0.05)
        ended = "done"
    except asyncio.TimeoutError:
        ended = "hangs"
    return ended, mover.moved


CHANGED = {"one_missing": (("returned", ("hangs", 0)), ("returned", ("done", 2)))}
