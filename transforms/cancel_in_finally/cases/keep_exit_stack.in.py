from contextlib import AsyncExitStack


class Stage:
    async def teardown(self):
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._curtain.close)
            await self._crew.leave()
            self._crew = None
