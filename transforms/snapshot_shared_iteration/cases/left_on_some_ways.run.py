"""A check that fails, or says no, lets the loop go on."""


async def run(case, method, late):
    pool = case.Pool()
    pool.put("a")
    pool.put("b")

    async def check(key):
        if late and key == "a":
            pool.put(late)
        if key == "a" and method == "first":
            raise OSError
        return key == "b"

    return await getattr(pool, method)(check)


async def scenario_first(case):
    return await run(case, "first", None)


async def scenario_some(case):
    return await run(case, "some", None)


async def scenario_first_late(case):
    return await run(case, "first", "c")


async def scenario_some_late(case):
    return await run(case, "some", "c")


RAISED = ("raised", "RuntimeError", "dictionary changed size during iteration")
CHANGED = {"first_late": (RAISED, ("returned", "b")), "some_late": (RAISED, ("returned", "b"))}
