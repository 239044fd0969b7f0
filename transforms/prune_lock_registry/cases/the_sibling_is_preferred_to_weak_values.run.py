"""The lock of a closed room is gone."""

CHANGED = {"closed": (("returned", (1, 1)), ("returned", (1, 0)))}


async def scenario_closed(module):
    rooms = module.Rooms()
    count = await rooms.join("a", "ada")
    rooms.leave("a")
    return count, len(rooms._locks)


async def scenario_open(module):
    rooms = module.Rooms()
    await rooms.join("a", "ada")
    return await rooms.join("a", "bo"), len(rooms._locks)
