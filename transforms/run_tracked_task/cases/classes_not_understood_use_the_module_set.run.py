"""Tasks of classes that get no set of their own are kept and their failures logged once."""

import asyncio
import gc
from unittest import mock


class Service:
    """Stands in for the base in another file; it takes no part in ``__init__``."""

    served = None

    async def _serve(self, port):
        self.served = port


PACKAGE = "app"
MODULES = {"app": {}, "app.base": {"Service": Service}}
DROPPED = {
    "failures": [("ERROR", "Task exception was never retrieved")] * 5,
    "wait": [("ERROR", "Task was destroyed but it is pending!")] * 5,
}
LOGGED = {"failures": [("ERROR", "A background task failed [OSError]")] * 5}


async def fails(*args):
    raise OSError("gone")


async def waits(*args):
    await asyncio.Event().wait()


async def run(module, work):
    api, plain, fake, watcher = module.Api(1), module.Plain(2), module.Fake(), module.Watcher("p")
    for instance in (api, plain, fake):
        if work:
            instance._serve = work
        instance.start()
    if work:
        watcher._watch = work
    watcher.start()
    with mock.patch("asyncio.sleep", work or asyncio.sleep):
        module.Idle().start()
    del instance
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    return api.served, fake._port, sorted(vars(api)), sorted(vars(plain)), sorted(vars(fake)), sorted(vars(watcher))


async def scenario_success(module):
    seen = await run(module, None)
    await asyncio.sleep(0)
    return seen, len(getattr(module, "_background_tasks", ()))


async def scenario_failures(module):
    return await run(module, fails)


async def scenario_wait(module):
    return await run(module, waits)


async def scenario_init_is_skipped(module):
    class Busy(module.Idle):
        def __init__(self):
            pass

    busy = Busy()
    busy.start()
    await asyncio.sleep(0.01)
    return vars(busy)
