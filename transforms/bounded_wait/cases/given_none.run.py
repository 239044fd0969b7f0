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


async def wait_and_prime(pump, seconds, coroutine):
    asyncio.get_running_loop().call_later(seconds, pump.primed.set)
    return await outcome(coroutine)


@quick
async def scenario_never_primed_start(module):
    return await outcome(module.Pump().start())


@quick
async def scenario_nobody_pushes(module):
    """The wait is a task of its own: what it needs is the lock, which its maker has released meanwhile."""
    pump = module.Pump()
    return await outcome(pump.push()), pump.pressure.locked()


@quick
async def scenario_never_primed_drain(module):
    return await outcome(module.Pump().drain())


@quick
async def scenario_never_primed_argument(module):
    return await outcome(module.Pump().argument())


@quick
async def scenario_primed_late(module):
    pump = module.Pump()
    return await wait_and_prime(pump, 29, pump.start()), await outcome(pump.drain()), await outcome(pump.start())


@quick
async def scenario_cancelled(module):
    pump = module.Pump()
    return await cancelled(pump.start()), await cancelled(pump.drain()), await cancelled(pump.argument())


@quick
async def scenario_argument_primed(module):
    """The inner wait has its time, the outer one its own: it sleeps a second at most."""
    pump = module.Pump()
    return await wait_and_prime(pump, 20, pump.argument())


HANGS = ("returned", "hangs")
TIMES_OUT = ("returned", ("TimeoutError", 30.0))
CHANGED = {
    "never_primed_start": (HANGS, TIMES_OUT),
    "never_primed_drain": (HANGS, TIMES_OUT),
    "never_primed_argument": (HANGS, TIMES_OUT),
}
