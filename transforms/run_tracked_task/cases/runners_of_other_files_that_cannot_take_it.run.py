"""Each task is kept and its failure logged once; no runner is asked to run it."""

import asyncio
import gc


class Runner:
    """Stands in for each runner, as the file of the runners imports the case in turn."""

    def run(self, *args, **kwargs):
        raise AssertionError("asked to run it")


MODULES = {"runners": dict.fromkeys(["NameRunner", "OpenRunner", "PlainRunner", "QueryRunner"], Runner)}
DROPPED = {
    "failures": [("ERROR", "Task exception was never retrieved")] * 6,
    "wait": [("ERROR", "Task was destroyed but it is pending!")] * 6,
}
LOGGED = {"failures": [("ERROR", "A background task failed [OSError]")] * 6}


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def run(module, work=None):
    if work:
        module.work = work
    module.NamedNode().go()
    module.QueryNode().go()
    module.OpenNode(Runner()).go()
    module.LateNode().go()
    module.PatchedNode().go()
    module.PlainNode(Runner()).go()
    await asyncio.sleep(0.01)
    gc.collect()


async def scenario_success(module):
    await run(module)
    return len(getattr(module, "_background_tasks", ()))


async def scenario_failures(module):
    await run(module, fails)


async def scenario_wait(module):
    await run(module, waits)
