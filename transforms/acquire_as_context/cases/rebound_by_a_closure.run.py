"""The lock that was taken is the one that is released; a renewed one was released without having been taken."""


async def scenario_stays(case):
    async def visits(renew):
        pass

    return await case.serve(visits)


async def scenario_is_renewed(case):
    async def visits(renew):
        renew()

    return await case.serve(visits)


CHANGED = {
    "is_renewed": (("raised", "RuntimeError", "Lock is not acquired."), ("returned", False)),
}
