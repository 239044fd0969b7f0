import asyncio


class Session:
    async def __aenter__(self):
        await asyncio.sleep(1)
        return self

    async def __aexit__(self, *error):
        await asyncio.sleep(1)


async def use():
    async with Session():
        await asyncio.sleep(1)
    async with asyncio.timeout(3):
        await asyncio.sleep(1)
