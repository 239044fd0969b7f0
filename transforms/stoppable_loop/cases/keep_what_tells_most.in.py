import asyncio
import threading
import time

import trio


class Socket:
    def __init__(self):
        self._closed = False
        self._lost = 0

    def close(self):
        self._closed = True

    async def receive(self, reader):
        """The limit counts calls after the end, not rounds."""
        while True:
            if self._closed:
                self._lost += 1
                if self._lost >= 5:
                    raise RuntimeError("closed")
                return None
            message = await reader.read()
            if message.wanted:
                return message


class Poller:
    def __init__(self, link):
        self._closing = False
        self._link = link
        self._thread = threading.Thread(target=self._poll)

    def close(self):
        self._closing = True

    def _poll(self):
        while True:
            if self._closing:
                return
            try:
                self._link.poll()
            except OSError:
                if self._link.broken():
                    raise


class Server:
    def __init__(self, link):
        self._link = link
        self._answers = threading.Thread(target=self._answer, daemon=True)
        self._beats = threading.Thread(target=self._beat)

    def _answer(self):
        while True:
            self._link.recv()

    def _beat(self):
        while True:
            time.sleep(1)


class Watch:
    def __init__(self):
        self.gone = trio.Event()

    async def keep(self, link):
        while True:
            with trio.move_on_after(20):
                await self.gone.wait()
                break
            await link.ping()


class Loop:
    def __init__(self):
        self.__running = True

    def stop(self):
        self.__running = False


class Ticker(Loop):
    def __init__(self):
        super().__init__()
        self._task = asyncio.create_task(self._tick())

    async def _tick(self):
        while True:
            await asyncio.sleep(1)
