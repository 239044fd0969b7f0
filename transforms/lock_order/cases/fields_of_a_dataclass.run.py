"""A comment changes nothing."""


async def scenario_add(module):
    tally = module.Tally()
    return await tally.add(2), await tally.add(3)
