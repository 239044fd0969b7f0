import asyncio


async def outcome(coroutine):
    task = asyncio.ensure_future(coroutine)
    done, _ = await asyncio.wait([task], timeout=0.5)
    if not done:
        task.cancel()
        await asyncio.wait([task])
        return "hangs"
    return type(task.exception()).__name__ if task.exception() else task.result()


async def scenario_no_orders(module):
    shop = module.Shop()
    return await outcome(shop.next_order())


async def scenario_till_taken(module):
    shop = module.Shop()
    await shop.till.acquire()
    seen = await outcome(shop.pay())
    return seen, shop.till.locked()


async def scenario_an_order(module):
    shop = module.Shop()
    shop.orders.put_nowait("tea")
    return await outcome(shop.pay()), shop.till.locked(), shop.orders.empty()


CHANGED = {
    "no_orders": (("returned", "hangs"), ("returned", "TimeoutError")),
    "till_taken": (("returned", ("hangs", True)), ("returned", ("TimeoutError", True))),
}
