"""The message is handed out, and then filled bit by bit."""

import asyncio


async def run(case, late):
    import made

    shared = []
    filling = asyncio.create_task(made.fill(["a", "b"] if late else ["a"], shared.append))
    await asyncio.sleep(0)

    async def send(part):
        await asyncio.sleep(0)

    sent = await case.answer(shared[0], send)
    await filling
    return sent


async def scenario_filled(case):
    return await run(case, False)


async def scenario_late(case):
    return await run(case, True)


CHANGED = {"late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", 1))}
