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
async def scenario_never_acked(module):
    out = []
    return await outcome(module.Side(out).send("frame")), out


def acked(module):
    side = module.Side([])
    side.turned = module.Condition()
    side.acked.set()
    return side


@quick
async def scenario_never_turned(module):
    """The lock of the condition is free again, whatever ends the wait."""
    side = acked(module)
    return await outcome(side.send("frame")), side.turned.locked()


@quick
async def scenario_turned(module):
    side = acked(module)
    task = asyncio.ensure_future(side.send("frame"))
    await asyncio.sleep(29)
    async with side.turned:
        side.turned.notify_all()
    return await outcome(task), side.out, side.turned.locked()


@quick
async def scenario_cancelled(module):
    side = acked(module)
    return await cancelled(module.Side([]).send("frame")), await cancelled(side.send("frame")), side.turned.locked()


@quick
async def scenario_turned_side_is_busy(module):
    """The lock is taken again before the error leaves: whoever holds it delays that beyond the timeout."""
    side = acked(module)

    async def hold():
        await asyncio.sleep(20)
        async with side.turned:
            await asyncio.sleep(25)

    holder = asyncio.ensure_future(hold())
    seen = await outcome(side.send("frame"))
    await holder
    return seen


MODULES = {"wires": {"__path__": []}, "wires.protocol": {"Frame": str}}
PACKAGE = "wires"
CHANGED = {
    "never_acked": (("returned", ("hangs", ["frame"])), ("returned", (("TimeoutError", 30.0), ["frame"]))),
    "never_turned": (("returned", ("hangs", False)), ("returned", (("TimeoutError", 30.0), False))),
    "turned_side_is_busy": (("returned", "hangs"), ("returned", ("TimeoutError", 45.0))),
}
