"""The task is kept and its failure logged once; the callback of the class, which does something else, is not called."""

import asyncio
import contextlib
import gc
import io

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def run(module, work=None):
    other = module.Other("n")
    if work:
        other._run = work
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        other.go()
        await asyncio.sleep(0.01)
    gc.collect()
    return printed.getvalue(), other._tasks


async def scenario_success(module):
    return await run(module), len(getattr(module, "_background_tasks", ()))


async def scenario_fails(module):
    return await run(module, fails)


async def scenario_waits(module):
    return await run(module, waits)
