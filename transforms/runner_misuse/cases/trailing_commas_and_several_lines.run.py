"""Two guests share a runner: the second one's note went to the first, and now each gets its own."""

import asyncio


async def reports(*reports):
    for guest, cores in reports:
        guest.report(cores)
    for _ in range(5):
        await asyncio.sleep(0)


async def scenario_two_guests(case):
    runner = case.TaskRunner()
    first, second = case.Guest(runner), case.Guest(runner)
    await reports((first, 4), (second, 8), (first, 2))
    return first.notes, second.notes


async def scenario_one_guest(case):
    guest = case.Guest(case.TaskRunner())
    await reports((guest, 4), (guest, 8))
    return guest.notes


async def scenario_the_time_limit_stays(case):
    guest, limits = case.Guest(case.TaskRunner()), []
    guest.runner.run = lambda call, *args, timeout=None, **others: limits.append((call == guest.note, args, timeout))
    await reports((guest, 4))
    return limits


CHANGED = {"two_guests": (("returned", ([4, 8, 2], [])), ("returned", ([4, 2], [8])))}
