import asyncio
import contextlib


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def stop_if_told(self, now: bool) -> None:
        if now:
            self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def start_another(self) -> None:
        self._task.cancel()
        self._task = asyncio.create_task(asyncio.sleep(5))
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def only_after_a_failure(self, link) -> None:
        try:
            await link.flush()
        except OSError:
            self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def only_behind_the_await(self) -> None:
        try:
            await self._task
            self._task.cancel()
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def only_the_finished(self) -> None:
        for task in self._tasks:
            if task.done():
                task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._ended += 1

    async def all_but_one_kind(self, spared: set[str]) -> None:
        for task in self._tasks:
            if task.get_name() in spared:
                continue
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._ended += 1

    async def where_it_is_not_done(self) -> None:
        if self._task.done():
            self._ended += 1
        else:
            try:
                await self._task
            except asyncio.CancelledError:
                pass
        self._ended += 1

    async def another_since_it_was_done(self) -> None:
        if self._task.done():
            self._task = asyncio.create_task(asyncio.sleep(5))
            try:
                await self._task
            except asyncio.CancelledError:
                pass
        self._ended += 1

    async def stop_what_is_there(self) -> None:
        if self._task is not None and not self._task.done():
            self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def stop_all(self) -> None:
        for task in self._tasks:
            if task is asyncio.current_task() or task.done():
                continue
            task.cancel()
        for task in self._tasks:
            try:
                await task
            except asyncio.CancelledError:
                pass
            self._ended += 1

    async def stop_or_leave(self, now: bool) -> None:
        if now:
            self._task.cancel()
        else:
            return
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1

    async def hand_over_and_stop(self) -> None:
        task = self._task
        self._task = None
        if task:
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
        self._ended += 1
