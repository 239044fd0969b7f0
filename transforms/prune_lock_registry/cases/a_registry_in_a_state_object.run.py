"""A job leaves no semaphore behind."""

import asyncio

CHANGED = {"run": (("returned", 1), ("returned", 0))}


def manager(module):
    import manager as other

    found = other.Manager()
    found._state = module.JobState()
    return found


async def scenario_run(module):
    import sys

    sys.modules["case"] = module
    found = manager(module)
    await found.run("j", lambda: asyncio.sleep(0))
    return len(found._state._limits)


async def scenario_same(module):
    state = module.JobState()
    return state.limit("a") is state.limit("a")
