"""Two guests share a runner: the note of the second is that of the first, and its own with an alias."""

import asyncio

CHANGED = {
    "two_guests": (
        ("returned", ([("one", 1), ("one", 2)], [])),
        ("returned", ([("one", 1)], [("two", 2)])),
    )
}


async def scenario_two_guests(module):
    runner = module.TaskRunner()
    one, two = module.Guest(runner, "one"), module.Guest(runner, "two")
    one.report(1)
    two.report(2)
    for _ in range(10):
        await asyncio.sleep(0)
    return one.notes, two.notes


async def scenario_one_guest(module):
    guest = module.Guest(module.TaskRunner(), "one")
    guest.report(1)
    guest.report(2)
    for _ in range(10):
        await asyncio.sleep(0)
    return guest.notes
