"""A file that is gone and a path that is none are still taken; another type leaves."""
import asyncio


def scenario_gone(module):
    return module.forget("/nowhere/at/all")


def scenario_null(module):
    return module.forget("a\0b")


async def scenario_in_time(module):
    queue = asyncio.Queue()
    queue.put_nowait(b"x")
    return await module.only_in_time(queue)
