"""Each task is kept and its failure logged once; the branches are taken as before."""

import asyncio
import gc

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
OURS = ("ERROR", "A background task failed [OSError]")
DROPPED = {
    "shout_fails": [NEVER],
    "whisper_fails": [NEVER],
    "whisper_of_a_shout_fails": [NEVER],
    "shout_waits": [PENDING],
    "whisper_waits": [PENDING],
    "whisper_of_a_shout_waits": [PENDING],
}
LOGGED = {"shout_fails": [OURS], "whisper_fails": [OURS], "whisper_of_a_shout_fails": [OURS]}


async def run(module, loud, work=None, name=None):
    if name:
        setattr(module, name, work)
    module.poke(loud, not loud)
    await asyncio.sleep(0.01)
    gc.collect()


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def scenario_nothing(module):
    module.poke(False, False)


async def scenario_shout(module):
    await run(module, True)
    return len(getattr(module, "_background_tasks", ()))


async def scenario_whisper(module):
    await run(module, False)


async def scenario_shout_fails(module):
    await run(module, True, fails, "shout")


async def scenario_shout_waits(module):
    await run(module, True, waits, "shout")


async def scenario_whisper_fails(module):
    await run(module, False, fails, "whisper")


async def scenario_whisper_waits(module):
    await run(module, False, waits, "whisper")


async def scenario_whisper_of_a_shout_fails(module):
    await run(module, True, fails, "whisper")


async def scenario_whisper_of_a_shout_waits(module):
    await run(module, True, waits, "whisper")
