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
async def scenario_never(module):
    server = module.Server()
    return [await outcome(coroutine) for coroutine in (server.stop(), server.main(), server.wait_ready())], server._stopping


@quick
async def scenario_ready_and_never_done(module):
    """Each wait has its own time."""
    server = module.Server()
    asyncio.get_running_loop().call_later(20, server.ready.set)
    return await outcome(server.main())


@quick
async def scenario_all_in_time(module):
    server = module.Server()
    for seconds, event in ((20, server.ready), (40, server._done), (60, server._stopped)):
        asyncio.get_running_loop().call_later(seconds, event.set)
    return await outcome(server.wait_ready()), await outcome(server.main()), await outcome(server.stop())


@quick
async def scenario_stopped_by_a_long_way_off(module):
    """A stop that takes longer than the timeout is no longer waited for."""
    server = module.Server()
    asyncio.get_running_loop().call_later(90, server._stopped.set)
    return await outcome(server.stop())


@quick
async def scenario_cancelled(module):
    server = module.Server()
    return await cancelled(server.stop()), server._stopping


TIMES_OUT = ("TimeoutError", 30.0)
CHANGED = {
    "never": (("returned", (["hangs"] * 3, True)), ("returned", ([TIMES_OUT] * 3, True))),
    "ready_and_never_done": (("returned", "hangs"), ("returned", ("TimeoutError", 50.0))),
    "stopped_by_a_long_way_off": (("returned", (None, 90.0)), ("returned", TIMES_OUT)),
}
