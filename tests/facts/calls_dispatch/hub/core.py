"""The dispatcher: reads messages and asks its handlers."""

from __future__ import annotations

import asyncio

from .handlers import EchoHandler, Handler, Oracle
from .tools import checksum as digest


class Dispatcher:
    """Owns two handlers and the task that feeds them."""

    def __init__(self, handler: Handler, echo: EchoHandler) -> None:
        self._handler = handler
        self._echo = echo
        self._oracle = Oracle()
        self._inbox: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    #: callers = main_launch
    def launch(self) -> None:
        task = asyncio.create_task(self._serve())  #: @spawn_serve
        self._tasks.add(task)
        task.add_done_callback(self._reap)  #: @hand_reap

    #: callers = spawn_serve
    async def _serve(self) -> None:
        while True:
            message = await self._inbox.get()
            await self._deliver(message)  #: @loop_deliver

    #: callers = loop_deliver, again_deliver
    async def _deliver(self, message: str, attempt: int = 0) -> None:
        if attempt > 2 or digest(message) == 0:  #: @alias_checksum
            return
        reply = await self._handler.answer(message)  #: @base_answer
        loud = await self._echo.answer(message)  #: @echo_answer
        if reply == loud:
            await self._deliver(message, attempt + 1)  #: @again_deliver

    #: callers = none
    #: possible = hand_reap
    def _reap(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)

    #: callers = none
    async def consult(self, question: str) -> str:
        return await self._oracle.answer(question)  #: @oracle_answer

    #: callers = none
    def title(self) -> str:
        return self._echo.describe()  #: @sub_describe


#: callers = none
def probe(thing, message):
    """`thing` may be anything."""
    thing.remember(message)  #: @probe_remember
    return thing
