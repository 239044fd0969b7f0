import asyncio
import threading


class Worker:
    def __init__(self):
        self._closing = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen)

    def close(self):
        self._closing = True
        self._stopped.set()

    async def work(self):
        while True:
            await asyncio.sleep(1)
            if self._closing:
                break

    def _listen(self):
        while True:
            if self._stopped.wait(timeout=5.0):
                return
            print("listening")
