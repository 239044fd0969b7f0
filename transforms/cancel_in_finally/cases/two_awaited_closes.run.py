"""The second link is closed also when closing the first fails; the first error reaches the caller."""

import asyncio


class Part:
    def __init__(self, error=None):
        self.error = error
        self.closed = False

    async def close(self):
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        self.closed = True


async def run(case, first, second):
    link = case.Link(first, second)
    try:
        await link.__aexit__(None, None, None)
        left = None
    except OSError as error:
        left = str(error), str(error.__context__)
    return left, first.closed, second.closed


async def scenario_closes(case):
    return await run(case, Part(), Part())


async def scenario_first_fails(case):
    return await run(case, Part(OSError("udp")), Part())


async def scenario_second_fails(case):
    return await run(case, Part(), Part(OSError("tcp")))


async def scenario_both_fail(case):
    return await run(case, Part(OSError("udp")), Part(OSError("tcp")))


CHANGED = {
    "first_fails": (
        ("returned", (("udp", "None"), False, False)),
        ("returned", (("udp", "None"), False, True)),
    ),
    "both_fail": (
        ("returned", (("udp", "None"), False, False)),
        ("returned", (("tcp", "udp"), False, False)),
    ),
}
