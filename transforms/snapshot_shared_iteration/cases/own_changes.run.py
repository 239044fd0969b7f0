"""A loop that takes out what it has done: one entry is no trouble, two are."""


async def run(case, names):
    seen = []

    async def send(name):
        seen.append(name)

    group = case.Group(send)
    for name in names:
        group.join(name)
    await group.tell()
    return sorted(seen), sorted(group._peers)


async def scenario_none(case):
    return await run(case, "")


async def scenario_two(case):
    return await run(case, "ab")


CHANGED = {
    "two": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", (["a", "b"], []))),
}
