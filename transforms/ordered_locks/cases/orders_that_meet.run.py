"""With checks, the second way is refused though nobody waits; without, nothing changes."""

import asyncio


async def both_ways(module):
    quay = module.Quay()
    await quay.load()
    try:
        await quay.tow()
    except RuntimeError as error:
        said = str(error)
        return type(error).__name__, "Quay._crane" in said and "in _lift" in said and "in load" in said, quay._moved
    return "towed", True, quay._moved


async def scenario_in_development_mode(module):
    asyncio.get_running_loop().set_debug(True)
    return await both_ways(module)


async def scenario_otherwise(module):
    return await both_ways(module)


async def scenario_one_way_in_development_mode(module):
    asyncio.get_running_loop().set_debug(True)
    quay = module.Quay()
    await asyncio.gather(*(quay.load() for _ in range(3)))
    return quay._moved


CHANGED = {
    "in_development_mode": (
        ("returned", ("towed", True, 2)),
        ("returned", ("LockOrderError", True, 1)),
    )
}
