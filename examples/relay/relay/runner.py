"""A task runner: background work by name, so that it can be bounded, counted and cancelled."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

Call = Callable[..., Coroutine[Any, Any, Any]]


class TaskRunner:
    """Keeps and names every task that it starts.

    A call is registered once, under its ``__name__`` or the alias given, and looked up there on
    every later run. ``alias`` and ``timeout`` are the runner's own; other keywords go to the call.
    """

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._exit_hooks: list[Callable[[], None]] = []
        self._ids = itertools.count(1)
        self._logger = logging.getLogger("relay.runner")

    def run(
        self, call: Call, *args: Any, alias: str = "", timeout: float | None = None, **kwargs: Any
    ) -> str:
        """Start a run in the background; the token to cancel it with."""
        name = alias or call.__name__
        target = partial(self._calls.setdefault(name, call), *args, **kwargs)
        token = f"{name}:{next(self._ids)}"
        self._tasks[token] = asyncio.create_task(self._bounded(target, timeout))
        self._tasks[token].add_done_callback(partial(self._ended, token))
        return token

    async def cancel(self, token: str) -> bool:
        """Cancel a run and wait until it is gone; whether it was still running."""
        task = self._tasks.get(token)
        if task is None:
            return False
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        return True

    def at_exit(self, hook: Callable[[], None]) -> None:
        """Call ``hook`` once the runner has stopped."""
        self._exit_hooks.append(hook)

    async def stop(self) -> None:
        """Cancel what still runs, then call the exit hooks."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._exit_hooks:
            hook = self._exit_hooks.pop()
            try:
                hook()
            except Exception:
                pass  # ignore errors of hooks

    async def _bounded(self, target: Call, timeout: float | None) -> None:
        async with asyncio.timeout(timeout):
            await target()

    def _ended(self, token: str, task: asyncio.Task[None]) -> None:
        del self._tasks[token]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._logger.error("Run %s failed", token, exc_info=error)
