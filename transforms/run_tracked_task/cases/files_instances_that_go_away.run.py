"""A link that nobody needs goes away, and what watches it ends."""

import asyncio
import gc


async def scenario_the_link_goes_away(module):
    link = module.Link(0)
    link.open()
    link.send()
    await asyncio.sleep(0.02)
    del link
    gc.collect()
    await asyncio.sleep(0.05)
    return len(asyncio.all_tasks())
