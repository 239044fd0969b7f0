"""Before Python 3.11 the first handler does not get the timeout; where this runs, both are one class."""

import asyncio
import selectors
import sys


class Clock(selectors.DefaultSelector):
    """A clock that jumps ahead where a loop would sleep."""

    now = 0.0

    def select(self, timeout=None):
        self.now += timeout or 0.0
        return super().select(0)

    def loop(self):
        loop = asyncio.SelectorEventLoop(self)
        loop.time = lambda: self.now
        return loop


def quick(scenario):
    def run(module):
        with asyncio.Runner(loop_factory=Clock().loop) as runner:
            return runner.run(scenario(module))

    return run


async def outcome(coroutine):
    """What comes of it within 1000 seconds, and after how many seconds."""
    begun = asyncio.get_running_loop().time()
    task = asyncio.ensure_future(coroutine)
    await asyncio.wait([task], timeout=1000)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return "hangs"
    seconds = asyncio.get_running_loop().time() - begun
    if task.cancelled():
        return "cancelled", seconds
    return type(task.exception()).__name__ if task.exception() else task.result(), seconds


async def cancelled(coroutine):
    """What comes of it when it is cancelled after a second."""
    task = asyncio.ensure_future(coroutine)
    asyncio.get_running_loop().call_later(1, task.cancel)
    return await outcome(task)


@quick
async def scenario_never_up_pong(module):
    return await outcome(module.Link().pong())


@quick
async def scenario_never_up_ping(module):
    return await outcome(module.Link().ping())


@quick
async def scenario_up(module):
    link = module.Link()
    asyncio.get_running_loop().call_later(29, link.up.set)
    return await outcome(link.ping()), await outcome(link.pong())


@quick
async def scenario_cancelled(module):
    return await cancelled(module.Link().ping()), await cancelled(module.Link().pong())


CHANGED = {
    "never_up_pong": (("returned", "hangs"), ("returned", (False, 30.0))),
    "never_up_ping": (
        ("returned", "hangs"),
        ("returned", (False if sys.version_info >= (3, 11) else "TimeoutError", 30.0)),
    ),
}
