"""The tasks are kept and their failures logged once; the other file neither cancels nor prints them."""

import asyncio
import contextlib
import gc
import io
from unittest import mock

DROPPED = {
    "failures": [("ERROR", "Task exception was never retrieved")] * 2,
    "wait": [("ERROR", "Task was destroyed but it is pending!")] * 2,
}
LOGGED = {
    "failures": [
        ("ERROR", "A background task failed [OSError]"),
        ("ERROR", "A background task of Hub failed [OSError]"),
    ]
}


async def fails(*args):
    raise OSError("gone")


async def waits(*args):
    await asyncio.Event().wait()


async def run(module, work):
    from closer import Closer

    hub = module.Hub("hub")
    hub._run = work
    with mock.patch("asyncio.sleep", work):
        module.start()
    hub.go()
    await asyncio.sleep(0)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        Closer(hub).close()
    await asyncio.sleep(0.01)
    # On a busy machine the tasks wake in the same round as this; their callbacks run in the ones after it.
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()
    return hub, printed.getvalue(), len(hub._tasks), len(module._module_tasks)


async def scenario_closed_meanwhile(module):
    """What runs while the other file closes the hub is not cancelled."""
    ended = []

    async def ends(*args):
        loop = asyncio.get_running_loop()
        wake = loop.create_future()
        loop.call_later(0.001, wake.set_result, None)
        await wake
        ended.append(args)

    hub, *seen = await run(module, ends)
    return seen, ended, len(getattr(hub, "_tracked_tasks", ())), len(getattr(module, "_background_tasks", ()))


async def scenario_failures(module):
    _, *seen = await run(module, fails)
    return seen


async def scenario_wait(module):
    _, *seen = await run(module, waits)
    return seen
