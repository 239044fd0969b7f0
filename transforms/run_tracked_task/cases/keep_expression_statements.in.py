import asyncio


async def main(names, ready):
    asyncio.create_task(run()) if ready else None
    ready and asyncio.create_task(run())
    [asyncio.create_task(run()) for _ in names]
    [asyncio.create_task(run()), asyncio.create_task(run())]
    asyncio.gather(*(asyncio.create_task(run()) for _ in names))
    print(asyncio.create_task(run()))
    assert asyncio.create_task(run())


async def run():
    pass
