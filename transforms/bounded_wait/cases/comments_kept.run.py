import asyncio
import selectors


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
async def scenario_no_item(module):
    return await outcome(module.Feed().head())


@quick
async def scenario_item(module):
    feed = module.Feed()
    asyncio.get_running_loop().call_later(29, feed.first_item.set)
    return await outcome(feed.head())


@quick
async def scenario_cleared_between(module):
    """The second wait has a timeout too, of its own."""
    feed = module.Feed()

    def pulse():
        feed.first_item.set()
        feed.first_item.clear()

    asyncio.get_running_loop().call_later(20, pulse)
    return await outcome(feed.head())


@quick
async def scenario_cancelled(module):
    return await cancelled(module.Feed().head())


CHANGED = {
    "no_item": (("returned", "hangs"), ("returned", ("TimeoutError", 30.0))),
    "cleared_between": (("returned", "hangs"), ("returned", ("TimeoutError", 50.0))),
}
