"""After a failure or a cancellation the next sync runs; before, the flag stayed set for ever."""

import asyncio


async def scenario_succeeds(case):
    syncer = case.Syncer()
    syncer._wake.set()
    await syncer.sync()
    await syncer.sync()
    return syncer.rounds, syncer._syncing


async def scenario_second_caller_returns(case):
    syncer = case.Syncer()
    first = asyncio.create_task(syncer.sync())
    await asyncio.sleep(0)
    await syncer.sync()
    during = syncer._syncing
    syncer._wake.set()
    await first
    return syncer.rounds, during, syncer._syncing


async def scenario_fails_once(case):
    syncer = case.Syncer()
    syncer._wake.set()
    syncer.rounds = -1
    try:
        await syncer.sync()
        left = None
    except ValueError as error:
        left = str(error)
    syncer.rounds = 0
    await syncer.sync()
    return left, syncer.rounds


async def scenario_cancelled_once(case):
    syncer = case.Syncer()
    first = asyncio.create_task(syncer.sync())
    await asyncio.sleep(0)
    first.cancel()
    result = await asyncio.gather(first, return_exceptions=True)
    syncer._wake.set()
    await syncer.sync()
    return type(result[0]).__name__, syncer.rounds


CHANGED = {
    "fails_once": (("returned", ("negative", 0)), ("returned", ("negative", 1))),
    "cancelled_once": (("returned", ("CancelledError", 0)), ("returned", ("CancelledError", 1))),
}
