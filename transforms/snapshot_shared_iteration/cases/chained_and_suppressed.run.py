# A copy has the members of before, and nothing is raised.
CHANGED = {
    "a_member_joins_while_all_are_asked": (
        ("raised", "RuntimeError", "Set changed size during iteration"),
        ("returned", ["a"]),
    ),
    "a_member_joins_while_all_are_told": (("returned", ["a", "a", "b"]), ("returned", ["a", "a"])),
}


async def during(module, run):
    hub = module.Hub()
    hub.join("a")
    seen = []

    async def send(member):
        seen.append(member)
        if len(seen) == 1:
            hub._old.add("b")
            hub._far.add("b")

    await run(hub)(send)
    return sorted(seen)


async def scenario_nobody_joins(module):
    hub = module.Hub()
    hub.join("a")
    seen = []

    async def send(member):
        seen.append(member)

    await hub.tell(send)
    await hub.remind(send)
    await hub.ask(send)
    return seen


async def scenario_a_member_joins_while_all_are_asked(module):
    return await during(module, lambda hub: hub.ask)


async def scenario_a_member_joins_while_all_are_told(module):
    return await during(module, lambda hub: hub.tell)


async def scenario_a_member_joins_while_all_are_reminded(module):
    return await during(module, lambda hub: hub.remind)
