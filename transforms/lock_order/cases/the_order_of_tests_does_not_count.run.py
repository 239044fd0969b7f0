"""A comment changes nothing."""


async def scenario_grind(module):
    return await module.Mill().grind()
