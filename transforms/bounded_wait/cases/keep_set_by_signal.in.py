import asyncio
import signal


async def first(loop: asyncio.AbstractEventLoop):
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set); await told.wait()


async def second():
    told = asyncio.Event()

    def on_signal(number, frame):
        told.set()

    signal.signal(signal.SIGHUP, on_signal)
    await told.wait()


class App:
    def __init__(self, loop):
        self.loop = loop
        self.told = asyncio.Event()

    def _on_signal(self):
        print("told")
        self.told.set()

    async def until_told(self):
        self.loop.add_signal_handler(signal.SIGTERM, self._on_signal)
        await self.told.wait()
