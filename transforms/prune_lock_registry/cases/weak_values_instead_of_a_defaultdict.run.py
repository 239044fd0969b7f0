"""Locks go after their last user; who comes meanwhile gets the same."""

import asyncio
import gc

CHANGED = {"after_the_last_user": (("returned", (1, 1, "ip")), ("returned", (0, 0, "ip")))}


async def answer(host):
    await asyncio.sleep(0)
    return "ip"


async def scenario_after_the_last_user(module):
    resolver = module.Resolver()
    found = await resolver.resolve("a", answer)
    await resolver.connect("a", 80, answer)
    gc.collect()
    return len(resolver._locks), len(resolver._limits), found


async def scenario_one_question(module):
    resolver = module.Resolver()
    asked = []

    async def ask(host):
        asked.append(host)
        await asyncio.sleep(0)
        return "ip"

    await asyncio.gather(*(resolver.resolve("a", ask) for _ in range(3)))
    return asked
