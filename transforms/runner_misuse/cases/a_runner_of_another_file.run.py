"""Two guests share a runner: the second one's report went to the first, and now each gets its own. The runner
then keeps each guest, not only the first."""

import gc
import weakref


async def scenario_two_guests(case):
    from tasks import TaskRunner

    runner = TaskRunner()
    first, second = case.Guest(runner), case.Guest(runner)
    await first.report(4)
    await second.report(8)
    await first.report(2)
    return first.notes, second.notes


async def scenario_one_guest(case):
    from tasks import TaskRunner

    guest = case.Guest(TaskRunner())
    await guest.report(4)
    await guest.report(8)
    return guest.notes


async def scenario_a_runner_each(case):
    from tasks import TaskRunner

    first, second = case.Guest(TaskRunner()), case.Guest(TaskRunner())
    await first.report(4)
    await second.report(8)
    return first.notes, second.notes


async def scenario_the_note_fails(case):
    from tasks import TaskRunner

    guest = case.Guest(TaskRunner())
    guest.notes = None
    await guest.report(4)


async def scenario_guests_that_leave(case):
    from tasks import TaskRunner

    runner, guests = TaskRunner(), []
    for _ in range(3):
        guest = case.Guest(runner)
        guests.append(weakref.ref(guest))
        await guest.report(4)
        del guest
    gc.collect()
    return [guest() is not None for guest in guests]


CHANGED = {
    "two_guests": (("returned", ([4, 8, 2], [])), ("returned", ([4, 2], [8]))),
    "guests_that_leave": (("returned", [True, False, False]), ("returned", [True, True, True])),
}
