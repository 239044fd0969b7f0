import threading


async def refresh(cache, busy: threading.Event):
    busy.set()
    await cache.refresh()
    busy.clear()
    print("refreshed")
