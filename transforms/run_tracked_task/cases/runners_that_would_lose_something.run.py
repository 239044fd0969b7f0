"""What the runner would lose is kept by the set; the rest is the runner's."""

import asyncio
import gc


async def made(sheet):
    await asyncio.sleep(0)


async def scenario_print(module):
    press = module.Press(made)
    press.print("a")
    press.print_with("b")
    press.print_all({"sheet": "c"})
    press.print_made("d")
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    return press.sheets
