"""A comment changes nothing."""


async def scenario_fetch(module):
    cellar = module.Cellar()
    await cellar.store("red")
    return await cellar.fetch(), cellar._door.locked(), cellar._shelf.locked()
