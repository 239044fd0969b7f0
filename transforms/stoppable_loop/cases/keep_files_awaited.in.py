import asyncio


async def serve(accept) -> None:
    while True:
        await accept()


async def main() -> None:
    await serve(asyncio.Event().wait)


async def beat() -> None:
    while True:
        await asyncio.sleep(1)


async def group() -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(beat())
