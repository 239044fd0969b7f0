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


def later(seconds, call):
    asyncio.get_running_loop().call_later(seconds, call)


@quick
async def scenario_in_time(module):
    kiln = module.Kiln(10)
    return await outcome(kiln.fire(lambda light: later(5, light)))


@quick
async def scenario_late(module):
    kiln = module.Kiln(10)
    return await outcome(kiln.fire(lambda light: later(25, light)))


@quick
async def scenario_second_light_fails(module):
    kiln = module.Kiln(10)

    def light(call):
        if call == kiln._hot.set:
            raise OSError
        call()

    later(15, kiln._hot.set)
    return await outcome(kiln.fire(light))


@quick
async def scenario_patience_grows(module):
    """The expression is read before each wait: warnings come at 10 and at 50 seconds."""
    kiln = module.Kiln(10)
    later(5, lambda: setattr(kiln, "patience", 40))
    later(70, kiln._hot.set)
    return await outcome(kiln.given_none())


@quick
async def scenario_never(module):
    kiln = module.Kiln(10)
    task = asyncio.ensure_future(kiln.given_none())
    later(35, task.cancel)
    return await outcome(task)


@quick
async def scenario_patience_is_no_number(module):
    """What the expression is matters now, which it did not before."""
    kiln = module.Kiln("long")
    later(1, kiln._hot.set)
    return await outcome(kiln.given_none())


LIT = ("WARNING", "Still waiting for lit in Kiln.fire")
HOT = ("WARNING", "Still waiting for self._hot in Kiln.")
LOGGED = {
    "late": [LIT, LIT],
    "second_light_fails": [HOT],
    "patience_grows": [HOT, HOT],
    "never": [HOT, HOT, HOT],
}
CHANGED = {"patience_is_no_number": (("returned", (None, 1.0)), ("returned", ("TypeError", 0.0)))}
