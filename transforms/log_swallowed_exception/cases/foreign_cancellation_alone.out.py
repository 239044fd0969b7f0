import asyncio


async def tick(clock) -> None:
    while clock.running:
        try:
            await clock.wait()
        except asyncio.CancelledError:
            raise
