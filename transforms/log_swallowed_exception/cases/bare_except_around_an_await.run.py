"""A task that could not be stopped can be."""

import asyncio


class Source:
    def __init__(self):
        self.polls = 0

    async def sleep(self, seconds):
        if self.polls >= 3:
            raise RuntimeError("the test ends the loop")

    async def poll(self):
        self.polls += 1
        await asyncio.sleep(0.01)


async def scenario_cancel(module):
    source = Source()
    task = asyncio.ensure_future(module.poll(source))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return "cancelled", source.polls
    except RuntimeError:
        return "went on", source.polls


CHANGED = {"cancel": (("returned", ("went on", 3)), ("returned", ("cancelled", 1)))}
