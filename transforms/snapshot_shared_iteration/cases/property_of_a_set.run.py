"""A property that gives the set itself, and one that does not."""


async def run(case, meanwhile):
    seen = []

    async def send(name):
        seen.append(name)
        if len(seen) == 1:
            meanwhile(group)

    group = case.Group(send)
    for name in "ab":
        group.join(name)
    await group.tell()
    return sorted(seen)


async def scenario_quiet(case):
    return await run(case, lambda group: None)


async def scenario_one_comes(case):
    return await run(case, lambda group: group.join("c"))


async def scenario_one_goes(case):
    # Whoever is not reached yet.
    return await run(case, lambda group: group.leave("a") or group.leave("b") or group.join("a") or None)


RAISED = ("raised", "RuntimeError", "Set changed size during iteration")
CHANGED = {"one_comes": (RAISED, ("returned", ["a", "b"])), "one_goes": (RAISED, ("returned", ["a", "b"]))}
