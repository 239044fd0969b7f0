"""A done callback takes tasks out although only `__init__` names the set."""


async def scenario_join(case):
    return await case.Runner().join()


CHANGED = {
    "join": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", 2)),
}
