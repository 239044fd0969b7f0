"""The module imports a TimeoutError of its own, which the loop does not take for the timeout's."""

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
    rig = module.Rig()
    later(1, module.BOOTED.set)
    later(2, rig._Rig__up.set)
    later(3, rig.lend().set)
    return await outcome(module.booted()), await outcome(rig.both())


@quick
async def scenario_late(module):
    later(65, module.BOOTED.set)
    return await outcome(module.booted())


@quick
async def scenario_reset_meanwhile(module):
    """The event that was there at the start is the one that is waited for, however often the timeout passes."""
    rig = module.Rig()
    rig.lend().set()
    first = rig._Rig__up
    later(10, rig.reset)
    later(40, first.set)
    return await outcome(rig.both())


@quick
async def scenario_lent_and_late(module):
    rig = module.Rig()
    rig._Rig__up.set()
    later(40, rig.lend().set)
    return await outcome(rig.both())


@quick
async def scenario_rebound(module):
    """Nobody can set the event that a local meant."""
    task = asyncio.ensure_future(module.rebound(lambda again: later(10, again)))
    later(40, task.cancel)
    return await outcome(task)


@quick
async def scenario_in_turn(module):
    """Only what the name means when the wait starts counts, in each of the two tasks."""
    tasks = {}

    def spawn(name, follower, begin):
        tasks[name] = asyncio.ensure_future(follower), begin

    await module.in_turn(spawn, ["ann", "bob"])
    await asyncio.sleep(0)
    later(40, tasks["bob"][1])
    return await outcome(tasks["ann"][0]), await outcome(tasks["bob"][0])


MODULES = {"machines": {"__path__": []}, "machines.errors": {"TimeoutError": type("TimeoutError", (Exception,), {})}}
PACKAGE = "machines"
LOGGED = {
    "late": [("WARNING", "Still waiting for BOOTED in booted")] * 2,
    "reset_meanwhile": [("WARNING", "Still waiting for self.__up in Rig.both")],
    "lent_and_late": [("WARNING", "Still waiting for self.__down in Rig.both")],
    "rebound": [("WARNING", "Still waiting for ready in rebound")],
    "in_turn": [("WARNING", "Still waiting for turn in in_turn.follow")] * 2,
}
