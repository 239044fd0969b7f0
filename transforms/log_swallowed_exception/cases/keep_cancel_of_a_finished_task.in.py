import asyncio


async def collect(task: asyncio.Task):
    if task.done():
        try:
            return await task
        except asyncio.CancelledError:
            return None
    return task
