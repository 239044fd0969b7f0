"""Each failure is logged."""


async def fails():
    raise OSError("gone")


async def works():
    return 1


async def scenario_some_fail(module):
    return await module.gather_all([fails, works])


LOGGED = {"some_fail": [("ERROR", "Task one failed in gather_all [OSError]")]}
