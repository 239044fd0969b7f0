import asyncio


async def restart(make):
    while True:
        task = asyncio.ensure_future(make())
        await asyncio.sleep(60)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass


async def main() -> None:
    await restart(asyncio.Event().wait)


asyncio.run(main())
