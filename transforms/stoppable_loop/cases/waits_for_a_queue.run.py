"""The flag alone does not interrupt the wait: the printer ends with the next job, or by a cancel as before."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, later):
    printer = case.Printer()
    printer.start()
    printer.submit("one")
    await asyncio.sleep(0.02)
    printer.stop()
    for job in later:
        printer.submit(job)
    return await ends(printer.task), printer.printed


async def scenario_nothing_comes(case):
    return await run(case, [])


async def scenario_another_job_comes(case):
    return await run(case, ["two", "three"])


CHANGED = {
    "another_job_comes": (
        ("returned", ("went on", ["one", "two", "three"])),
        ("returned", ("ended", ["one", "two"])),
    )
}
