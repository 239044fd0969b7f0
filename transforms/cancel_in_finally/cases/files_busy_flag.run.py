"""After a failure or a cancellation the other file no longer says that the poller is busy."""

import asyncio


class Link:
    def __init__(self, error=None):
        self.error = error

    async def fetch(self):
        await asyncio.sleep(0)
        if self.error:
            raise self.error


async def run(case, link):
    from status import status

    poller = case.Poller(link)
    task = asyncio.create_task(poller.poll())
    await asyncio.sleep(0)
    during = status(poller)
    if isinstance(link, case.Link):
        task.cancel()
    result = await asyncio.gather(task, return_exceptions=True)
    return during, type(result[0]).__name__, status(poller)


async def scenario_polls(case):
    return await run(case, Link())


async def scenario_fails(case):
    return await run(case, Link(OSError("lost")))


async def scenario_cancelled(case):
    return await run(case, case.Link())


CHANGED = {
    "fails": (("returned", ("busy", "OSError", "busy")), ("returned", ("busy", "OSError", "idle"))),
    "cancelled": (("returned", ("busy", "CancelledError", "busy")), ("returned", ("busy", "CancelledError", "idle"))),
}
