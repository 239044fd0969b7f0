import asyncio


async def shut(tasks: dict[str, asyncio.Task]) -> None:
    for task in tasks.values():
        task.cancel()
    for task in list(tasks.values()):
        try:
            await task
        except asyncio.CancelledError:
            pass
