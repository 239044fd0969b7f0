"""A lock of a base class: one name for all subclasses, and different objects for classes that share nothing else."""
# edge 1: Node._lock -> Node._lock
# edge 2: Base._lock -> Base._lock
# possible: Base._lock -> Base._lock | only where the object is a `Loud`
import asyncio


class Node:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()


class Worker(Node):
    async def stop(self) -> None:
        async with self._lock:  # takes 1
            await asyncio.sleep(0)


class Manager(Node):
    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker

    async def stop(self) -> None:
        async with self._lock:  # holds 1
            await self.worker.stop()


class Base:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def run(self) -> None:
        async with self._lock:  # holds 2
            await self.step()

    async def step(self) -> None:
        await asyncio.sleep(0)


class Loud(Base):
    async def step(self) -> None:
        async with self._lock:  # takes 2
            print("step")
