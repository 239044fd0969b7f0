import asyncio


async def scenario_refresh_fails(module):
    async def fetch():
        raise OSError("gone")

    cache = module.Cache(fetch)
    for job in (cache.settle, cache.refresh):
        try:
            await job()
        except OSError:
            pass
    reader = asyncio.ensure_future(cache.value())
    done, _ = await asyncio.wait([reader], timeout=1.0)
    reader.cancel()
    return "hangs" if not done else type(reader.exception()).__name__


async def scenario_refresh_works(module):
    async def fetch():
        await asyncio.sleep(0.01)
        return 7

    cache = module.Cache(fetch)
    value, _, _ = await asyncio.gather(cache.value(), cache.refresh(), cache.settle())
    return value


CHANGED = {"refresh_fails": (("returned", "hangs"), ("returned", "TimeoutError"))}
