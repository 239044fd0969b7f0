"""The runner takes the coroutine; the other two are kept by the set."""

import asyncio
import gc


async def scenario_print(module):
    press = module.Press()
    press.print("a")
    press.print_named("b")
    press.print_watched("c")
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    return press.sheets
