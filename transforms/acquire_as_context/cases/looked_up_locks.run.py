"""Wherever the lock comes from, a failure lets go of it."""


async def failing(room):
    raise OSError(room)


async def fine(room):
    return room


async def outcome(coroutine):
    try:
        return await coroutine
    except OSError as error:
        return str(error)


async def scenario_fine(case):
    rooms = case.Rooms()
    await rooms.enter("a", fine)
    await rooms.paint("a", fine)
    await rooms.clean("a", fine)
    await case.both(rooms, fine)
    await case.shared(rooms._hall, fine)
    return rooms._locks["a"].locked(), rooms._hall.locked()


async def scenario_fails(case):
    rooms = case.Rooms()
    left = [
        await outcome(rooms.enter("a", failing)),
        await outcome(rooms.paint("b", failing)),
        await outcome(rooms.clean("c", failing)),
        await outcome(case.both(rooms, failing)),
    ]
    return left, [rooms._locks[room].locked() for room in "abc"], rooms._hall.locked()


CHANGED = {
    "fails": (
        ("returned", (["a", "b", "c", "hall"], [True, True, True], True)),
        ("returned", (["a", "b", "c", "hall"], [False, False, False], False)),
    ),
}
