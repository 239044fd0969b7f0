"""A partial has no name: the call raised, and now the work runs with its arguments, for each mill with its own log."""

import asyncio


async def scenario_grinds(case):
    log = []
    mill = case.Mill(log)
    mill.grind(1)
    mill.grind(2)
    await asyncio.sleep(0)
    return log


async def scenario_two_mills(case):
    first, second = [], []
    case.Mill(first).grind(1)
    case.Mill(second).grind(2)
    await asyncio.sleep(0)
    return first, second


UNNAMED = ("raised", "AttributeError", "'functools.partial' object has no attribute '__name__'")

CHANGED = {"grinds": (UNNAMED, ("returned", [1, 2])), "two_mills": (UNNAMED, ("returned", ([1], [2])))}
