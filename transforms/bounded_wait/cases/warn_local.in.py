import asyncio
import logging

logger = logging.getLogger(__name__)


async def fetch_all(start, urls):
    """Starts one download for each URL and waits until the last has begun."""
    begun = asyncio.Event()
    left = len(urls)

    def one_begun():
        nonlocal left
        left -= 1
        if left == 0:
            begun.set()

    for url in urls:
        start(url, one_begun)
    await begun.wait()  # the downloads run on
    return begun.is_set()


async def relay(start):
    opened = asyncio.Event()

    async def follow():
        # another task waits for the same event
        await opened.wait()
        return "followed"

    task = asyncio.ensure_future(follow())
    start(opened.set)
    if not task.done():
        await opened.wait()
    return await task
