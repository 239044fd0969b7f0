"""The callers' bounds of two and one seconds hold, but not for what runs on behind a shield or beside them."""

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
async def scenario_never_started(module):
    """All that is awaited in turn ends with the caller's two seconds."""
    return await outcome(module.run_all(["a"]))


@quick
async def scenario_shielded(module):
    """The shield keeps it waiting when the caller's timeout has passed."""
    inner = asyncio.ensure_future(module._shielded())
    seen = await outcome(asyncio.wait_for(asyncio.shield(inner), timeout=1))
    return seen, await outcome(inner)


@quick
async def scenario_others(module):
    async def items():
        return [name async for name in module._items(["a"])]

    return [await outcome(coroutine) for coroutine in (module._decorated(), items(), module.JOBS[0](), module.public())]


@quick
async def scenario_started(module):
    async def items():
        return [name async for name in module._items(["a", "b"])]

    asyncio.get_running_loop().call_later(29, module._started.set)
    return [
        await outcome(coroutine)
        for coroutine in (module._decorated(), module._shielded(), items(), module._listed(), module.public())
    ]


@quick
async def scenario_cancelled(module):
    return await cancelled(module.public())


TIMES_OUT = ("TimeoutError", 30.0)
CHANGED = {
    "shielded": (
        ("returned", (("TimeoutError", 1.0), "hangs")),
        ("returned", (("TimeoutError", 1.0), ("TimeoutError", 29.0))),
    ),
    "others": (("returned", ["hangs"] * 4), ("returned", [TIMES_OUT] * 4)),
}
