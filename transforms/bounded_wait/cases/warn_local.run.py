import asyncio


def later(delay):
    def start(*arguments):
        asyncio.get_running_loop().call_later(delay, arguments[-1])

    return start


async def scenario_in_time(module):
    return await module.fetch_all(later(0.0), ["a", "b"]), await module.relay(later(0.0))


async def scenario_late(module):
    # two timeouts pass, at 0.05 and 0.10 seconds
    return await module.fetch_all(later(0.13), ["a", "b"])


async def scenario_never(module):
    task = asyncio.ensure_future(module.fetch_all(lambda *_: None, ["a"]))
    await asyncio.sleep(0.13)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


async def scenario_cancelled_when_set(module):
    """A cancellation in the moment of the set is not lost."""
    started = []
    task = asyncio.ensure_future(module.fetch_all(lambda _, begun: started.append(begun), ["a"]))
    await asyncio.sleep(0.01)
    started[0]()
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


async def scenario_outer_timeout(module):
    try:
        async with asyncio.timeout(0.05):
            await module.fetch_all(lambda *_: None, ["a"])
    except TimeoutError:
        return "timed out"
    return "went on"


STILL = ("WARNING", "Still waiting for begun in fetch_all")
LOGGED = {"late": [STILL, STILL], "never": [STILL, STILL]}
