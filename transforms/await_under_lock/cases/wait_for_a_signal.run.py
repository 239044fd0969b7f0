"""Both runners enter now; before, the second waited for the first to start."""

import asyncio


async def scenario_no_name(case):
    race = case.Race()
    await race.enter("")
    return race._runners


async def scenario_two(case):
    race = case.Race()
    tasks = [asyncio.create_task(race.enter(name)) for name in ("ann", "bob")]
    await asyncio.sleep(0.01)
    before = list(race._runners)
    race.go()
    await asyncio.gather(*tasks)
    return before, race._runners


CHANGED = {
    "two": (
        ("returned", (["ann"], ["ann", "bob"])),
        ("returned", (["ann", "bob"], ["ann", "bob"])),
    )
}
