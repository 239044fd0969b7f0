"""A failed job is logged by both; a cancelled one is as before."""
import asyncio


async def fails():
    raise OSError("gone")


async def scenario_started(module):
    module.Hub().start(fails)
    await asyncio.sleep(0.01)


async def scenario_watched(module):
    module.Hub().watch(fails)
    await asyncio.sleep(0.01)


LOGGED = {
    "started": [("ERROR", "Task done failed in Hub._ended [OSError]")],
    "watched": [("ERROR", "Task done failed in Hub.watch.seen [OSError]")],
}
