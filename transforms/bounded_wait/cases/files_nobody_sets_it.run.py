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


@quick
async def scenario_nobody_sets_it(module):
    import app

    hub = module.Hub()
    return await outcome(hub.opened()), app.is_open(hub)


@quick
async def scenario_signals_set_it(module):
    import app

    class Signals:
        def connect(self, event):
            asyncio.get_running_loop().call_later(29, event.set)

    hub = module.Hub()
    app.wire(hub, Signals())
    return await outcome(hub.given())


@quick
async def scenario_signals_do_not_come(module):
    return await outcome(module.Hub().given())


CHANGED = {
    "nobody_sets_it": (("returned", ("hangs", False)), ("returned", (("TimeoutError", 30.0), False))),
    "signals_do_not_come": (("returned", "hangs"), ("returned", ("TimeoutError", 30.0))),
}
