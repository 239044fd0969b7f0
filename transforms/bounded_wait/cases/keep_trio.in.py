import trio


class Relay:
    def __init__(self):
        self.ready = trio.Event()
        self.turned = trio.Condition()

    async def start(self):
        await self.ready.wait()
        async with self.turned:
            await self.turned.wait()
        with trio.fail_after(1):
            await self.ready.wait()
