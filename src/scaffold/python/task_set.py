"""A set of asyncio tasks: they stay alive until they end, and end with their set.

The event loop keeps only weak references to tasks. One that nobody holds can vanish
before it is done, and nobody cancels it when its owner stops::

    class Hub:
        def __init__(self) -> None:
            self._tasks = TaskSet()

        def deliver(self, message: str) -> None:
            self._tasks.spawn(self._send(message), name=f"send {message}")

        async def close(self) -> None:
            await self._tasks.aclose()

- A task is held until it is done, then let go.
- An exception that nobody awaits is logged by asyncio as soon as the task is let go
  ("Task exception was never retrieved", with the task's name and a traceback), or by
  what ``loop.set_exception_handler`` has set. Keep the task that ``spawn`` returns only
  if you await it.
- The set belongs to the event loop that its tasks run on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

__all__ = ["TaskSet"]

T = TypeVar("T")


class TaskSet:
    """Tasks that are held until they are done, and cancelled when the set is closed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def __len__(self) -> int:
        """How many tasks are not done yet."""
        return len(self._tasks)

    def spawn(
        self, coro: Coroutine[Any, Any, T], *, name: str | None = None
    ) -> asyncio.Task[T]:
        """Start a task. Await the result, or leave the task to the set.

        Raises RuntimeError after the set is closed; the coroutine never starts then.
        """
        try:
            if self._closed:
                what = name or getattr(coro, "__qualname__", "it")
                raise RuntimeError(f"this TaskSet is closed, so {what} cannot start")
            task = asyncio.get_running_loop().create_task(coro, name=name)
        except BaseException:
            coro.close()  # Or Python warns that it was never awaited.
            raise
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def aclose(self) -> None:
        """Cancel what is not done, and wait until all is. Nothing starts any more.

        A task of the set may call it: it cancels the others. If the caller is cancelled
        meanwhile, the tasks are cancelled all the same, but not waited for.
        """
        self._closed = True
        this = asyncio.current_task()
        cancelled: set[asyncio.Task[Any]] = set()
        while open_tasks := {task for task in self._tasks if task is not this}:
            for task in open_tasks - cancelled:
                task.cancel()
            cancelled |= open_tasks
            # Unlike gather, this leaves their exceptions to be logged.
            await asyncio.wait(open_tasks)

    async def __aenter__(self) -> TaskSet:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
