"""The bound is asyncio's own, whatever the name means around it."""

import asyncio

from waits import wait


def inner(module):
    started = asyncio.Event()
    
    async def both():
        return await (await module.inner(started, None))()
    
    return both(), started.set, lambda: None


wait(globals(), "inner", inner)
