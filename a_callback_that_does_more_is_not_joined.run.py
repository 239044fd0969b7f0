import asyncio


async def scenario_the_count_is_not_changed(module):
    counter = module.Counter("a")

    async def fails(text):
        raise OSError(text)

    counter._failed = 1
    counter._work = fails
    counter.farewell()
    await asyncio.sleep(0.02)
    return counter._failed


DROPPED = {"the_count_is_not_changed": [("ERROR", "Task exception was never retrieved")]}
LOGGED = {"the_count_is_not_changed": [("ERROR", "A background task of Counter failed [OSError]")]}
