"""The task of the known loop and the one that it starts are kept and their failures logged once."""

import asyncio
import gc
from unittest import mock

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
OURS = ("ERROR", "A background task of Bridge failed [OSError]")
DROPPED = {"first_fails": [NEVER], "second_fails": [NEVER], "first_waits": [PENDING], "second_waits": [PENDING]}
LOGGED = {"first_fails": [OURS], "second_fails": [OURS]}


async def fails(*args):
    raise OSError("gone")


async def waits(*args):
    await asyncio.Event().wait()


async def run(module, first=None, second=None):
    loop = asyncio.get_running_loop()
    bridge = module.Bridge(loop, None)
    if first:
        bridge._run = first
    waited = loop.create_future()
    loop.call_later(0.02, waited.set_result, None)
    with mock.patch("asyncio.sleep", second or asyncio.sleep):
        bridge.known()
        await waited
    gc.collect()
    return bridge


async def scenario_success(module):
    bridge = await run(module)
    return len(getattr(bridge, "_background_tasks", ()))


async def scenario_first_fails(module):
    await run(module, first=fails)


async def scenario_first_waits(module):
    await run(module, first=waits)


async def scenario_second_fails(module):
    await run(module, second=fails)


async def scenario_second_waits(module):
    await run(module, second=waits)
