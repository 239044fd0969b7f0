import asyncio


async def drain(queue: asyncio.Queue[str]) -> None:
    while True:
        try:
            queue.get_nowait()
        except (asyncio.QueueEmpty, asyncio.QueueShutDown):
            break
