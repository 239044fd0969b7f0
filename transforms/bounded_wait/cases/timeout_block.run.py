"""The wait ends with a TimeoutError; what follows it runs as before, and has all the time that it needs."""

import asyncio


async def outcome(task):
    done, _ = await asyncio.wait([task], timeout=1.0)
    if not done:
        task.cancel()
        return "hangs"
    if task.cancelled():
        return "cancelled"
    return type(task.exception()).__name__


async def scenario_never_full(case):
    ferry = case.Ferry()
    return await outcome(asyncio.ensure_future(ferry.cross())), ferry.trips


async def scenario_full(case):
    ferry = case.Ferry()
    asyncio.get_running_loop().call_soon(ferry._full.set)
    return await outcome(asyncio.ensure_future(ferry.cross())), ferry.trips, ferry._full.is_set()


async def scenario_cancelled(case):
    ferry = case.Ferry()
    task = asyncio.ensure_future(ferry.cross())
    await asyncio.sleep(0)
    task.cancel()
    return await outcome(task), ferry.trips


async def scenario_cancelled_when_it_is_full(case):
    """The cancellation that comes in the moment of the event is not lost."""
    ferry = case.Ferry()
    task = asyncio.ensure_future(ferry.cross())
    await asyncio.sleep(0)
    ferry._full.set()
    task.cancel()
    return await outcome(task), ferry.trips


async def scenario_tide(case):
    ferry = case.Ferry()
    task = asyncio.ensure_future(ferry.rise(1))
    for level in (1, 2):
        await asyncio.sleep(0.01)
        async with ferry._tide:
            ferry.level = level
            ferry._tide.notify_all()
    return await outcome(task), ferry._tide.locked()


async def scenario_low_tide(case):
    ferry = case.Ferry()
    return await outcome(asyncio.ensure_future(ferry.rise(1))), ferry._tide.locked()


async def scenario_lost_at_sea(case):
    ferry = case.Ferry()

    class Engine:
        def run(self):
            raise ValueError

    return await outcome(asyncio.ensure_future(ferry.after_a_failure(Engine())))


CHANGED = {
    "never_full": (("returned", ("hangs", 0)), ("returned", ("TimeoutError", 0))),
    "low_tide": (("returned", ("hangs", False)), ("returned", ("TimeoutError", False))),
    "lost_at_sea": (("returned", "hangs"), ("returned", "TimeoutError")),
}
