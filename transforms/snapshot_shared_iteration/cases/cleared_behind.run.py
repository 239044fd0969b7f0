"""A link that is released while others are closed: it was dropped unseen, or the loop failed."""


async def run(case, address):
    pool = case.Pool()
    await pool.release("x", "1")
    seen = []

    async def end(link):
        seen.append(link)
        if len(seen) == 1 and address:
            await pool.release(address, "late")

    await pool.close(end)
    return seen, pool._idle


async def scenario_quiet(case):
    return await run(case, None)


async def scenario_same_address(case):
    return await run(case, "x")


async def scenario_new_address(case):
    return await run(case, "y")


CHANGED = {
    "same_address": (
        ("returned", (["1", "late", "all"], {})),
        ("returned", (["1", "all"], {"x": ["late"]})),
    ),
    "new_address": (
        ("raised", "RuntimeError", "dictionary changed size during iteration"),
        ("returned", (["1", "all"], {"y": ["late"]})),
    ),
}
