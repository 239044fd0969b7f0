from case import Hub


async def start(hub: Hub):
    await hub.opened()


async def soon(hub: Hub):
    await hub.opened(timeout=2)
