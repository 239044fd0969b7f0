"""One who leaves without asking for the lock."""


async def run(case, late):
    room = case.Room()
    await room.enter("a")
    await room.enter("b")

    async def send(guest):
        if late:
            room.vanish("a")

    return await room.close(send)


async def scenario_quiet(case):
    return await run(case, False)


async def scenario_late(case):
    return await run(case, True)


CHANGED = {"late": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", 2))}
