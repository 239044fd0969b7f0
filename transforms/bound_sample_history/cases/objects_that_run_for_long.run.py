"""The same values."""


async def scenario_values(module):
    return await module.serve(), module.watch(3), module.Poller().poll()
