"""Whatever way a callback is run, its failure is logged once and nothing else changes."""

import asyncio


def sink(module):
    def bad(*given):
        raise ValueError(given)

    async def worse(*given):
        raise ValueError(given)

    made = module.Sink()
    made._on_close = made._on_tell = worse
    made._flush_callback = made._spill_hook = bad
    made._hooks = [worse]
    return made


async def scenario_close(module):
    return await sink(module).close("end")


async def scenario_flush(module):
    return await sink(module).flush([1])


async def scenario_spill(module):
    return await sink(module).spill([1])


async def scenario_tell(module):
    return await sink(module).tell("end")


async def scenario_tell_now(module):
    return await sink(module).tell_now("end")


async def scenario_tell_group(module):
    return await sink(module).tell_group("end")


async def scenario_cancelled(module):
    async def slow(reason):
        await asyncio.sleep(60)

    made = sink(module)
    made._on_tell = slow
    task = asyncio.create_task(made.tell_now("end"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return task.cancelled()


LOGGED = {
    "close": [("ERROR", "Callback self._on_close(reason) failed in Sink.close [ValueError]")],
    "flush": [("ERROR", "Callback self._flush_callback(batch) failed in Sink.flush [ValueError]")],
    "spill": [("ERROR", "Callback self._spill_hook(batch) failed in Sink.spill [ValueError]")],
    "tell": [("ERROR", "Callback hook(reason) failed in Sink.tell [ValueError]")],
    "tell_now": [("ERROR", "Callback self._on_tell(reason) failed in Sink.tell_now [ValueError]")],
    "tell_group": [("ERROR", "Callback self._on_tell(reason) failed in Sink.tell_group [ExceptionGroup]")],
}
