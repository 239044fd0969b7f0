import asyncio
import multiprocessing
import threading

import anyio
import trio

from .signals import Beacon
from . import beacons


class Mixed:
    def __init__(self):
        self.anyio = anyio.Event()
        self.trio = trio.Event()
        self.thread = threading.Event()
        self.process = multiprocessing.Event()
        self.barrier = asyncio.Barrier(2)
        self.beacon = Beacon()
        self.queue = asyncio.Queue()
        self.lock = asyncio.Lock()

    async def all(self, host, tasks):
        await self.anyio.wait()
        await self.trio.wait()
        await asyncio.to_thread(self.thread.wait)
        self.process.wait()
        await self.barrier.wait()
        await self.beacon.wait()
        await host.wait(5)
        await asyncio.wait(tasks)
        await asyncio.wait(tasks, timeout=None)
        child = await asyncio.create_subprocess_exec("true")
        await child.wait()
        await asyncio.wait_for(child.wait(), None)
        # only by option
        await self.queue.get()
        await self.lock.acquire()
        # another library's word
        await host.wait_for("message")
        await beacons.get()
