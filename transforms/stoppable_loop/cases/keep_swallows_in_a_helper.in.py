import asyncio


class Feed:
    async def run(self, queue):
        while True:
            await self._once(queue)

    async def _once(self, queue):
        try:
            print(await queue.get())
        except BaseException as error:
            print(error)

    async def careful(self, queue):
        while True:
            await self._once_more(queue)

    async def _once_more(self, queue):
        try:
            print(await queue.get())
        except BaseException as error:
            if not isinstance(error, Exception):
                raise
            print(error)
