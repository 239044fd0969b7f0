"""The failure of the task is logged once; what fails before the task starts is caught as before."""

import asyncio
import gc
import warnings

DROPPED = {
    "failures": [("ERROR", "Task exception was never retrieved")] * 2,
    "wait": [("ERROR", "Task was destroyed but it is pending!")] * 2,
}
LOGGED = {"failures": [("ERROR", "A background task failed [RuntimeError]")] * 2}


async def fails(news):
    raise RuntimeError("no loop")


async def scenario_failures(module):
    """The handlers around the start do not see what the task raises."""
    module.send = fails
    module.tell("a")
    module.tell_json("a")
    await asyncio.sleep(0.01)


async def scenario_wait(module):
    async def waits(news):
        await asyncio.Event().wait()

    module.send = waits
    module.tell("a")
    module.tell_json("a")
    await asyncio.sleep(0.01)
    gc.collect()


async def scenario_success(module):
    module.tell("a")
    module.tell_json("a")
    await asyncio.sleep(0.01)
    return len(getattr(module, "_background_tasks", ()))


async def scenario_not_json(module):
    module.tell_json(object())
    await asyncio.sleep(0.01)


def scenario_no_loop(module):
    warnings.simplefilter("ignore")
    module.tell("a")


def scenario_no_loop_for_json(module):
    warnings.simplefilter("ignore")
    module.tell_json("a")
