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
async def scenario_never_opened(module):
    import app

    return await outcome(app.start(module.Hub()))


@quick
async def scenario_never_opened_in_the_task(module):
    """The five seconds around the start of the task are not the task's."""
    import tasks

    task = await tasks.watch(module.Hub())
    return await outcome(task)


@quick
async def scenario_opened(module):
    import tasks

    hub = module.Hub()
    asyncio.get_running_loop().call_later(29, hub.open)
    return await outcome(await tasks.watch(hub))


@quick
async def scenario_cancelled(module):
    import tasks

    return await cancelled(await tasks.watch(module.Hub()))


CHANGED = {"never_opened_in_the_task": (("returned", "hangs"), ("returned", ("TimeoutError", 30.0)))}
