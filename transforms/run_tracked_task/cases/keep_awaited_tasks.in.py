import asyncio


async def main(names):
    await asyncio.create_task(run())
    await asyncio.gather(*[asyncio.create_task(run()) for _ in names])
    await asyncio.wait({asyncio.ensure_future(run())})
    tasks = [asyncio.create_task(run()) for _ in names]
    later = asyncio.create_task(run())
    for task in tasks:
        await task
    results = await asyncio.gather(
        asyncio.shield(asyncio.create_task(run())),
        later,
    )
    more = []
    for name in names:
        more.append(asyncio.create_task(run()))
    done, pending = await asyncio.wait(more)
    worker = asyncio.create_task(run())
    try:
        return results, done
    finally:
        worker.cancel()


async def run():
    pass
