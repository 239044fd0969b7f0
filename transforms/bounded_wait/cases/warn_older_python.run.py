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
    """What comes of it within an hour, and after how many seconds."""
    begun = asyncio.get_running_loop().time()
    task = asyncio.ensure_future(coroutine)
    await asyncio.wait([task], timeout=3600)
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


def later(seconds):
    return lambda call: asyncio.get_running_loop().call_later(seconds, call)


@quick
async def scenario_in_time(module):
    return (
        await outcome(module.announced(later(29))),
        await outcome(module.announced_within(later(29), True)),
        await outcome(module.announced_within(later(29), False)),
    )


@quick
async def scenario_late(module):
    return await outcome(module.announced(later(70)))


@quick
async def scenario_late_where_wanted(module):
    return await outcome(module.announced_within(later(40), True))


@quick
async def scenario_cancelled(module):
    return await cancelled(module.announced(later(29)))


@quick
async def scenario_cancelled_when_it_is_set(module):
    """The cancellation that comes in the moment of the event is lost, as the evidence says."""
    heard = []
    task = asyncio.ensure_future(module.announced(heard.append))
    await asyncio.sleep(1)
    heard[0]()
    task.cancel()
    return await outcome(task)


LOGGED = {
    "late": [("WARNING", "Still waiting for heard in announced")] * 2,
    "late_where_wanted": [("WARNING", "Still waiting for heard in announced_within")],
}
CHANGED = {}
if sys.version_info < (3, 12):
    CHANGED["cancelled_when_it_is_set"] = (("returned", ("cancelled", 0.0)), ("returned", (None, 0.0)))
