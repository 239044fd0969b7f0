"""The same object every time, in the same order, and the queues hold the same."""

import asyncio

GETTERS = ("expect", "expect_at_once", "expect_other_way", "not_it")


async def scenario_same_event(module):
    receipts = module.Receipts()
    results = []
    for name in GETTERS:
        get = getattr(receipts, name)
        results.append(get(name) is get(name))
    return results, list(receipts._events)


async def scenario_waiter_and_setter_meet(module):
    receipts = module.Receipts()
    waiter = asyncio.create_task(receipts.wait("a"))
    await asyncio.sleep(0)
    receipts.expect("a").set()
    await waiter
    return receipts.expect("a").is_set()


async def scenario_queues(module):
    receipts = module.Receipts()
    sizes = [receipts.walrus("a"), receipts.walrus("a")]
    receipts.in_place("a")
    receipts.in_place("b")
    return sizes, {key: queue.qsize() for key, queue in receipts._queues.items()}, receipts._queues["a"].maxsize
