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
async def scenario_no_music_to_begin(module):
    """The bound of the caller comes first, as before."""
    return await outcome(module.Dance().begin())


@quick
async def scenario_no_music_in_the_circle(module):
    return await outcome(module.Dance()._left(3)), await outcome(module.Dance()._right(0))


@quick
async def scenario_music(module):
    dance = module.Dance()
    asyncio.get_running_loop().call_later(2, dance._music.set)
    return await outcome(dance.begin()), await outcome(dance._left(3))


CHANGED = {
    "no_music_in_the_circle": (
        ("returned", ("hangs", "hangs")),
        ("returned", (("TimeoutError", 30.0), ("TimeoutError", 30.0))),
    )
}
