"""A session comes or goes while the loop waits for another one."""

import asyncio


async def ping_and(case, meanwhile):
    sessions = case.Sessions()
    for name in ("a", "b"):
        sessions.register(name, case.Session())
    task = asyncio.create_task(sessions.ping_all())
    await asyncio.sleep(0)
    meanwhile(sessions)
    return await task, sorted(sessions._by_name)


async def scenario_quiet(case):
    return await ping_and(case, lambda sessions: None)


async def scenario_one_comes(case):
    return await ping_and(case, lambda sessions: sessions.register("c", case.Session()))


async def scenario_one_goes(case):
    return await ping_and(case, lambda sessions: sessions.drop("b"))


RAISED = ("raised", "RuntimeError", "dictionary changed size during iteration")
CHANGED = {
    "one_comes": (RAISED, ("returned", (["a", "b"], ["a", "b", "c"]))),
    "one_goes": (RAISED, ("returned", (["a", "b"], ["a"]))),
}
