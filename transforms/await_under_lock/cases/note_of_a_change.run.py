"""What is booked and noted stays; the lock is free again once the change is made."""


async def scenario_booked_and_noted(case):
    record = case.Record()
    rooms = case.Rooms(record)
    await rooms.book("blue", "ann")
    await rooms.book("red", "bob")
    await rooms.free("blue")
    return rooms._booked, record.lines()


async def scenario_held_while_noting(case):
    class Slow(case.Record):
        async def note(self, line):
            held.append(rooms._lock.locked())
            await super().note(line)

    held = []
    rooms = case.Rooms(Slow())
    await rooms.book("blue", "ann")
    return held


CHANGED = {"held_while_noting": (("returned", [True]), ("returned", [False]))}
