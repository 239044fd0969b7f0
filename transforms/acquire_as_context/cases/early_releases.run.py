"""Every way out lets go of the lock once; a check that fails does, too, which it did not."""

import asyncio


async def check(item):
    if item == "bad":
        raise ValueError(item)


async def outcome(queue, wanted):
    try:
        found = await asyncio.wait_for(queue.take(wanted, check), 0.05)
    except (ValueError, LookupError) as error:
        found = type(error).__name__
    return found, queue._lock.locked(), list(queue.items)


async def scenario_empty(case):
    return await outcome(case.Queue(), "a")


async def scenario_found(case):
    queue = case.Queue()
    queue.items = ["a", "b"]
    return await outcome(queue, "b"), await outcome(queue, "b")


async def scenario_check_fails(case):
    queue = case.Queue()
    queue.items = ["bad"]
    return await outcome(queue, "bad")


CHANGED = {
    "check_fails": (
        ("returned", ("ValueError", True, ["bad"])),
        ("returned", ("ValueError", False, ["bad"])),
    ),
}
