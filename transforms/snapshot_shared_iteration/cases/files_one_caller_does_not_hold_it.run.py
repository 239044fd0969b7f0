"""The caller in the other file does not take the lock."""


async def run(case, late):
    import door

    room = case.Room()
    await room.enter("a")
    await room.enter("b")
    seen = []

    async def send(guest):
        seen.append(guest)
        if late:
            await room.enter("c")

    await door.Door(room).ring(send)
    return seen


async def scenario_quiet(case):
    return await run(case, False)


async def scenario_late(case):
    return await run(case, True)


CHANGED = {
    "late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", ["a", "b"])),
}
