import asyncio


class Loader:
    async def load_all(self, names):
        ready = asyncio.Event()

        async def one(name):
            await ready.wait()
            return name

        return await asyncio.wait_for(fut=one(names[0]), timeout=5)
