"""stop() waits for the end of a loop that never came; now it comes."""

import asyncio


async def scenario_stopped(case):
    sweeper = case.Sweeper()
    sweeper.start()
    await asyncio.sleep(0)
    try:
        await asyncio.wait_for(sweeper.stop(), 0.3)
    except TimeoutError:
        return "stop hangs"
    return "stopped"


CHANGED = {"stopped": (("returned", "stop hangs"), ("returned", "stopped"))}
