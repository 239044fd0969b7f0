"""A lock whose order is checked is a lock like others, with checks and without."""

import asyncio


async def store(entry):
    await asyncio.sleep(0)


async def broken(entry):
    raise OSError("disk full")


async def used(case, checked, storing):
    """The size, or that nobody gets the lock any more."""
    asyncio.get_running_loop().set_debug(checked)
    ledger = case.Ledger()
    try:
        await ledger.add("a", storing)
    except OSError:
        pass
    size = asyncio.create_task(ledger.size())
    done, _ = await asyncio.wait([size], timeout=0.05)
    size.cancel()
    return size.result() if done else "locked for ever"


async def scenario_succeeds(case):
    return await used(case, False, store), await used(case, True, store)


async def scenario_raises_between(case):
    return await used(case, False, broken)


async def scenario_raises_between_with_checks(case):
    return await used(case, True, broken)


LOCKED = ("returned", "locked for ever")
CHANGED = {
    "raises_between": (LOCKED, ("returned", 0)),
    "raises_between_with_checks": (LOCKED, ("returned", 0)),
}
