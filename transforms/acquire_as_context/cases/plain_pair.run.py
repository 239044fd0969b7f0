"""Whatever fails while the lock is held, the next caller gets it; before, it stayed held for ever."""

import asyncio


async def store(entry):
    await asyncio.sleep(0)


async def broken(entry):
    raise OSError("disk full")


async def size(ledger):
    """The size, or that nobody gets the lock any more."""
    try:
        return await asyncio.wait_for(ledger.size(), 0.05)
    except asyncio.TimeoutError:
        return "locked for ever"


async def scenario_succeeds(case):
    ledger = case.Ledger()
    counts = await asyncio.gather(ledger.add("a", store), ledger.add("b", store))
    return sorted(counts), ledger.entries, await ledger.last(), await size(ledger)


async def scenario_others_wait(case):
    ledger = case.Ledger()
    first = asyncio.create_task(ledger.add("a", store))
    await asyncio.sleep(0)
    held = ledger._lock.locked()
    second = asyncio.create_task(ledger.size())
    await asyncio.sleep(0)
    return held, second.done(), await first, await second


async def scenario_raises_between(case):
    ledger = case.Ledger()
    try:
        await ledger.add("a", broken)
        left = None
    except OSError as error:
        left = str(error)
    return left, ledger.entries, await size(ledger)


async def scenario_raises_without_await(case):
    ledger = case.Ledger()
    try:
        await ledger.last()
        left = None
    except IndexError as error:
        left = str(error)
    return left, await size(ledger)


async def scenario_cancelled_while_held(case):
    ledger = case.Ledger()
    task = asyncio.create_task(ledger.add("a", store))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    return type(left).__name__, ledger.entries, await size(ledger)


async def scenario_cancelled_while_acquiring(case):
    ledger = case.Ledger()
    await ledger._lock.acquire()
    task = asyncio.create_task(ledger.add("a", store))
    await asyncio.sleep(0)
    task.cancel()
    [left] = await asyncio.gather(task, return_exceptions=True)
    still = ledger._lock.locked()
    ledger._lock.release()
    return type(left).__name__, still, await size(ledger)


CHANGED = {
    "raises_between": (
        ("returned", ("disk full", [], "locked for ever")),
        ("returned", ("disk full", [], 0)),
    ),
    "raises_without_await": (
        ("returned", ("list index out of range", "locked for ever")),
        ("returned", ("list index out of range", 0)),
    ),
    "cancelled_while_held": (
        ("returned", ("CancelledError", [], "locked for ever")),
        ("returned", ("CancelledError", [], 0)),
    ),
}
