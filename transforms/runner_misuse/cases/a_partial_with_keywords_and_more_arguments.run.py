"""Positional arguments stay in their order, and keywords reach the function."""

import asyncio

CHANGED = {
    "write": (
        ("raised", "AttributeError", "'functools.partial' object has no attribute '__name__'"),
        ("returned", ["a!"]),
    )
}


async def scenario_write(module):
    runner, log = module.TaskRunner(), []
    module.write(runner, log, "a")
    for _ in range(10):
        await asyncio.sleep(0)
    return log
