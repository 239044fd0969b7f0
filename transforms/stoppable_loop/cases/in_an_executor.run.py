"""After a stop the feeder in the executor ends and start() returns; before, it went on (until it burst)."""

import asyncio


async def run(case, stop):
    feeder = case.Feeder()
    task = asyncio.create_task(feeder.start())
    await asyncio.sleep(0.05)
    if stop:
        feeder.stop()
    try:
        await task
    except RuntimeError as error:
        return str(error), feeder.fed
    return "ended", feeder.fed < 40


async def scenario_stopped(case):
    return await run(case, True)


async def scenario_not_stopped(case):
    return await run(case, False)


CHANGED = {"stopped": (("returned", ("too much", 41)), ("returned", ("ended", True)))}
