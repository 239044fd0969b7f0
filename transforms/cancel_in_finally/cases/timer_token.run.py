"""The fallback timer is cancelled also when the runner's cancel is cancelled."""

import asyncio


class Suspicion:
    node = "n1"

    def __init__(self):
        self.cancelled = False

    def cancel_timer(self):
        self.cancelled = True


class Runner:
    def __init__(self, error=None, hangs=False):
        self.error = error
        self.hangs = hangs

    async def cancel(self, token):
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error


async def run(case, runner):
    suspicions = case.Suspicions(runner)
    suspicions._tokens["n1"] = "token"
    suspicion = Suspicion()
    task = asyncio.create_task(suspicions._cancel_timer(suspicion))
    await asyncio.sleep(0)
    task.cancel()
    result = await asyncio.gather(task, return_exceptions=True)
    return type(result[0]).__name__, suspicion.cancelled


async def scenario_cancels(case):
    return await run(case, Runner())


async def scenario_fails(case):
    return await run(case, Runner(error=OSError("no runner")))


async def scenario_is_cancelled(case):
    return await run(case, Runner(hangs=True))


CHANGED = {
    "is_cancelled": (("returned", ("CancelledError", False)), ("returned", ("CancelledError", True))),
}
