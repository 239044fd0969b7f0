"""A cancelled acquire released what somebody else held, and of a semaphore one permit too many."""

import asyncio


async def scenario_signs(case):
    desk = case.Desk()
    await asyncio.gather(desk.sign("a"), desk.sign("b"))
    await desk.visit("c")
    return desk.signed, desk._lock.locked(), desk._slots.locked()


async def scenario_cancelled_while_acquiring(case):
    desk = case.Desk()
    await desk._lock.acquire()
    task = asyncio.create_task(desk.sign("a"))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    return type(left).__name__, desk._lock.locked()


async def scenario_cancelled_while_holding(case):
    desk = case.Desk()
    task = asyncio.create_task(desk.sign("a"))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    return type(left).__name__, desk._lock.locked(), desk.signed


async def scenario_permits(case):
    desk = case.Desk()
    await desk._slots.acquire()
    task = asyncio.create_task(desk.visit("a"))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    return type(left).__name__, desk._slots.locked(), desk.signed


async def scenario_cancelled_in_the_second_round(case):
    desk = case.Desk()

    class Names:
        """Takes the lock for somebody else before the second name is signed."""

        def __iter__(self):
            yield "a"
            desk._lock._locked = True
            yield "b"

    task = asyncio.create_task(desk.sign_all(Names()))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    return type(left).__name__, desk.signed, desk._lock.locked()


CHANGED = {
    "cancelled_in_the_second_round": (
        ("returned", ("CancelledError", ["a"], False)),
        ("returned", ("CancelledError", ["a"], True)),
    ),
    "cancelled_while_acquiring": (
        ("returned", ("CancelledError", False)),
        ("returned", ("CancelledError", True)),
    ),
    "permits": (
        ("returned", ("CancelledError", False, ["a"])),
        ("returned", ("CancelledError", True, [])),
    ),
}
