"""The inherited flag is reset after a cancellation too."""

import asyncio


async def scenario_flushes(case):
    queue = asyncio.Queue()
    queue.put_nowait(b"abc")
    flusher = case.Flusher(queue)
    await flusher.flush()
    return flusher._flushed, flusher._flushing


async def scenario_cancelled(case):
    flusher = case.Flusher(asyncio.Queue())
    task = asyncio.create_task(flusher.flush())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return flusher._flushed, flusher._flushing


CHANGED = {"cancelled": (("returned", (0, True)), ("returned", (0, False)))}
