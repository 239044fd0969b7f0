"""Where the event stays set, the loop only adds warnings; where it is cleared at once, the loop misses it."""

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


def later(seconds, call):
    asyncio.get_running_loop().call_later(seconds, call)


class Pump:
    def __init__(self, ends_after=None):
        self.ends_after = ends_after

    def start(self, done):
        if self.ends_after is not None:
            later(self.ends_after, done.set)

    def go(self):
        raise OSError


@quick
async def scenario_in_time(module):
    tank = module.Tank()
    later(5, tank._full.set)
    later(10, tank._Tank__empty.set)
    tank._valves["cold"] = asyncio.Event()
    later(20, tank._valves["cold"].set)
    return await outcome(tank.use()), await outcome(tank.valve("cold")), await outcome(tank.hand_out(Pump(1)))


@quick
async def scenario_late(module):
    tank = module.Tank()
    later(65, tank._full.set)
    later(100, tank._Tank__empty.set)
    return await outcome(tank.use())


@quick
async def scenario_never_full(module):
    tank = module.Tank()
    task = asyncio.ensure_future(tank.use())
    later(100, task.cancel)
    return await outcome(task)


@quick
async def scenario_valve_replaced_meanwhile(module):
    """The event that was there at the start is the one that is waited for."""
    tank = module.Tank()
    first = tank._valves["cold"] = asyncio.Event()
    later(10, lambda: tank._valves.update(cold=asyncio.Event()))
    later(40, first.set)
    return await outcome(tank.valve("cold"))


@quick
async def scenario_no_such_valve(module):
    return await outcome(module.Tank().valve("hot"))


@quick
async def scenario_pump_fails_and_ends_late(module):
    return await outcome(module.Tank().hand_out(Pump(40)))


@quick
async def scenario_set_and_cleared(module):
    """An event that is set and cleared in the moment in which the timeout passes is what the loop misses."""
    tank = module.Tank()
    tank._Tank__empty.set()

    def pulse():
        tank._full.set()
        tank._full.clear()

    task = asyncio.ensure_future(tank.use())
    await asyncio.sleep(0)
    later(30, pulse)
    return await outcome(task)


@quick
async def scenario_each(module):
    task = asyncio.ensure_future(module.Tank().each())
    later(40, task.cancel)
    return await outcome(task)


def still(name):
    return ("WARNING", f"Still waiting for {name} in Tank.")


LOGGED = {
    "late": [still("self._full"), still("self._full"), still("self.__empty")],
    "never_full": [still("self._full")] * 3,
    "valve_replaced_meanwhile": [still("an event")],
    "pump_fails_and_ends_late": [still("done")],
    # one every 30 seconds, for the 1000 seconds until it is cancelled
    "set_and_cleared": [still("self._full")] * 33,
    "each": [still("first")],
}
CHANGED = {"set_and_cleared": (("returned", (None, 30.0)), ("returned", "hangs"))}
