"""The lock keeps some out, and not all."""


async def run(case, late):
    import door

    room = case.Room()
    await room.enter("a")
    await room.enter("b")
    seen = []

    async def send(guest):
        if not seen and late:
            door.Door(room).throw_out("a")
        seen.append(guest)

    return await room.greet(send)


async def scenario_quiet(case):
    return await run(case, False)


async def scenario_thrown_out(case):
    return await run(case, True)


CHANGED = {
    "thrown_out": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", ["a", "b"])),
}
