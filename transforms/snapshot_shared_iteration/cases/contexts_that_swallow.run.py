"""A check that fails is swallowed, and the loop goes on."""


async def run(case, late):
    pool = case.Pool()
    pool.put("a")
    pool.put("b")

    async def check(key):
        if late:
            pool.put(late)
        if key == "a":
            raise OSError

    return await pool.first(check)


async def scenario_known(case):
    return await run(case, "b")


async def scenario_late(case):
    return await run(case, "c")


CHANGED = {"late": (("raised", "RuntimeError", "dictionary changed size during iteration"), ("returned", "b"))}
