import asyncio

from case import Client


class LoudClient(Client):
    async def _on_close(self):
        await asyncio.sleep(1)
