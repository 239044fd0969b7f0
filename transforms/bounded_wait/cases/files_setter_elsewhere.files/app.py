from case import Hub


async def reload(hub: Hub, load):
    hub._ready.clear()
    await load()
    hub._ready.set()
