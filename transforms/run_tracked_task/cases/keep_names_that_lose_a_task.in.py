import asyncio


async def close_all(connections):
    for connection in connections:
        task = asyncio.create_task(connection.close())
    await task


async def twice():
    task = asyncio.create_task(run())
    print("again")
    task = asyncio.create_task(run())
    await task


async def in_the_loop(connections):
    for connection in connections:
        task = asyncio.create_task(connection.close())
        await task
        task = asyncio.create_task(connection.reopen())
        print(task.get_name())
        await asyncio.wait([task])


async def pile(count):
    heap = []
    for _ in range(count):
        heap.append(asyncio.create_task(run()))


async def run():
    pass
