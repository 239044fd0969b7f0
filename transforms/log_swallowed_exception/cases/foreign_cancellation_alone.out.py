import asyncio


async def tick(clock) -> None:
    while clock.running:
        try:
            await clock.wait()
        except asyncio.CancelledError:
            raise


async def stop(source) -> None:
    for task in source.spawn():
        task.cancel()
    try:
        await asyncio.gather(*source.spawn())
    except asyncio.CancelledError:
        raise
