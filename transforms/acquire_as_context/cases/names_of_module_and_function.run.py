"""Failures give the lock of the module and the permits of the function back."""

import asyncio


async def scenario_writes(case):
    async def write(line):
        await asyncio.sleep(0)

    await asyncio.gather(case.note("a", write), case.note("b", write))
    return case.seen


async def scenario_write_fails(case):
    async def write(line):
        if line == "bad":
            raise ValueError(line)

    results = []
    for line in ["bad", "good"]:
        try:
            await asyncio.wait_for(case.note(line, write), 0.05)
            results.append("noted")
        except (ValueError, asyncio.TimeoutError) as error:
            results.append(type(error).__name__)
    return results, case.seen


async def scenario_two_copies_fail(case):
    async def copy(name):
        await asyncio.sleep(0)
        if name in "ab":
            raise OSError(name)
        return name

    try:
        return await asyncio.wait_for(case.copy_all("abcd", copy), 0.05)
    except asyncio.TimeoutError:
        return "hangs"


CHANGED = {
    "write_fails": (
        ("returned", (["ValueError", "TimeoutError"], [])),
        ("returned", (["ValueError", "noted"], ["good"])),
    ),
    "two_copies_fail": (("returned", "hangs"), ("returned", ["c", "d"])),
}
