import asyncio

from links import Link


class ThreadLink(Link):
    async def fetch(self):
        await asyncio.to_thread(print, "fetch")
