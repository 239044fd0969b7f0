"""What the reader failed with is logged; a cancelled reader and an unfinished one are as before."""
import asyncio


async def collected(module, coroutine, cancel=False, wait=True):
    feed = module.Feed()
    feed._reader = task = asyncio.ensure_future(coroutine)
    if cancel:
        task.cancel()
    if wait:
        await asyncio.wait([task])
    feed.collect()
    if not task.done():
        task.cancel()
    return feed._reader


async def fails():
    raise OSError("gone")


async def works():
    return 1


async def scenario_fails(module):
    return await collected(module, fails())


async def scenario_works(module):
    return await collected(module, works())


async def scenario_cancelled(module):
    return await collected(module, works(), cancel=True)


async def scenario_unfinished(module):
    return await collected(module, asyncio.sleep(5), wait=False)


LOGGED = {"fails": [("ERROR", "Task self._reader failed in Feed.collect [OSError]")]}
