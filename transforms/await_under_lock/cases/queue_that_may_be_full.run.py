"""With the queue full, the worker waited for the lock that the producer held."""

import asyncio


async def scenario_room(case):
    intake = case.Intake()
    await intake.add("a")
    return await intake.take(), intake._seen


async def scenario_full(case):
    intake = case.Intake()
    await intake.add("a")
    producer = asyncio.create_task(intake.add("b"))
    await asyncio.sleep(0)
    other = asyncio.create_task(intake.add("c"))
    await asyncio.sleep(0)
    first = await asyncio.wait_for(intake.take(), 0.1)
    second = await asyncio.wait_for(intake.take(), 0.1)
    await asyncio.gather(producer)
    third = await asyncio.wait_for(intake.take(), 0.1)
    await asyncio.gather(other)
    return sorted([first, second, third]), intake._seen


CHANGED = {
    "full": (("raised", "TimeoutError", ""), ("returned", (["a", "b", "c"], set()))),
}
