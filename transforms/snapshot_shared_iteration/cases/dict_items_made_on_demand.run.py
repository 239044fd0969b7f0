"""Numbers that are never put in place of others."""


async def run(case, late):
    limits = case.Limits()
    limits.limit("a")
    limits.known("b")

    async def write(key, limit):
        limits.limit("a")
        limits.known(late)

    return await limits.report(write)


async def scenario_known(case):
    return await run(case, "b")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {
    "late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", ["a", "b"])),
}
