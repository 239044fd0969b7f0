import contextlib
import asyncio


async def finish(path, task) -> None:
    with open(path) as file, contextlib.suppress(Exception):
        file.flush()
    with contextlib.suppress(
        Exception,  # whatever
    ):
        path.unlink()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    with contextlib.suppress(asyncio.CancelledError):
        await path.drain()
