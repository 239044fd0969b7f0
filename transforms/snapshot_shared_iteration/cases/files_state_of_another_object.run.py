"""A member joins through another object while the rumour spreads."""

import asyncio


async def run(case, late):
    import members
    import state

    cluster = state.Cluster()
    joined = members.Members(cluster)
    joined.join("a")
    joined.join("b")
    task = asyncio.create_task(case.Gossip(cluster).spread("hello"))
    await asyncio.sleep(0)
    if late:
        joined.join(late)
    return await task


async def scenario_quiet(case):
    return await run(case, None)


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {
    "late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", ["a", "b"])),
}
