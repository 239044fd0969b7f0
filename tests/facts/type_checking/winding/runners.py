"""The one and only task runner, and other things that run."""

import asyncio


class TaskRunner:
    def __init__(self) -> None:
        self.idle = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        await self.idle.wait()  #: type `self.idle` = asyncio.Event


class Executor:
    """Bears the name of a class of the standard library."""

    def submit(self) -> None:
        print("submitted")


class Spindle:
    def __init__(self) -> None:
        self.turning = asyncio.Lock()

    def halt(self) -> None:
        print("halted")


def Bobbin() -> Spindle:
    """A function, even if it is written like a class."""
    return Spindle()  #: callee `Spindle` = winding.runners.Spindle
