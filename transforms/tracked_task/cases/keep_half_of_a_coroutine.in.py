import asyncio


class Session:
    def __init__(self, application, transport):
        self._application = application
        self._transport = transport
        self.tasks = set()

    def start(self):
        task = asyncio.create_task(self._run())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _run(self):
        """The first block takes everything; what follows may fail."""
        try:
            await self._application()
        except BaseException:
            self._transport.fail()
        self._transport.close()

    def open(self):
        task = asyncio.create_task(self._open())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _open(self):
        await self._transport.open()
        try:
            await self._application()
        except BaseException:
            self._transport.fail()
