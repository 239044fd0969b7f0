import asyncio


async def outcome(coroutine):
    task = asyncio.ensure_future(coroutine)
    done, _ = await asyncio.wait([task], timeout=1.0)
    if not done:
        task.cancel()
        await asyncio.wait([task])
        return "hangs"
    return type(task.exception()).__name__ if task.exception() else task.result()


async def scenario_nobody_writes(module):
    box = module.Mailbox()
    seen = await outcome(box.get())
    # Whatever happened, the lock is free again.
    await box.put("late")
    return seen, box._changed.locked()


async def scenario_nobody_is_ready(module):
    return await outcome(module.Mailbox().get_when(lambda: False))


async def scenario_letter_comes(module):
    box = module.Mailbox()
    reader = asyncio.ensure_future(box.get())
    await asyncio.sleep(0.01)
    await box.knock()
    await asyncio.sleep(0.01)
    await box.put("hello")
    return await reader, box._changed.locked()


CHANGED = {
    "nobody_writes": (("returned", ("hangs", False)), ("returned", ("TimeoutError", False))),
    "nobody_is_ready": (("returned", "hangs"), ("returned", "TimeoutError")),
}
