import asyncio


async def outcome(coroutine):
    task = asyncio.ensure_future(coroutine)
    done, _ = await asyncio.wait([task], timeout=0.5)
    if not done:
        task.cancel()
        await asyncio.wait([task])
        return "hangs"
    return type(task.exception()).__name__ if task.exception() else task.result()


async def scenario_loop_retries(module):
    worker = module.Worker()
    return await outcome(worker.loop(2)), worker.log


async def scenario_once(module):
    return await outcome(module.Worker().once())


async def scenario_passed_on(module):
    worker = module.Worker()
    return await outcome(worker.passed_on()), worker.log


async def scenario_quiet(module):
    return await outcome(module.Worker().quiet())


async def scenario_clean_up(module):
    return await outcome(module.Worker().clean_up())


async def scenario_all_set(module):
    worker = module.Worker()
    worker.work.set()
    worker.rounds = 1
    return [
        await outcome(worker.loop(3)),
        await outcome(worker.once()),
        await outcome(worker.quiet()),
        await outcome(worker.clean_up()),
        await outcome(worker.passed_on()),
        worker.log,
    ]


CHANGED = {
    "loop_retries": (("returned", ("hangs", [])), ("returned", (None, ["TimeoutError", "TimeoutError"]))),
    "once": (("returned", "hangs"), ("returned", "failed")),
    "passed_on": (("returned", ("hangs", ["gave up"])), ("returned", ("TimeoutError", ["gave up"]))),
    "quiet": (("returned", "hangs"), ("returned", "nothing")),
    "clean_up": (("returned", "hangs"), ("returned", "TimeoutError")),
}
