"""A partial has no name: the call raised, and now the function runs with its arguments."""

import asyncio

CHANGED = {
    "write": (
        ("raised", "AttributeError", "'functools.partial' object has no attribute '__name__'"),
        ("returned", ["a", "b"]),
    )
}


async def scenario_write(module):
    runner, log = module.TaskRunner(), []
    module.write(runner, log, "a")
    module.write(runner, log, "b")
    for _ in range(10):
        await asyncio.sleep(0)
    return log
