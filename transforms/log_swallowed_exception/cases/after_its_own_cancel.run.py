"""A channel that fails to close after the workers were cancelled: one DEBUG record more."""

import asyncio


class Broken:
    async def close(self):
        raise OSError("gone")


async def scenario_close_fails(module):
    beacon = module.Beacon()
    finished = asyncio.ensure_future(asyncio.sleep(0))
    await finished
    beacon._workers = [finished]
    return await beacon.stop_workers(Broken())


async def scenario_a_cancelled_worker_ends_it(module):
    beacon = module.Beacon()
    beacon._workers = [asyncio.ensure_future(asyncio.sleep(60))]
    return await beacon.stop_workers(Broken())


LOGGED = {"close_fails": [("DEBUG", "Failed to close channel in Beacon.stop_workers [OSError]")]}
