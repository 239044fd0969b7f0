import asyncio
import contextlib


async def stop(tasks: dict[str, asyncio.Task]) -> None:
    for name in list(tasks):
        with contextlib.suppress(asyncio.CancelledError):
            tasks[name].exception()
        del tasks[name]
