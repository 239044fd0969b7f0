import asyncio
import gc

LOGGED = {
    "future_of_somebody": [("ERROR", "A background task failed [OSError]")],
    "coroutine": [("ERROR", "A background task failed [OSError]")],
}
DROPPED = {"coroutine": [("ERROR", "Task exception was never retrieved")]}


class Session:
    def __init__(self):
        self.flushed = asyncio.get_running_loop().create_future()

    def flush(self):
        return self.flushed


async def scenario_future_of_somebody(module):
    session = Session()
    module.flush(session)
    session.flushed.set_exception(OSError("gone"))
    try:
        await session.flushed
    except OSError as error:
        await asyncio.sleep(0)
        return str(error)


async def scenario_coroutine(module):
    module.note()
    await asyncio.sleep(0.01)
    gc.collect()
