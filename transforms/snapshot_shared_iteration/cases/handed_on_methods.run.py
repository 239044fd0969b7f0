"""Whoever got the method adds an entry meanwhile."""


async def run(case, late):
    joins = []

    async def send(name):
        joins[0](late)

    group = case.Group(send, joins.append)
    joins[0]("a")
    joins[0]("b")
    return await group.tell()


async def scenario_known(case):
    return await run(case, "a")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {"late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", 2))}
