"""The task is kept and its failure logged once; no handler of the program is passed over."""

import asyncio
import gc
from unittest import mock

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}


async def run(module, sleep):
    with mock.patch("asyncio.sleep", sleep):
        module.start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()


async def scenario_fails(module):
    async def fails(delay):
        raise OSError("gone")

    await run(module, fails)


async def scenario_waits(module):
    async def waits(delay):
        await asyncio.Event().wait()

    await run(module, waits)


async def scenario_cancelled_is_no_failure(module):
    others = asyncio.all_tasks()
    module.start()
    (task,) = asyncio.all_tasks() - others
    task.cancel()
    await asyncio.sleep(0.01)
    return task.cancelled(), len(getattr(module, "_background_tasks", ()))
