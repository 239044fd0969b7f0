import asyncio


async def scenario_never_opened(module):
    hub = module.Hub()
    task = asyncio.ensure_future(hub.serve_one())
    done, _ = await asyncio.wait([task], timeout=1.0)
    if not done:
        task.cancel()
        return "hangs"
    return type(task.exception()).__name__, hub.served


async def scenario_open_already(module):
    hub = module.Hub()
    hub.open()
    return await hub.serve_one()


async def scenario_opened_later(module):
    hub = module.Hub()
    asyncio.get_running_loop().call_soon(hub.open)
    return await hub.serve_one(), await hub.serve_one()


async def scenario_cancelled(module):
    hub = module.Hub()
    task = asyncio.ensure_future(hub.serve_one())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled(), hub.served


CHANGED = {"never_opened": (("returned", "hangs"), ("returned", ("TimeoutError", 0)))}
