"""Each task is kept and its failure logged once, whether or not the node has a runner."""

import asyncio
import gc

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
OURS = ("ERROR", "A background task of Node failed [OSError]")
DROPPED = {"failures": [NEVER] * 3, "failures_without_a_runner": [NEVER] * 3, "waits": [PENDING] * 3}
LOGGED = {"failures": [OURS] * 3, "failures_without_a_runner": [OURS] * 3}


def start_all(node, peer):
    node.report(4)
    node.with_timeout()
    node.other(peer)


async def run(module, name, notify=None):
    node, peer = module.Node(name), module.Node("peer")
    if notify:
        node._notify = peer._notify = notify
    start_all(node, peer)
    await asyncio.sleep(0.05)
    gc.collect()
    return node.log, peer.log, getattr(node._task_runner, "_tasks", None)


async def fails(cores, timeout=0):
    raise OSError("gone")


async def waits(cores, timeout=0):
    await asyncio.Event().wait()


async def scenario_ended_tasks_are_let_go(module):
    node = module.Node("n")
    start_all(node, module.Node("peer"))
    await asyncio.sleep(0.05)
    return len(getattr(node, "_background_tasks", ()))


async def scenario_success(module):
    return await run(module, "n")


async def scenario_success_without_a_runner(module):
    return await run(module, "")


async def scenario_failures(module):
    return await run(module, "n", fails)


async def scenario_failures_without_a_runner(module):
    return await run(module, "", fails)


async def scenario_waits(module):
    return await run(module, "n", waits)
