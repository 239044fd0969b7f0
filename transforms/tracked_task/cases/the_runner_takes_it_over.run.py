"""The runner runs the same coroutine, survives a collection, and notes a failure its own way."""

import asyncio
import gc

CHANGED = {
    "failure": (("returned", ([], [])), ("returned", ([], ["AttributeError(\"'int' object has no attribute 'upper'\")"])))
}
DROPPED = {"failure": [("ERROR", "Task exception was never retrieved")]}


async def run(module, sheet):
    press = module.Press()
    press.print(sheet)
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    return press.sheets, press.runner.failures


async def scenario_failure(module):
    return await run(module, 1)


async def scenario_success(module):
    return await run(module, "a")
