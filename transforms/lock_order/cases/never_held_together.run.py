"""A comment changes nothing."""


async def scenario_last(module):
    book = module.Logbook()
    await book.add("one")
    return await book.last()
