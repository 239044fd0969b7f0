"""A failed request gives its slot back, and a cancelled waiter the condition; before, both were lost."""

import asyncio


async def link(parcel):
    await asyncio.sleep(0)
    return parcel.upper()


async def broken(parcel):
    raise ConnectionError("reset")


async def within(coroutine):
    try:
        return await asyncio.wait_for(coroutine, 0.05)
    except asyncio.TimeoutError:
        return "nobody gets in"


async def scenario_limits(case):
    dispatch = case.Dispatch(2)
    most = running = 0

    async def counted(parcel):
        nonlocal most, running
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return parcel

    answers = await asyncio.gather(*(dispatch.send(counted, name) for name in "abcd"))
    return answers, most


async def scenario_request_fails(case):
    dispatch = case.Dispatch(1)
    try:
        await dispatch.send(broken, "a")
        left = None
    except ConnectionError as error:
        left = str(error)
    return left, await within(dispatch.send(link, "b"))


async def scenario_slot_is_cancelled_while_waited_for(case):
    gate = asyncio.Event()

    async def slow(parcel):
        await gate.wait()
        return parcel.upper()

    dispatch = case.Dispatch(1)
    first = asyncio.create_task(dispatch.send(slow, "a"))
    await asyncio.sleep(0)
    second = asyncio.create_task(dispatch.send(link, "b"))
    await asyncio.sleep(0)
    second.cancel()
    gate.set()
    results = await asyncio.gather(first, second, return_exceptions=True)
    return results[0], type(results[1]).__name__, await within(dispatch.send(link, "c"))


async def scenario_offered_and_taken(case):
    dispatch = case.Dispatch(1)
    taker = asyncio.create_task(dispatch.take())
    await asyncio.sleep(0)
    await dispatch.offer("x")
    return await taker, dispatch.ready


async def scenario_taker_cancelled(case):
    dispatch = case.Dispatch(1)
    taker = asyncio.create_task(dispatch.take())
    await asyncio.sleep(0)
    taker.cancel()
    [left] = await asyncio.gather(taker, return_exceptions=True)
    await within(dispatch.offer("x"))
    return type(left).__name__, dispatch.ready


CHANGED = {
    "request_fails": (("returned", ("reset", "nobody gets in")), ("returned", ("reset", "B"))),
    "taker_cancelled": (("returned", ("CancelledError", [])), ("returned", ("CancelledError", ["x"]))),
}
