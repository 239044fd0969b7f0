"""Tasks and threads that are waited for under the lock count as if they ran there; others do not."""
# edge 1: Tank._one -> Tank._one
# certain: Tank._one -> Tank._one
# edge 2: Tank._two -> Tank._two
# certain: Tank._two -> Tank._two
# edge 3: Tank._three -> Tank._three
# certain: Tank._three -> Tank._three
# edge 4: Tank._four -> Tank._four
# certain: Tank._four -> Tank._four
# edge 5: Tank._threads -> Tank._threads
# certain: Tank._threads -> Tank._threads
# edge 6: Tank._again -> Tank._again
# certain: Tank._again -> Tank._again
import asyncio
import contextlib
import threading


class Tank:
    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._two = asyncio.Lock()
        self._three = asyncio.Lock()
        self._four = asyncio.Lock()
        self._five = asyncio.Lock()
        self._threads = threading.Lock()
        self._again = threading.RLock()

    async def drain(self) -> None:
        async with self._one:  # holds 1
            await asyncio.create_task(self.one())

    async def one(self) -> None:
        async with self._one:  # takes 1
            await asyncio.sleep(0)

    async def fill(self) -> None:
        todo: list[asyncio.Task[None]] = []
        async with self._two:  # holds 2
            for _ in range(2):
                todo.append(asyncio.create_task(self.two()))
            await asyncio.gather(*todo)

    async def two(self) -> None:
        async with self._two:  # takes 2
            await asyncio.sleep(0)

    async def heat(self) -> None:
        async with self._three:  # holds 3
            async with asyncio.TaskGroup() as group:
                group.create_task(self.three())

    async def three(self) -> None:
        async with self._three:  # takes 3
            await asyncio.sleep(0)

    def start(self) -> asyncio.Task[None]:
        return asyncio.create_task(self.four())

    async def cool(self) -> None:
        async with self._four:  # holds 4
            await self.start()

    async def four(self) -> None:
        async with self._four:  # takes 4
            await asyncio.sleep(0)

    async def stir(self) -> None:
        stirring = asyncio.create_task(self.five())
        finished = asyncio.create_task(self.five())
        await finished
        async with self._five:
            later = asyncio.create_task(self.five())
            finished.result()
            stirring.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await stirring
        await later

    async def five(self) -> None:
        async with self._five:
            await asyncio.sleep(0)

    async def measure(self) -> None:
        with self._threads:  # holds 5
            await asyncio.to_thread(self.level)

    def level(self) -> None:
        with self._threads:  # takes 5
            print("level")

    async def weigh(self) -> None:
        loop = asyncio.get_running_loop()
        with self._again:  # holds 6
            await loop.run_in_executor(None, self.weight)

    def weight(self) -> None:
        with self._again:  # takes 6
            print("weight")
