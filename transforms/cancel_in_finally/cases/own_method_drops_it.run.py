"""What the failed part was to end is ended; a good end changes nothing."""

import asyncio


class Wire:
    def __init__(self, answer):
        self.answer = answer
        self.cancelled = 0

    async def bye(self):
        if self.answer == "never":
            await asyncio.Event().wait()
        if self.answer:
            raise OSError(self.answer)

    def cancel(self):
        self.cancelled += 1


async def run(case, answer):
    wire = Wire(answer)
    task = asyncio.ensure_future(case.Line(wire).close())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    left = "cancelled" if task.cancelled() else repr(task.exception())
    return left, wire.cancelled


async def scenario_closes(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "lost")


async def scenario_is_cancelled(case):
    return await run(case, "never")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", 0)), ("returned", ("OSError('lost')", 1))),
    "is_cancelled": (("returned", ("cancelled", 0)), ("returned", ("cancelled", 1))),
}
