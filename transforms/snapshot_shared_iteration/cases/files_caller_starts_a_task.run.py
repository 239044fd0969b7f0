"""The caller has the lock when it starts the task, and no longer when that runs."""


async def run(case, late):
    room = case.Room()
    await room.enter("a")
    await room.enter("b")

    async def send(guest):
        await room.enter(late)

    return await (await room.close(send))


async def scenario_known(case):
    return await run(case, "a")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {"late": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", 2))}
