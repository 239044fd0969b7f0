"""Tasks that the runner cannot take are kept and their failures logged once; the runner does not see them."""

import asyncio
import gc

DROPPED = {
    "failures": [("ERROR", "Task exception was never retrieved")] * 3,
    "wait": [("ERROR", "Task was destroyed but it is pending!")] * 3,
}
LOGGED = {
    "failures": [
        ("ERROR", "A background task of Node failed [OSError]"),
        ("ERROR", "A background task of Node failed [OSError]"),
        ("ERROR", "A background task of Guest failed [OSError]"),
    ]
}


async def fails(*args, timeout=0):
    raise OSError("gone")


async def waits(*args, timeout=0):
    await asyncio.Event().wait()


async def run(module, notify):
    node, peer = module.Node("node"), module.Node("peer")
    guest = module.Guest(module.TaskRunner())
    if notify:
        node._notify = peer._notify = guest._notify = notify
    node.with_timeout()
    node.other(peer)
    guest.report()
    await asyncio.sleep(0.05)
    gc.collect()
    return node.log, peer.log, node._task_runner._tasks, guest._runner._tasks


async def scenario_ended_tasks_are_let_go(module):
    node, guest = module.Node("node"), module.Guest(module.TaskRunner())
    node.with_timeout()
    guest.report()
    await asyncio.sleep(0.05)
    return len(getattr(node, "_background_tasks", ())), len(getattr(guest, "_background_tasks", ()))


async def scenario_success(module):
    return await run(module, None)


async def scenario_failures(module):
    return await run(module, fails)


async def scenario_wait(module):
    return await run(module, waits)
