import asyncio
import signal


class Daemon:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop

    def install(self, button, task):
        self._loop.add_signal_handler(
            signal.SIGTERM, lambda: asyncio.create_task(self.stop())
        )
        self._loop.call_later(1, lambda: asyncio.create_task(self.stop()))
        task.add_done_callback(lambda _: asyncio.ensure_future(self.stop()))
        button.on_click(lambda: asyncio.create_task(self.stop()))
        stop = lambda: asyncio.create_task(self.stop())
        return stop

    async def stop(self):
        pass
