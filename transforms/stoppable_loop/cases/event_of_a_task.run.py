"""After a close the beacon ends; before, it shone on."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, fails, close):
    sent = []

    async def send(what):
        sent.append(what)
        if fails:
            raise OSError("no power")

    beacon = case.Beacon(send)
    await beacon.open()
    await asyncio.sleep(0.02)
    if close:
        await beacon.close()
    return len(sent) > 0, await ends(beacon.task)


async def scenario_closed(case):
    return await run(case, False, True)


async def scenario_closed_while_it_fails(case):
    return await run(case, True, True)


async def scenario_open(case):
    return await run(case, False, False)


CHANGED = {
    "closed": (("returned", (True, "went on")), ("returned", (True, "ended"))),
    "closed_while_it_fails": (("returned", (True, "went on")), ("returned", (True, "ended"))),
}
