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
async def scenario_never_set(module):
    return await outcome(module.held(asyncio.Event()))


@quick
async def scenario_set_later(module):
    gate = asyncio.Event()
    asyncio.get_running_loop().call_later(29, gate.set)
    return await outcome(module.held(gate)), gate.is_set()


@quick
async def scenario_cancelled(module):
    return await cancelled(module.held(asyncio.Event()))


@quick
async def scenario_cancelled_when_it_is_set(module):
    """The cancellation that comes in the moment of the event is lost, and what follows the wait runs."""
    gate = asyncio.Event()
    task = asyncio.ensure_future(module.held(gate))
    await asyncio.sleep(1)
    gate.set()
    task.cancel()
    return await outcome(task), gate.is_set()


CHANGED = {"never_set": (("returned", "hangs"), ("returned", ("TimeoutError", 30.0)))}
if sys.version_info < (3, 12):
    CHANGED["cancelled_when_it_is_set"] = (
        ("returned", (("cancelled", 0.0), True)),
        ("returned", ((None, 0.0), False)),
    )
